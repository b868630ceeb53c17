// SPDX-License-Identifier: GPL-2.0-only
/* Counts the TCP sockets of this network namespace by sock_diag(7). */

#include <linux/inet_diag.h>
#include <netinet/tcp.h>
#include <string.h>

#include "tools/host/sock_diag.h"
#include "tools/host/socket_counts.h"

static const struct {
	const char *name;
	unsigned int number;
} states[] = {
	{ "LISTEN", TCP_LISTEN }, { "SYN_SENT", TCP_SYN_SENT },
	{ "SYN_RECV", TCP_SYN_RECV }, { "ESTABLISHED", TCP_ESTABLISHED },
	{ "FIN_WAIT1", TCP_FIN_WAIT1 }, { "FIN_WAIT2", TCP_FIN_WAIT2 },
	{ "TIME_WAIT", TCP_TIME_WAIT }, { "CLOSE_WAIT", TCP_CLOSE_WAIT },
	{ "LAST_ACK", TCP_LAST_ACK }, { "CLOSING", TCP_CLOSING },
};

static void count_socket(const struct inet_diag_msg *socket, void *data)
{
	struct census *census = data;

	if (socket->idiag_state < CENSUS_STATES)
		census->sockets[socket->idiag_state]++;
}

bool census_take(struct census *census)
{
	memset(census, 0, sizeof(*census));
	return sock_diag_dump(SOCK_DIAG_ALL, count_socket, census);
}

static const unsigned int *number_of(const char *state)
{
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (!strcmp(states[i].name, state))
			return &states[i].number;
	return NULL;
}

bool census_knows(const char *state)
{
	return number_of(state);
}

const char *census_state(size_t n)
{
	return n < sizeof(states) / sizeof(states[0]) ? states[n].name : NULL;
}

const char *census_state_of(unsigned int number)
{
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (states[i].number == number)
			return states[i].name;
	return NULL;
}

uint64_t census_of(const struct census *census, const char *state)
{
	const unsigned int *number = number_of(state);

	return number ? census->sockets[*number] : 0;
}

bool census_equal(const struct census *a, const struct census *b)
{
	return !memcmp(a, b, sizeof(*a));
}
