// SPDX-License-Identifier: GPL-2.0-only
/* Counts the TCP sockets of this network namespace by sock_diag(7). */

#include <linux/inet_diag.h>
#include <string.h>

#include "tools/host/sock_diag.h"
#include "tools/host/socket_counts.h"
#include "tools/states/table.h"

static void count_socket(const struct inet_diag_msg *socket, void *data)
{
	struct socket_counts *counts = data;

	if (socket->idiag_state < SOCK_DIAG_STATES)
		counts->sockets[socket->idiag_state]++;
}

bool socket_counts_dump(struct socket_counts *counts)
{
	memset(counts, 0, sizeof(*counts));
	return sock_diag_dump(SOCK_DIAG_ALL, count_socket, counts);
}

bool socket_counts_knows(const char *state)
{
	const struct tcp_state *known = tcp_state_named(state);

	return known && known->number != TCP_CLOSE;
}

uint64_t socket_counts_of(const struct socket_counts *counts, const char *state)
{
	return socket_counts_knows(state) ? counts->sockets[tcp_state_named(state)->number] : 0;
}

bool socket_counts_equal(const struct socket_counts *a, const struct socket_counts *b)
{
	return !memcmp(a, b, sizeof(*a));
}
