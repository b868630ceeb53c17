// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads again and again while sockets come and go, and checks every single reading. It leaves
 * a share of the CPU to those whose doing it watches, and more while they wait for a timer.
 */

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/invariants.h"
#include "tests/guest/lib/reading.h"
#include "tests/guest/lib/scenario_exit.h"

static const char *const paths[] = { "/proc/tcpstate", "/proc/thread-self/net/tcpstate" };

enum { PATHS = sizeof(paths) / sizeof(paths[0]), WRONG_MAX = 20 };
enum { PAUSE_US = 10 * 1000, REST_US = 100 * 1000 };

static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	(void)signal;
	stopped = 1;
}

static void usage(FILE *stream)
{
	fputs("usage: watch [-n COUNT]\n"
	      "Reads the host's and this namespace's counts COUNT times, or until SIGTERM.\n", stream);
}

static bool is_at_rest(const struct reading *before, const struct reading *now)
{
	static const char keyword[] = "transition ";
	unsigned int i;

	if (before->count != now->count)
		return false;
	for (i = 0; i < now->count; i++)
		if (!strncmp(now->numbers[i].name, keyword, strlen(keyword)) &&
		    now->numbers[i].value != before->numbers[i].value)
			return false;
	return true;
}

/* Takes the n-th reading of a file and compares it with the last. */
static bool look(unsigned int path, unsigned long n, bool *at_rest)
{
	static struct reading readings[PATHS][2];
	struct reading *this = &readings[path][n % 2];
	bool right;

	reading_take(this, paths[path]);
	right = invariants_balance(this, paths[path]);
	if (n && !invariants_advance(&readings[path][(n + 1) % 2], this, paths[path]))
		right = false;
	*at_rest = *at_rest && n && is_at_rest(&readings[path][(n + 1) % 2], this);
	return right;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = stop };
	unsigned long taken = 0, wrong = 0, end = 0;
	unsigned int path;
	bool at_rest;
	int option;

	while ((option = getopt(argc, argv, "n:h")) != -1) {
		switch (option) {
		case 'n':
			end = strtoul(optarg, NULL, 10);
			break;
		case 'h':
			usage(stdout);
			return PASSED;
		default:
			usage(stderr);
			return 2;
		}
	}
	sigaction(SIGTERM, &action, NULL);
	while (!stopped && wrong < WRONG_MAX && (!end || taken < end)) {
		at_rest = true;
		for (path = 0; path < PATHS; path++)
			wrong += !look(path, taken, &at_rest);
		taken++;
		if (!end)
			usleep(at_rest ? REST_US : PAUSE_US);
	}
	note("%lu readings of each file, %lu wrong", taken, wrong);
	return wrong || !taken ? FAILED : PASSED;
}
