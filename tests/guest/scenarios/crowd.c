// SPDX-License-Identifier: GPL-2.0-only
/* Scenarios of many connections: totals are exact, whatever CPU counted what. */

#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/moves.h"
#include "tests/guest/scenarios/scenario.h"
#include "tests/guest/lib/scenario_exit.h"

/* For 10,000 in order a slow machine needs longer than the 60 s that a TIME_WAIT lasts. */
enum { STORM = 500, PROCESSES = 4, RESET = 2000, ORDERLY = 500 };

/* A listener is in LISTEN however many children it has. */
static void accept_storm(enum family family)
{
	struct rlimit files = { 2 * STORM + 64, 2 * STORM + 64 };
	static int clients[STORM], servers[STORM];
	int listener = new_listener(family), i;
	struct address address = local_address(listener);

	must(!setrlimit(RLIMIT_NOFILE, &files), "setrlimit");
	moves("CLOSE>LISTEN");
	for (i = 0; i < STORM; i++) {
		clients[i] = new_socket(family);
		connect_to(clients[i], &address);
	}
	moves_times(STORM, HANDSHAKE);
	for (i = 0; i < STORM; i++)
		servers[i] = accept_from(listener);
	moves("");
	/* On several CPUs, children are not accepted in the order of their clients. */
	for (i = 0; i < STORM; i++)
		close_socket(clients[i]);
	for (i = 0; i < STORM; i++) {
		wait_readable(servers[i]);
		close_socket(servers[i]);
	}
	moves_times(STORM, ORDERLY_CLOSE);
	close_listener(listener);
}

static void run_on(unsigned int cpu)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	must(!sched_setaffinity(0, sizeof(one), &one), "sched_setaffinity");
}

/* Each connection ends on another CPU than the one it began on. */
static void connect_many(enum family family, int listener, unsigned int process,
			 unsigned int times, bool reset)
{
	struct address address = local_address(listener);
	unsigned int i;
	int client, server;

	for (i = 0; i < times; i++) {
		run_on((process + i) % PROCESSES);
		client = new_socket(family);
		connect_to(client, &address);
		server = accept_from(listener);
		run_on((process + i + 1) % PROCESSES);
		if (reset)
			reset_on_close(client);
		close_in_turn(client, server);
	}
}

/* All processes at once, each with a listener of its own. */
static void connect_at_once(enum family family, const int *listeners, unsigned int times,
			    bool reset)
{
	unsigned int i, failed = 0;
	pid_t processes[PROCESSES];
	int status;

	for (i = 0; i < PROCESSES; i++) {
		processes[i] = fork();
		must(processes[i] >= 0, "fork");
		if (!processes[i]) {
			connect_many(family, listeners[i], i, times, reset);
			exit(PASSED);
		}
	}
	for (i = 0; i < PROCESSES; i++) {
		must(waitpid(processes[i], &status, 0) == processes[i], "waitpid");
		failed += status != 0;
	}
	if (failed)
		fail("%u of %d processes failed", failed, PROCESSES);
}

static void four_cpus(enum family family)
{
	int listeners[PROCESSES];
	unsigned int i;

	if (sysconf(_SC_NPROCESSORS_ONLN) < PROCESSES)
		skip("needs %d CPUs, start the virtual machine with as many", PROCESSES);
	/* Every connection leaves a minisock, and none ends by another one's connect(). */
	set_sysctl("net/ipv4/tcp_max_tw_buckets", "65536");
	set_sysctl("net/ipv4/tcp_tw_reuse", "0");
	for (i = 0; i < PROCESSES; i++)
		listeners[i] = new_listener(family);
	moves_times(PROCESSES, "CLOSE>LISTEN");
	connect_at_once(family, listeners, RESET, true);
	moves_times(PROCESSES * RESET, HANDSHAKE "ESTABLISHED>CLOSE ESTABLISHED>CLOSE");
	connect_at_once(family, listeners, ORDERLY, false);
	moves_times(PROCESSES * ORDERLY, HANDSHAKE ORDERLY_CLOSE);
	for (i = 0; i < PROCESSES; i++)
		close_socket(listeners[i]);
	moves_times(PROCESSES, "LISTEN>CLOSE");
}

const struct scenario crowd_scenarios[] = {
	{ "accept storm", accept_storm, ON_ALL },
	{ "10,000 connections on four CPUs", four_cpus, ON_IPV4 },
	{ 0 },
};
