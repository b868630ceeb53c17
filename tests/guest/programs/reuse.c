// SPDX-License-Identifier: GPL-2.0-only
/*
 * Uses the memory of sockets again and again. A dwell longer than the run, or a socket that
 * is still tracked when all are closed, is an entry that outlived its socket.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/invariants.h"
#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/dwells.h"
#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/reading.h"
#include "tests/guest/lib/scenario_exit.h"

enum { PATIENCE_S = 10, RETRY_US = 10 * 1000 };

static int listener;
static struct address address;

/* One socket connects over and over. */
static void connect_again(unsigned int count)
{
	int client = new_socket(IPV4), server;

	while (count--) {
		connect_to(client, &address);
		server = accept_from(listener);
		disconnect(client);
		close_socket(server);
	}
	close_socket(client);
}

static void open_and_reset(unsigned int count)
{
	int client, server;

	while (count--) {
		client = new_socket(IPV4);
		connect_to(client, &address);
		server = accept_from(listener);
		reset_on_close(client);
		close_socket(client);
		close_socket(server);
	}
}

/* The caller has seen to it that no minisocks are left, or ports would run out. */
static void open_and_close(unsigned int count)
{
	int client, server;

	while (count--) {
		client = new_socket(IPV4);
		connect_to(client, &address);
		server = accept_from(listener);
		close_in_turn(client, server);
	}
}

static uint64_t number(const char *name)
{
	static struct reading reading;

	reading_take(&reading, "/proc/tcpstate");
	return invariants_number(&reading, name);
}

static void check_dwells(uint64_t run_ns)
{
	static struct dwells dwells;
	unsigned int i;

	dwells_take(&dwells);
	if (!dwells_sound(&dwells, true))
		fail("the dwells do not add up");
	for (i = 0; i < dwells.count; i++)
		if (dwells.arc[i].max_ns > run_ns)
			fail("%s took up to %" PRIu64 " ns; the run lasted %" PRIu64 " ns",
			     dwells.arc[i].name, dwells.arc[i].max_ns, run_ns);
}

static void check_counters(void)
{
	static const char * const none[] = {
		"counter late", "counter resync", "counter untracked", "counter unexpected",
	};
	unsigned int i;

	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (number(none[i]))
			fail("%s is %" PRIu64, none[i], number(none[i]));
}

static void check_tracked(void)
{
	uint64_t end_ns = now_ns() + PATIENCE_S * S_NS;

	while (number("gauge tracked")) {
		if (now_ns() > end_ns)
			fail("%" PRIu64 " sockets are tracked, all are closed",
			     number("gauge tracked"));
		usleep(RETRY_US);
	}
}

int main(int argc, char **argv)
{
	uint64_t begin_ns = now_ns();
	unsigned int count;

	if (argc != 2 || !(count = strtoul(argv[1], NULL, 10))) {
		fputs("usage: reuse CONNECTIONS\n"
		      "Expects that the module was just loaded and that nothing else uses TCP.\n",
		      stderr);
		return 2;
	}
	if (number("gauge tracked"))
		fail("%" PRIu64 " sockets are tracked before any is open", number("gauge tracked"));
	listener = new_listener(IPV4);
	address = local_address(listener);
	connect_again(count / 3);
	open_and_reset(count / 3);
	open_and_close(count - 2 * (count / 3));
	close_socket(listener);
	check_tracked();
	check_dwells(now_ns() - begin_ns);
	check_counters();
	if (number("transition CLOSE SYN_SENT") != count)
		fail("%" PRIu64 " connections were counted, %u opened",
		     number("transition CLOSE SYN_SENT"), count);
	note("%u connections in %" PRIu64 " ms", count, (now_ns() - begin_ns) / MS_NS);
	return PASSED;
}
