// SPDX-License-Identifier: GPL-2.0-only
/* What happened between two readings of one host since one load of the module. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/change.h"
#include "tools/clock.h"
#include "tools/failure.h"

/*
 * A share has moved if it is five points from where it was. Among fewer than 20 cases one alone
 * would be five points.
 */
static const double moved_points = 0.05;
enum { CASES_MIN = 20 };

const char *diff_obstacle(const struct summary *a, const struct summary *b)
{
	struct number loaded_a = summary_info(a, TCPSTATE_INFO_LOADED_NS);
	struct number loaded_b = summary_info(b, TCPSTATE_INFO_LOADED_NS);
	struct number now_a = summary_info(a, TCPSTATE_INFO_NOW_NS);
	struct number now_b = summary_info(b, TCPSTATE_INFO_NOW_NS);

	if (!loaded_a.known || !loaded_b.known || !now_a.known || !now_b.known)
		return "do not have the time at which they were made: read /proc again";
	if (strcmp(a->scope, b->scope) != 0)
		return "are from different network namespaces: compare readings of one";
	if (loaded_a.value != loaded_b.value)
		return "come from different hosts or module loads: compare two readings of the same load";
	if (now_a.value > now_b.value)
		return "are in the wrong order: name the older one first";
	if (now_a.value == now_b.value)
		return "were made at the same moment: compare two different readings";
	return NULL;
}

/* Counters never decrease; a damaged text may say so, and then nothing is known. */
static struct number growth(struct number before, struct number after)
{
	if (!before.known || !after.known || after.value < before.value)
		return (struct number){ .known = false };
	return (struct number){ .known = true, .value = after.value - before.value };
}

static void compare_states(struct diff *diff, const struct summary *a, const struct summary *b)
{
	const struct state_row *before, *after;

	diff->states = xcalloc(b->states, sizeof(*diff->states));
	for (after = b->state; after < b->state + b->states; after++) {
		before = summary_state(a, after->name);
		if (!before)
			continue;
		diff->states[diff->state_count++] = (struct state_change){
			.name = after->name,
			.before = before->now,
			.after = after->now,
			.entered = growth(before->entered, after->entered),
			.left = growth(before->left, after->left),
		};
	}
}

static double all_from(const struct summary *summary, const char *from)
{
	double all = 0;
	size_t i;

	for (i = 0; i < summary->transitions; i++)
		if (!strcmp(summary->transition[i].from, from))
			all += summary->transition[i].count.value;
	return all;
}

static void compare_shares(struct arc_change *arc, const struct summary *a, const struct summary *b)
{
	double all_before = all_from(a, arc->from);
	double all_between = all_from(b, arc->from) - all_before;
	struct number before = summary_transition(a, arc->from, arc->to);

	if (!arc->count.known || !before.known || all_before < CASES_MIN || all_between < CASES_MIN)
		return;
	arc->shares_known = true;
	arc->share_before = before.value / all_before;
	arc->share_between = arc->count.value / all_between;
	arc->moved = fabs(arc->share_between - arc->share_before) >= moved_points;
}

static void compare_arcs(struct diff *diff, const struct summary *a, const struct summary *b)
{
	const struct transition_row *after;
	struct arc_change *arc;

	diff->arcs = xcalloc(b->transitions, sizeof(*diff->arcs));
	for (after = b->transition; after < b->transition + b->transitions; after++) {
		arc = &diff->arcs[diff->arc_count++];
		*arc = (struct arc_change){
			.from = after->from,
			.to = after->to,
			.count = growth(summary_transition(a, after->from, after->to),
					after->count),
		};
		compare_shares(arc, a, b);
		diff->moved = diff->moved || arc->moved;
	}
}

/* Self loops are as usual as closing a socket twice. */
static void compare_counters(struct diff *diff, const struct summary *a, const struct summary *b)
{
	const struct named_row *before, *after;
	struct counter_change *counter;

	diff->counters = xcalloc(b->counters, sizeof(*diff->counters));
	for (after = b->counter; after < b->counter + b->counters; after++) {
		for (before = a->counter; before < a->counter + a->counters; before++)
			if (!strcmp(before->name, after->name))
				break;
		if (before == a->counter + a->counters ||
		    !growth(before->value, after->value).value)
			continue;
		counter = &diff->counters[diff->counter_count++];
		*counter = (struct counter_change){
			.name = after->name,
			.count = growth(before->value, after->value).value,
			.moved = strcmp(after->name, TCPSTATE_COUNTER_SELF_LOOPS) != 0,
		};
		diff->moved = diff->moved || counter->moved;
	}
}

void diff_make(struct diff *diff, const struct summary *a, const struct summary *b)
{
	memset(diff, 0, sizeof(*diff));
	diff->between_ns = summary_info(b, TCPSTATE_INFO_NOW_NS).value -
			   summary_info(a, TCPSTATE_INFO_NOW_NS).value;
	compare_states(diff, a, b);
	compare_arcs(diff, a, b);
	compare_counters(diff, a, b);
}

const struct state_change *change_of_state(const struct diff *diff, const char *name)
{
	size_t i;

	for (i = 0; diff && i < diff->state_count; i++)
		if (!strcmp(diff->states[i].name, name))
			return &diff->states[i];
	return NULL;
}

double change_rate(const struct diff *diff, struct number count)
{
	return count.known ? count.value / ((double)diff->between_ns / SECOND_NS) : NAN;
}

void diff_free(struct diff *diff)
{
	free(diff->states);
	free(diff->arcs);
	free(diff->counters);
}
