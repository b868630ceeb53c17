// SPDX-License-Identifier: GPL-2.0-only
/* Compares the module with the kernel, and both with what a scenario expects. */

#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/guest/lib/invariants.h"
#include "tests/guest/lib/census.h"
#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/holds.h"
#include "tests/guest/lib/reading.h"
#include "tests/guest/lib/scenario_exit.h"

enum { SETTLE_MS = 10000, POLL_US = 1000, POLL_MAX_US = 50 * 1000 };

/* @at_least: by state, whether more will do. */
struct wanted {
	struct census census;
	bool at_least[CENSUS_STATES];
};

static struct {
	struct census before, after;
	struct reading own, host;
} look;

static const char *reloaded_module;

void holds_reloads(const char *module)
{
	reloaded_module = module;
}

static unsigned int state_named(const char *name)
{
	unsigned int state;

	for (state = 0; state < CENSUS_STATES; state++)
		if (census_state_name(state) && !strcmp(census_state_name(state), name))
			return state;
	fail("a step names '%s', which is no state", name);
}

static struct wanted wanted_of(const char *states)
{
	char *copy = strdup(states), *name, *count, *rest = NULL;
	struct wanted wanted = { 0 };
	unsigned int state;

	must(copy, "strdup");
	for (name = strtok_r(copy, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
		count = strtok_r(NULL, " ", &rest);
		if (!count)
			fail("a step says nothing of '%s'", name);
		state = state_named(name);
		wanted.census.count[state] = strtoull(count, NULL, 10);
		wanted.at_least[state] = strchr(count, '+') != NULL;
	}
	free(copy);
	return wanted;
}

static uint64_t now_in(unsigned int state)
{
	char name[READING_NAME];

	snprintf(name, sizeof(name), "state %s now", census_state_name(state));
	return invariants_number(&look.own, name);
}

static void take_look(void)
{
	census_take(&look.before);
	reading_take(&look.own, "/proc/thread-self/net/tcpstate");
	reading_take(&look.host, "/proc/tcpstate");
	census_take(&look.after);
}

static bool is_wanted(const struct wanted *wanted, unsigned int state)
{
	uint64_t listed = look.before.count[state], want = wanted->census.count[state];

	return listed == want || (wanted->at_least[state] && listed > want);
}

/* False while sockets change, too: then nothing is proven. */
static bool all_equal(const struct wanted *wanted)
{
	unsigned int state;

	for (state = 0; state < CENSUS_STATES; state++)
		if (census_state_name(state) && (!is_wanted(wanted, state) ||
						 now_in(state) != look.before.count[state]))
			return false;
	return census_equal(&look.before, &look.after);
}

static void tell_differences(const struct wanted *wanted)
{
	unsigned int state;

	for (state = 0; state < CENSUS_STATES; state++)
		if (census_state_name(state) && (!is_wanted(wanted, state) ||
						 now_in(state) != look.before.count[state]))
			note("%s: expected %" PRIu64 "%s, the kernel lists %" PRIu64
			     ", /proc says %" PRIu64, census_state_name(state),
			     wanted->census.count[state], wanted->at_least[state] ? "+" : "",
			     look.before.count[state], now_in(state));
}

static void check_counters(const struct reading *reading, const char *scope, const char *states)
{
	static const char * const names[] = { "late", "resync", "untracked", "unexpected" };
	char name[READING_NAME];
	uint64_t count;
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(name, sizeof(name), "counter %s", names[i]);
		count = invariants_number(reading, name);
		if (count)
			fail("%s: %s is %" PRIu64 " at the step '%s'", scope, names[i], count,
			     states);
	}
}

static void compare(const char *states, const char *when)
{
	struct wanted wanted = wanted_of(states);
	uint64_t end_ns = now_ns() + SETTLE_MS * MS_NS;
	unsigned int poll_us = POLL_US;

	for (take_look(); !all_equal(&wanted); take_look()) {
		if (now_ns() > end_ns) {
			tell_differences(&wanted);
			fail("no step '%s'%s after %d ms", states, when, SETTLE_MS);
		}
		usleep(poll_us);
		if (poll_us < POLL_MAX_US)
			poll_us *= 2;
	}
	if (!invariants_balance(&look.own, "namespace") || !invariants_balance(&look.host, "host"))
		fail("the counts contradict each other at the step '%s'%s", states, when);
	check_counters(&look.own, "namespace", states);
	check_counters(&look.host, "host", states);
}

static void reload(void)
{
	int fd = open(reloaded_module, O_RDONLY | O_CLOEXEC);

	must(fd >= 0, reloaded_module);
	must(!syscall(SYS_delete_module, "tcpstate", 0), "delete_module");
	must(!syscall(SYS_finit_module, fd, "", 0), "finit_module");
	close(fd);
}

void holds(const char *states)
{
	compare(states, "");
	if (!reloaded_module)
		return;
	reload();
	compare(states, ", loaded then");
}

struct pair held_pair(enum family family)
{
	struct address address;
	struct pair pair;

	pair.listener = new_listener(family);
	pair.client = new_socket(family);
	address = local_address(pair.listener);
	connect_to(pair.client, &address);
	pair.server = accept_from(pair.listener);
	holds("LISTEN 1 ESTABLISHED 2");
	return pair;
}
