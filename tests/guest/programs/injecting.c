// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes the module hear of what no kernel does, and looks at what it makes of it: that is
 * the only way to an unexpected pair and to a resync. Needs tests/guest/inject.
 */

#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/invariants.h"
#include "tests/guest/lib/scenario_exit.h"
#include "tests/guest/programs/workload.h"

static struct reading before;

static void tell(int fd, int from, int to)
{
	int inject = open("/proc/tcpstate_inject", O_WRONLY);

	must(inject >= 0, "/proc/tcpstate_inject");
	must(dprintf(inject, "%d %d %d", fd, from, to) > 0, "telling of a change of state");
	close(inject);
}

static void expect_change(const struct reading *now, const char *name, int64_t change)
{
	int64_t real = invariants_number(now, name) - invariants_number(&before, name);

	if (real != change)
		fail("%s changed by %" PRId64 ", not by %" PRId64, name, real, change);
}

static void expect(int64_t established, int64_t close_wait, int64_t last_ack, int64_t unexpected,
		   int64_t resync)
{
	static const char *const paths[] = { "/proc/tcpstate", "/proc/thread-self/net/tcpstate" };
	struct reading now;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		reading_take(&now, paths[i]);
		expect_change(&now, "state ESTABLISHED now", established);
		expect_change(&now, "state CLOSE_WAIT now", close_wait);
		expect_change(&now, "state LAST_ACK now", last_ack);
		expect_change(&now, "gauge tracked", 0);
		expect_change(&now, "counter unexpected", unexpected);
		expect_change(&now, "counter resync", resync);
		expect_change(&now, "counter late", 0);
		expect_change(&now, "counter untracked", 0);
		if (!invariants_balance(&now, paths[i]))
			fail("the counts of %s contradict each other", paths[i]);
	}
}

/* A pair that is no arc moves the socket all the same, and the way back too. */
static void inject_unexpected(int fd)
{
	tell(fd, TCP_ESTABLISHED, TCP_LAST_ACK);
	expect(-1, 0, 1, 1, 0);
	tell(fd, TCP_LAST_ACK, TCP_ESTABLISHED);
	expect(0, 0, 0, 2, 0);
}

/* It is in ESTABLISHED, but its event says that it leaves CLOSE_WAIT. */
static void inject_resync(int fd)
{
	tell(fd, TCP_CLOSE_WAIT, TCP_LAST_ACK);
	expect(-1, 0, 1, 0, 1);
}

/* The way to a wrong count, which its owner's next event repairs. */
static void inject_false_count(int fd)
{
	tell(fd, TCP_ESTABLISHED, TCP_CLOSE_WAIT);
	expect(-1, 1, 0, 0, 0);
}

/* All pairs of these, most of which no kernel produces, and back to ESTABLISHED. */
static void inject_pairs(int fd)
{
	static const int states[] = {
		TCP_SYN_SENT, TCP_SYN_RECV, TCP_FIN_WAIT1, TCP_FIN_WAIT2, TCP_CLOSE_WAIT,
		TCP_LAST_ACK, TCP_CLOSING,
	};
	unsigned int i, k;

	for (i = 0; i < sizeof(states) / sizeof(*states); i++) {
		tell(fd, TCP_ESTABLISHED, states[i]);
		for (k = 0; k < i; k++) {
			tell(fd, states[i], states[k]);
			tell(fd, states[k], states[i]);
		}
		tell(fd, states[i], TCP_ESTABLISHED);
	}
}

int main(int argc, char **argv)
{
	int listener = new_listener(IPV4), client = new_socket(IPV4), server;
	struct address address = local_address(listener);
	char line[16];

	if (argc != 2) {
		fputs("usage: injecting unexpected|resync|pairs|false-count\n"
		      "false-count waits for a line before it closes the socket.\n", stderr);
		return 2;
	}
	connect_to(client, &address);
	server = accept_from(listener);
	reading_take(&before, "/proc/tcpstate");
	if (!strcmp(argv[1], "unexpected")) {
		inject_unexpected(client);
	} else if (!strcmp(argv[1], "resync")) {
		inject_resync(client);
	} else if (!strcmp(argv[1], "pairs")) {
		inject_pairs(client);
	} else if (!strcmp(argv[1], "false-count")) {
		inject_false_count(client);
		puts("ready");
		fflush(stdout);
		if (!fgets(line, sizeof(line), stdin))
			fail("nobody says when to go on");
	} else {
		fail("nothing to inject by the name of %s", argv[1]);
	}
	close_in_turn(client, server);
	close_socket(listener);
	return PASSED;
}
