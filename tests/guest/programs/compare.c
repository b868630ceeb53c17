// SPDX-License-Identifier: GPL-2.0-only
/* Says whether /proc agrees with the sockets that the kernel lists, in every namespace. */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/guest/lib/invariants.h"
#include "tests/guest/lib/census.h"
#include "tests/guest/lib/reading.h"
#include "tests/guest/lib/scenario_exit.h"

/* What is waited for takes milliseconds or a minute: the longer already, the rarer a look. */
enum { SPACES_MAX = 8, RETRY_US = 20 * 1000, RETRY_US_MAX = 1000 * 1000 };

/* One network namespace, and what was seen in it. */
struct space {
	const char *name;
	int fd;
	struct census before, after;
	struct reading reading;
};

static struct space spaces[SPACES_MAX];
static unsigned int space_count;
static void (*take_census)(struct census *census) = census_take;
static bool must_be_empty;

static void usage(FILE *stream)
{
	fputs("usage: compare [-s] [-e] [-w SECONDS] [PID...]\n"
	      "Compares /proc with sock_diag in this network namespace and in those of the\n"
	      "processes, and the host's counts with their sum.\n"
	      "  -s          ask ss, not sock_diag\n"
	      "  -e          and no socket must be left\n"
	      "  -w SECONDS  try again until they agree, that long (default 130)\n", stream);
}

static void add_space(const char *pid)
{
	struct space *space = &spaces[space_count];
	char path[64];

	if (space_count == SPACES_MAX)
		fail("more than %d namespaces to compare", SPACES_MAX);
	snprintf(path, sizeof(path), "/proc/%s/ns/net", pid);
	space->name = space_count ? pid : "own";
	space->fd = open(path, O_RDONLY | O_CLOEXEC);
	must(space->fd >= 0, path);
	space_count++;
}

static void enter(const struct space *space)
{
	must(!setns(space->fd, CLONE_NEWNET), "setns");
}

static void look_at(struct space *space)
{
	enter(space);
	/* Where /proc/net itself points to, which a change of namespace does not fool. */
	reading_take(&space->reading, "/proc/thread-self/net/tcpstate");
}

/* False if sockets changed while the readings were taken: then nothing is proven. */
static bool look_at_all(struct reading *host)
{
	bool quiet = true;
	unsigned int i;

	for (i = 0; i < space_count; i++) {
		enter(&spaces[i]);
		take_census(&spaces[i].before);
	}
	for (i = 0; i < space_count; i++)
		look_at(&spaces[i]);
	enter(&spaces[0]);
	reading_take(host, "/proc/tcpstate");
	for (i = 0; i < space_count; i++) {
		enter(&spaces[i]);
		take_census(&spaces[i].after);
		quiet = quiet && census_equal(&spaces[i].before, &spaces[i].after);
	}
	enter(&spaces[0]);
	return quiet;
}

static unsigned int compare_space(const struct space *space, bool tell)
{
	unsigned int state, differences = 0;
	char name[READING_NAME];
	uint64_t now;

	for (state = 0; state < CENSUS_STATES; state++) {
		if (!census_state_name(state))
			continue;
		snprintf(name, sizeof(name), "state %s now", census_state_name(state));
		now = invariants_number(&space->reading, name);
		if (now != space->before.count[state]) {
			differences++;
			if (tell)
				note("namespace %s: %s: /proc says %" PRIu64 ", the kernel lists %"
				     PRIu64, space->name, name, now, space->before.count[state]);
		}
		if (must_be_empty && now) {
			differences++;
			if (tell)
				note("namespace %s: %s is %" PRIu64 ", not 0", space->name, name,
				     now);
		}
	}
	return differences;
}

/* Ages and derived gauges must add up too, not only the states. */
static bool is_summed(const char *name)
{
	const char *end = strrchr(name, ' ');

	return !strncmp(name, "gauge ", 6) || (!strncmp(name, "state ", 6) && !strcmp(end, " now"));
}

static unsigned int compare_sum(const struct reading *host, bool tell)
{
	unsigned int i, j, differences = 0;
	const char *name;
	uint64_t sum;

	for (i = 0; i < host->count; i++) {
		name = host->numbers[i].name;
		if (!is_summed(name))
			continue;
		sum = 0;
		for (j = 0; j < space_count; j++)
			sum += invariants_number(&spaces[j].reading, name);
		if (sum == host->numbers[i].value)
			continue;
		differences++;
		if (tell)
			note("host: %s is %" PRIu64 ", its namespaces' add up to %" PRIu64, name,
			     host->numbers[i].value, sum);
	}
	return differences;
}

static unsigned int compare_all(const struct reading *host, bool tell)
{
	unsigned int i, differences = compare_sum(host, tell);

	for (i = 0; i < space_count; i++)
		differences += compare_space(&spaces[i], tell);
	return differences;
}

static void check_invariants(const struct reading *host)
{
	unsigned int i;

	if (!invariants_balance(host, "host"))
		fail("the host's counts contradict each other");
	for (i = 0; i < space_count; i++)
		if (!invariants_balance(&spaces[i].reading, spaces[i].name))
			fail("a namespace's counts contradict each other");
}

static bool is_empty(const struct census *census)
{
	static const struct census nobody;

	return census_equal(census, &nobody);
}

static void print_census(void)
{
	char line[512];
	unsigned int i, state;
	size_t used;

	for (i = 0; i < space_count; i++) {
		if (is_empty(&spaces[i].before))
			continue;
		used = snprintf(line, sizeof(line), "equal in %s:", spaces[i].name);
		for (state = 0; state < CENSUS_STATES; state++)
			if (census_state_name(state))
				used += snprintf(line + used, sizeof(line) - used, " %s %" PRIu64,
						 census_state_name(state),
						 spaces[i].before.count[state]);
		note("%s half_open %" PRIu64 " parked %" PRIu64, line,
		     invariants_number(&spaces[i].reading, "gauge half_open"),
		     invariants_number(&spaces[i].reading, "gauge parked"));
	}
}

static bool is_past(const struct timespec *end)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec > end->tv_sec || (now.tv_sec == end->tv_sec && now.tv_nsec >= end->tv_nsec);
}

int main(int argc, char **argv)
{
	static struct reading host;
	struct timespec end;
	/* A namespace lives on with its orphans, whose FINs come again after up to 120 s. */
	int option, seconds = 130;
	unsigned int retry_us = RETRY_US;
	bool quiet;

	while ((option = getopt(argc, argv, "sew:h")) != -1) {
		switch (option) {
		case 's':
			take_census = census_take_by_ss;
			break;
		case 'e':
			must_be_empty = true;
			break;
		case 'w':
			seconds = atoi(optarg);
			break;
		case 'h':
			usage(stdout);
			return PASSED;
		default:
			usage(stderr);
			return 2;
		}
	}
	add_space("self");
	for (; optind < argc; optind++)
		add_space(argv[optind]);
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	for (;;) {
		quiet = look_at_all(&host);
		check_invariants(&host);
		if (quiet && !compare_all(&host, false)) {
			print_census();
			return PASSED;
		}
		if (is_past(&end))
			break;
		usleep(retry_us);
		retry_us = retry_us < RETRY_US_MAX / 2 ? 2 * retry_us : RETRY_US_MAX;
	}
	if (!quiet)
		fail("no quiet moment in %d s: sockets change all the time", seconds);
	compare_all(&host, true);
	return FAILED;
}
