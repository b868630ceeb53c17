// SPDX-License-Identifier: GPL-2.0-only
/*
 * Says whether the module's arcs are the pairs that the oracle has counted meanwhile.
 *
 * "pairs mark FILE" notes where both stand, "pairs compare FILE" compares what both have
 * counted since. Nothing may be under way at either time.
 *
 * The module must have counted exactly so many events more as the kernel has not shown to the
 * oracle.
 */

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tests/guest/lib/invariants.h"
#include "tests/guest/lib/census.h"
#include "tests/guest/lib/oracle.h"
#include "tests/guest/lib/reading.h"
#include "tests/guest/lib/scenario_exit.h"

enum { SYN_RECV = 3, TIME_WAIT = 6, CLOSE = 7, LISTEN = 10 };

struct mark {
	uint64_t pair[ORACLE_CELLS];
	uint64_t missed;
	struct reading host;
};

static const char *state_name(unsigned int state)
{
	return state == CLOSE ? "CLOSE" : census_state_name(state);
}

static void take(struct mark *mark)
{
	static uint64_t again[ORACLE_CELLS];

	for (;;) {
		oracle_pairs(mark->pair);
		mark->missed = oracle_missed();
		reading_take(&mark->host, "/proc/tcpstate");
		oracle_pairs(again);
		/* A timer may have ended a connection in between. */
		if (!memcmp(again, mark->pair, sizeof(again)))
			return;
	}
}

static uint64_t transition(const struct mark *mark, const char *from, const char *to)
{
	char name[READING_NAME];

	snprintf(name, sizeof(name), "transition %s %s", from, to);
	return invariants_number(&mark->host, name);
}

static uint64_t growth(const struct mark *before, const struct mark *after, unsigned int from,
		       unsigned int to)
{
	unsigned int cell = from * ORACLE_STATES + to;

	return after->pair[cell] - before->pair[cell];
}

/* A child whose listener was closed just then is born of CLOSE, and counted with the others. */
static uint64_t oracle_count(const struct mark *before, const struct mark *after,
			     unsigned int from, unsigned int to)
{
	if (to != SYN_RECV)
		return growth(before, after, from, to);
	if (from == CLOSE)
		return 0;
	return growth(before, after, from, to) +
	       (from == LISTEN ? growth(before, after, CLOSE, to) : 0);
}

/*
 * The module's count of an event. What the tracepoint shows as going to CLOSE from these two
 * goes, as users read it, to TIME_WAIT, or stays parked in FIN_WAIT2.
 */
static uint64_t module_count(const struct mark *mark, unsigned int from, unsigned int to)
{
	const char *from_name = state_name(from), *to_name = state_name(to);
	uint64_t count = transition(mark, from_name, to_name);

	if (to != CLOSE)
		return count;
	if (!strcmp(from_name, "FIN_WAIT2"))
		count += transition(mark, from_name, "TIME_WAIT") +
			 invariants_number(&mark->host, "gauge parked");
	if (!strcmp(from_name, "CLOSING"))
		count += transition(mark, from_name, "TIME_WAIT");
	return count;
}

/* How a comparison goes: what cannot be, and what the oracle may have missed. */
struct outcome {
	uint64_t events;
	uint64_t shortfall;
	unsigned int differences;
};

static void judge(struct outcome *outcome, const char *what, uint64_t module, uint64_t oracle)
{
	outcome->events += module;
	if (module == oracle)
		return;
	note("%s: the module counted %" PRIu64 ", the oracle %" PRIu64, what, module, oracle);
	if (module > oracle)
		outcome->shortfall += module - oracle;
	else
		outcome->differences++;
}

static void judge_impossible(struct outcome *outcome, const char *what, uint64_t oracle)
{
	if (!oracle)
		return;
	note("%s: the oracle counted %" PRIu64, what, oracle);
	outcome->differences++;
}

/* No event names TIME_WAIT: the arcs to it are counted with those to CLOSE. */
static void compare_pair(struct outcome *outcome, const struct mark *before,
			 const struct mark *after, unsigned int from, unsigned int to)
{
	uint64_t oracle = oracle_count(before, after, from, to);
	char name[2 * READING_NAME];

	if (!state_name(from) || !state_name(to)) {
		snprintf(name, sizeof(name), "%u to %u, which is no pair of states", from, to);
		judge_impossible(outcome, name, oracle);
		return;
	}
	snprintf(name, sizeof(name), "%s to %s", state_name(from), state_name(to));
	if (to == TIME_WAIT || from == TIME_WAIT)
		judge_impossible(outcome, name, oracle);
	else
		judge(outcome, name,
		      module_count(after, from, to) - module_count(before, from, to), oracle);
}

static bool same_pairs(const struct mark *before, const struct mark *after)
{
	uint64_t missed = after->missed - before->missed, loops = 0;
	struct outcome outcome = { 0 };
	unsigned int from, to;

	judge_impossible(&outcome, "pairs of impossible numbers",
			 after->pair[ORACLE_IMPOSSIBLE] - before->pair[ORACLE_IMPOSSIBLE]);
	for (from = 0; from < ORACLE_STATES; from++)
		for (to = 0; to < ORACLE_STATES; to++)
			if (from != to)
				compare_pair(&outcome, before, after, from, to);
			else
				loops += growth(before, after, from, to);
	judge(&outcome, "self loops",
	      invariants_number(&after->host, "counter self_loops") -
	      invariants_number(&before->host, "counter self_loops"), loops);
	note("%" PRIu64 " events, of which the oracle missed %" PRIu64, outcome.events, missed);
	return outcome.events && !outcome.differences && outcome.shortfall == missed;
}

int main(int argc, char **argv)
{
	static struct mark before, now;
	FILE *file;

	if (argc != 3 || (strcmp(argv[1], "mark") != 0 && strcmp(argv[1], "compare") != 0)) {
		fputs("usage: pairs mark|compare FILE\n", stderr);
		return 2;
	}
	take(&now);
	if (!strcmp(argv[1], "mark")) {
		file = fopen(argv[2], "w");
		must(file && fwrite(&now, sizeof(now), 1, file) == 1 && !fclose(file), argv[2]);
		return PASSED;
	}
	file = fopen(argv[2], "r");
	must(file && fread(&before, sizeof(before), 1, file) == 1, argv[2]);
	fclose(file);
	return same_pairs(&before, &now) ? PASSED : FAILED;
}
