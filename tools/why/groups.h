/* SPDX-License-Identifier: GPL-2.0-only */
/* Groups of suspects: those that a rule wants, and of these the ones that have one cause. */
#ifndef TCPSTATE_TOOLS_WHY_GROUPS_H
#define TCPSTATE_TOOLS_WHY_GROUPS_H

#include "tools/why/evidence.h"
#include "tools/why/findings.h"

/* Some sockets of a reading. */
struct group {
	const struct suspect **suspect;
	size_t count;
};

typedef bool (*suspect_test)(const struct evidence *evidence, const struct suspect *suspect);
typedef int (*suspect_order)(const struct suspect *a, const struct suspect *b);

/**
 * group_make() - the sockets of the last reading that a test wants
 * @group: overwritten; to be freed
 * @evidence: of which
 * @wanted: the test
 */
void group_make(struct group *group, const struct evidence *evidence, suspect_test wanted);

/**
 * group_next() - the next group of equal ones
 * @all: is sorted by @order
 * @order: 0 for two of one group
 * @group: all 0 before the first call; gets a part of @all, not to be freed
 *
 * Return: false after the last group.
 */
bool group_next(struct group *all, suspect_order order, struct group *group);

/* The largest group, and how many groups there are, in *GROUPS if it is not NULL. */
struct group group_largest(struct group *all, suspect_order order, size_t *groups);

/* The one that is longest in its state; NULL of none. */
const struct suspect *group_oldest(const struct group *group);

/**
 * group_buffer() - place for as many
 * @group: as many as these
 *
 * Return: the place, to be freed.
 */
const struct suspect **group_buffer(const struct group *group);

/* How many are at least so old. */
size_t group_count_older(const struct group *group, uint64_t age_ns);

/* How many are in a state. */
size_t group_count_state(const struct group *group, unsigned int state);

void group_free(struct group *group);

/**
 * finding_set_group() - count, oldest age and what is to be said of it
 * @finding: to be filled
 * @group: its sockets
 */
void finding_set_group(struct finding *finding, const struct group *group);

/* Adds how many of them are in each state in which an end is on its way. */
void finding_add_teardowns(struct finding *finding, const struct group *group);

#endif
