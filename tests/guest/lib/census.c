// SPDX-License-Identifier: GPL-2.0-only
/* Asks the kernel for every TCP socket, by sock_diag or by ss. */

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/guest/lib/census.h"
#include "tests/guest/lib/scenario_exit.h"

enum { DUMP_BYTES = 65536, LINE = 512, STATE_CLOSE = 7 };

/* As the kernel numbers them, in the words of /proc and of ss. */
static const struct {
	const char *name;
	const char *ss;
} states[CENSUS_STATES] = {
	[1] = { "ESTABLISHED", "ESTAB" },
	[2] = { "SYN_SENT", "SYN-SENT" },
	[3] = { "SYN_RECV", "SYN-RECV" },
	[4] = { "FIN_WAIT1", "FIN-WAIT-1" },
	[5] = { "FIN_WAIT2", "FIN-WAIT-2" },
	[6] = { "TIME_WAIT", "TIME-WAIT" },
	[8] = { "CLOSE_WAIT", "CLOSE-WAIT" },
	[9] = { "LAST_ACK", "LAST-ACK" },
	[10] = { "LISTEN", "LISTEN" },
	[11] = { "CLOSING", "CLOSING" },
};

const char *census_state_name(unsigned int state)
{
	return state < CENSUS_STATES ? states[state].name : NULL;
}

/* FNV-1a of each row, added up: a sum does not depend on the order. */
static void add_row(struct census *census, unsigned int state, const void *row, size_t length)
{
	const unsigned char *byte = row;
	uint64_t hash = 0xcbf29ce484222325 ^ state;

	if (!census_state_name(state))
		fail("the kernel shows a TCP socket in state %u", state);
	census->count[state]++;
	while (length--)
		hash = (hash ^ *byte++) * 0x100000001b3;
	census->digest += hash;
}

static void ask(int fd, unsigned char family)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 diag;
	} request = {
		.head = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.diag = {
			.sdiag_family = family,
			.sdiag_protocol = IPPROTO_TCP,
			/* All but CLOSE, which has no rows, and those that never had a peer. */
			.idiag_states = ((1 << CENSUS_STATES) - 1) & ~(1 << STATE_CLOSE),
		},
	};

	must(send(fd, &request, sizeof(request), 0) == sizeof(request), "send to sock_diag");
}

/* Returns false at the end of the dump. */
static bool add_rows(struct census *census, const void *answer, size_t length)
{
	const struct nlmsghdr *head = answer;
	const struct inet_diag_msg *row;

	for (; NLMSG_OK(head, length); head = NLMSG_NEXT(head, length)) {
		if (head->nlmsg_type == NLMSG_DONE)
			return false;
		if (head->nlmsg_type == NLMSG_ERROR)
			fail("sock_diag refuses to list TCP sockets: load tcp_diag");
		row = NLMSG_DATA(head);
		/* It was closed between the kernel's two looks at its state. */
		if (row->idiag_state == STATE_CLOSE)
			continue;
		add_row(census, row->idiag_state, &row->id, offsetof(struct inet_diag_sockid,
								     idiag_cookie));
	}
	return true;
}

static void take_family(struct census *census, int fd, unsigned char family)
{
	static unsigned char answer[DUMP_BYTES] __attribute__((aligned(NLMSG_ALIGNTO)));
	ssize_t length;

	ask(fd, family);
	do {
		length = recv(fd, answer, sizeof(answer), 0);
		must(length > 0, "recv from sock_diag");
	} while (add_rows(census, answer, length));
}

void census_take(struct census *census)
{
	/* A socket belongs to the namespace that it was made in. */
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);

	must(fd >= 0, "socket(NETLINK_SOCK_DIAG)");
	memset(census, 0, sizeof(*census));
	take_family(census, fd, AF_INET);
	take_family(census, fd, AF_INET6);
	close(fd);
}

static unsigned int state_of_ss(const char *word)
{
	unsigned int state;

	for (state = 0; state < CENSUS_STATES; state++)
		if (states[state].ss && !strcmp(states[state].ss, word))
			return state;
	fail("ss knows a state '%s'", word);
}

void census_take_by_ss(struct census *census)
{
	char line[LINE], state[LINE], local[LINE], remote[LINE];
	char row[2 * LINE];
	FILE *ss = popen("ss -tanH", "r");

	must(ss, "ss");
	memset(census, 0, sizeof(*census));
	while (fgets(line, sizeof(line), ss)) {
		if (sscanf(line, "%511s %*s %*s %511s %511s", state, local, remote) != 3)
			fail("ss prints '%s'", line);
		/* Only bound, which is no state; ss shows such sockets from 6.8 on. */
		if (!strcmp(state, "UNCONN"))
			continue;
		snprintf(row, sizeof(row), "%s %s", local, remote);
		add_row(census, state_of_ss(state), row, strlen(row));
	}
	if (pclose(ss))
		fail("ss does not work here: it needs iproute2 and the kernel's tcp_diag");
}

bool census_equal(const struct census *a, const struct census *b)
{
	return !memcmp(a, b, sizeof(*a));
}
