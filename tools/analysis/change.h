/* SPDX-License-Identifier: GPL-2.0-only */
/* What happened between two readings of one host since one load of the module. */
#ifndef TCPSTATE_TOOLS_ANALYSIS_CHANGE_H
#define TCPSTATE_TOOLS_ANALYSIS_CHANGE_H

#include <stdbool.h>

#include "tools/text/summary.h"

/**
 * struct state_change - a state in both readings
 * @name: of it
 * @before: sockets in it, in the first reading
 * @after: sockets in it, in the second one
 * @entered: how often it was entered in between
 * @left: how often it was left in between
 */
struct state_change {
	const char *name;
	struct number before;
	struct number after;
	struct number entered;
	struct number left;
};

/**
 * struct arc_change - an arc that was taken in one of the readings
 * @from: the state before
 * @to: the state after
 * @count: how often it was taken in between
 * @shares_known: there were enough to speak of shares, before and in between
 * @share_before: of all that left @from until the first reading
 * @share_between: of all that left @from in between
 * @moved: the share is not what it was
 */
struct arc_change {
	const char *from;
	const char *to;
	struct number count;
	bool shares_known;
	double share_before;
	double share_between;
	bool moved;
};

/**
 * struct counter_change - a counter that grew
 * @name: of it
 * @count: by how much
 * @moved: it should not grow on a healthy host
 */
struct counter_change {
	const char *name;
	uint64_t count;
	bool moved;
};

struct diff {
	uint64_t between_ns;
	struct state_change *states;
	size_t state_count;
	struct arc_change *arcs;
	size_t arc_count;
	struct counter_change *counters;
	size_t counter_count;
	bool moved;
};

/**
 * diff_obstacle() - why two readings cannot be compared
 * @a: the first one
 * @b: the second one
 *
 * Return: what is wrong and what to do, in words that follow the files' names; NULL if nothing.
 */
const char *diff_obstacle(const struct summary *a, const struct summary *b);

/**
 * diff_make() - compare two readings
 * @diff: overwritten; its names belong to @a and @b
 * @a: the first one
 * @b: the second one
 */
void diff_make(struct diff *diff, const struct summary *a, const struct summary *b);

/**
 * change_of_state() - what happened to a state
 * @diff: between two readings, or NULL if there was one only
 * @name: of the state
 *
 * Return: its change; NULL if there is none.
 */
const struct state_change *change_of_state(const struct diff *diff, const char *name);

/* Return: how often a second, of what was counted between the readings; NAN if not known. */
double change_rate(const struct diff *diff, struct number count);

void diff_free(struct diff *diff);

#endif
