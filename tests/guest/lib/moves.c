// SPDX-License-Identifier: GPL-2.0-only
/* Derives the change of every number from arcs, and waits for it. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/guest/lib/moves.h"
#include "tests/guest/lib/scenario_exit.h"

enum { SECONDS_TO_SETTLE = 10, POLL_US = 1000, POLL_MAX_US = 32 * 1000, CHOICES = 4 };

static struct ledger own;

static void add_change(struct expectation *expectation, int64_t change, const char *first,
		       const char *second, const char *third)
{
	char name[READING_NAME];
	unsigned int i;

	snprintf(name, sizeof(name), "%s%s%s%s%s", first, *second ? " " : "", second,
		 *third ? " " : "", third);
	for (i = 0; i < expectation->count; i++)
		if (!strcmp(expectation->changes[i].name, name))
			break;
	if (i == READING_NUMBERS)
		fail("more than %d numbers expected to change", READING_NUMBERS);
	if (i == expectation->count) {
		memcpy(expectation->changes[i].name, name, sizeof(name));
		expectation->changes[i].change = 0;
		expectation->count++;
	}
	expectation->changes[i].change += change;
}

int64_t expectation_of(const struct expectation *expectation, const char *name)
{
	unsigned int i;

	for (i = 0; i < expectation->count; i++)
		if (!strcmp(expectation->changes[i].name, name))
			return expectation->changes[i].change;
	return 0;
}

/* A minisock and CLOSE have no age to track. */
static bool is_tracked(const char *state)
{
	return strcmp(state, "CLOSE") != 0 && strcmp(state, "TIME_WAIT") != 0 &&
	       strcmp(state, "PARKED") != 0;
}

static void add_arc(struct expectation *expectation, const char *from, const char *to, int64_t n)
{
	bool birth = !strcmp(from, "LISTEN") && !strcmp(to, "SYN_RECV");

	if (!strcmp(from, to)) {
		add_change(expectation, n, "counter", "self_loops", "");
		return;
	}
	add_change(expectation, n * (is_tracked(to) - (is_tracked(from) && !birth)),
		   "gauge", "tracked", "");
	if (!strcmp(to, "PARKED")) {
		add_change(expectation, n, "gauge", "parked", "");
		return;
	}
	if (!strcmp(from, "PARKED")) {
		add_change(expectation, -n, "gauge", "parked", "");
		from = "FIN_WAIT2";
	}
	add_change(expectation, n, "transition", from, to);
	if (strcmp(from, "CLOSE") != 0 && !birth) {
		add_change(expectation, n, "state", from, "left");
		add_change(expectation, -n, "state", from, "now");
	}
	if (strcmp(to, "CLOSE") != 0) {
		add_change(expectation, n, "state", to, "entered");
		add_change(expectation, n, "state", to, "now");
	}
}

static void add_word(const struct ledger *ledger, struct expectation *expectation,
		     const char *word, unsigned int times)
{
	char from[READING_NAME / 4], to[READING_NAME / 4];
	unsigned int n = 1;

	if (!strcmp(word + 1, "half_open")) {
		add_change(expectation, word[0] == '+' ? times : -(int64_t)times, "gauge",
			   "half_open", "");
		add_change(expectation, word[0] == '+' ? times : -(int64_t)times, "state",
			   "SYN_RECV", "now");
		return;
	}
	if (sscanf(word, "%15[A-Z0-9_]>%15[A-Z0-9_]*%u", from, to, &n) < 2)
		fail("a step names '%s', which is no arc", word);
	if (!ledger->sees_minisocks) {
		if (!strcmp(from, "PARKED") || !strcmp(from, "TIME_WAIT"))
			return;
		if (!strcmp(to, "PARKED") || !strcmp(to, "TIME_WAIT"))
			strcpy(to, "CLOSE");
	}
	add_arc(expectation, from, to, (int64_t)n * times);
}

void ledger_expect(const struct ledger *ledger, struct expectation *expectation, const char *arcs,
		   unsigned int times)
{
	char *copy = strdup(arcs), *word, *rest = NULL;

	must(copy, "strdup");
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		add_word(ledger, expectation, word, times);
	free(copy);
}

/* Time passes without any socket's doing. */
static bool moves_by_itself(const char *name)
{
	return !strcmp(name, "info now_ns") || strstr(name, "age_sum_ns");
}

/* A transition line appears with its first event. */
static bool same_as_expected(const struct number *before, const struct number *after,
			     int64_t change)
{
	if (before && !before->known)
		return true;
	if (!after)
		return !before && !change;
	return after->known && after->value == (before ? before->value : 0) + (uint64_t)change;
}

static void print_difference(const char *name, const struct number *before,
			     const struct number *after, int64_t change)
{
	uint64_t old = before ? before->value : 0;

	if (!after)
		note("%s: expected %+" PRId64 ", has no line", name, change);
	else if (!after->known)
		note("%s: expected %+" PRId64 ", was %" PRIu64 ", is not known any more", name,
		     change, old);
	else
		note("%s: expected %+" PRId64 ", got %+" PRId64 " (%" PRIu64 " to %" PRIu64 ")",
		     name, change, (int64_t)(after->value - old), old, after->value);
}

static bool compare_number(const struct ledger *ledger, const struct reading *after,
			   const char *name, int64_t change, bool print)
{
	const struct number *before = reading_find(&ledger->last, name);
	const struct number *number = reading_find(after, name);

	if (moves_by_itself(name) || same_as_expected(before, number, change))
		return true;
	if (print)
		print_difference(name, before, number, change);
	return false;
}

/* Every number of the reading, and every expected one that the reading lacks. */
static bool compare(const struct ledger *ledger, const struct reading *after,
		    const struct expectation *expectation, bool print)
{
	bool same = true;
	const char *name;
	unsigned int i;

	for (i = 0; i < after->count; i++) {
		name = after->numbers[i].name;
		same &= compare_number(ledger, after, name, expectation_of(expectation, name), print);
		if (!same && !print)
			return false;
	}
	for (i = 0; i < expectation->count; i++) {
		name = expectation->changes[i].name;
		if (!reading_find(after, name))
			same &= compare_number(ledger, after, name,
					       expectation->changes[i].change, print);
	}
	for (i = 0; i < ledger->last.count; i++) {
		name = ledger->last.numbers[i].name;
		if (!reading_find(after, name) && !expectation_of(expectation, name))
			same &= compare_number(ledger, after, name, 0, print);
	}
	return same;
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

unsigned int ledger_settle(struct ledger *ledger, const struct expectation choices[],
			   unsigned int count, const char *step)
{
	static struct reading after;
	double limit = seconds() + SECONDS_TO_SETTLE;
	unsigned int i, poll_us = POLL_US;

	for (;;) {
		reading_take(&after, ledger->path);
		for (i = 0; i < count; i++) {
			if (!compare(ledger, &after, &choices[i], false))
				continue;
			ledger->last = after;
			return i;
		}
		if (seconds() > limit)
			break;
		/* What a timer brings comes no sooner for many looks. */
		usleep(poll_us);
		if (poll_us < POLL_MAX_US)
			poll_us *= 2;
	}
	compare(ledger, &after, &choices[0], true);
	fail("the numbers above are wrong %d seconds after the step '%s'", SECONDS_TO_SETTLE,
	     step);
}

void ledger_open(struct ledger *ledger, const char *path, struct expectation *total)
{
	const struct number *time_wait;

	ledger->path = path;
	ledger->total = total;
	reading_take(&ledger->last, path);
	time_wait = reading_find(&ledger->last, "state TIME_WAIT now");
	if (!time_wait)
		fail("%s has no line for TIME_WAIT", path);
	ledger->sees_minisocks = time_wait->known;
}

void moves_begin(struct expectation *total)
{
	static const char netns[] = "/proc/thread-self/net/tcpstate";

	ledger_open(&own, access(netns, F_OK) ? "/proc/tcpstate" : netns, total);
}

void moves_times(unsigned int times, const char *arcs)
{
	struct expectation expectation = { 0 };

	ledger_expect(&own, &expectation, arcs, times);
	ledger_expect(&own, own.total, arcs, times);
	ledger_settle(&own, &expectation, 1, arcs);
}

void moves(const char *arcs)
{
	moves_times(1, arcs);
}

void moves_one_of(const char * const choices[])
{
	static struct expectation expectations[CHOICES];
	unsigned int count, chosen;

	for (count = 0; choices[count]; count++) {
		if (count == CHOICES)
			fail("more than %d choices", CHOICES);
		expectations[count].count = 0;
		ledger_expect(&own, &expectations[count], choices[count], 1);
	}
	chosen = ledger_settle(&own, expectations, count, choices[0]);
	ledger_expect(&own, own.total, choices[chosen], 1);
}
