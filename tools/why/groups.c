// SPDX-License-Identifier: GPL-2.0-only
/* Puts those suspects together that have one cause. */

#include <stdlib.h>

#include "tools/failure.h"
#include "tools/why/groups.h"

const struct suspect **group_buffer(const struct group *group)
{
	return xcalloc(group->count, sizeof(*group->suspect));
}

void group_make(struct group *group, const struct evidence *evidence, suspect_test wanted)
{
	const struct suspects *now = &evidence->now;
	const struct suspect *suspect;

	group->count = 0;
	group->suspect = xcalloc(now->count, sizeof(*group->suspect));
	for (suspect = now->suspect; suspect < now->suspect + now->count; suspect++)
		if (wanted(evidence, suspect))
			group->suspect[group->count++] = suspect;
}

static int compare(const void *one, const void *other, void *data)
{
	const struct suspect *a = *(const struct suspect *const *)one;
	const struct suspect *b = *(const struct suspect *const *)other;
	suspect_order *order = data;
	int difference = (*order)(a, b);

	/* Equal ones stay in the order of the list. */
	return difference ? difference : a < b ? -1 : a > b;
}

bool group_next(struct group *all, suspect_order order, struct group *group)
{
	const struct suspect **end = all->suspect + all->count;

	if (!group->suspect)
		qsort_r(all->suspect, all->count, sizeof(*all->suspect), compare, &order);
	group->suspect = group->suspect ? group->suspect + group->count : all->suspect;
	group->count = 0;
	while (group->suspect + group->count < end &&
	       !order(group->suspect[0], group->suspect[group->count]))
		group->count++;
	return group->count;
}

struct group group_largest(struct group *all, suspect_order order, size_t *groups)
{
	struct group group = { 0 }, largest = { 0 };
	size_t count = 0;

	for (; group_next(all, order, &group); count++)
		if (group.count > largest.count)
			largest = group;
	if (groups)
		*groups = count;
	return largest;
}

const struct suspect *group_oldest(const struct group *group)
{
	const struct suspect *oldest = NULL;
	size_t i;

	for (i = 0; i < group->count; i++)
		if (!oldest || (group->suspect[i]->age_ns.known &&
				group->suspect[i]->age_ns.value > oldest->age_ns.value))
			oldest = group->suspect[i];
	return oldest;
}

size_t group_count_older(const struct group *group, uint64_t age_ns)
{
	size_t count = 0, i;

	for (i = 0; i < group->count; i++)
		count += suspect_is_older(group->suspect[i], age_ns);
	return count;
}

size_t group_count_state(const struct group *group, unsigned int state)
{
	size_t count = 0, i;

	for (i = 0; i < group->count; i++)
		count += group->suspect[i]->state == state;
	return count;
}

void group_free(struct group *group)
{
	free(group->suspect);
}

static size_t count_at_least(const struct group *group)
{
	size_t count = 0, i;

	for (i = 0; i < group->count; i++)
		count += group->suspect[i]->at_least;
	return count;
}

void finding_set_group(struct finding *finding, const struct group *group)
{
	const struct suspect *oldest = group_oldest(group);
	size_t at_least = count_at_least(group);

	finding->count = group->count;
	finding->oldest_ns = oldest ? oldest->age_ns : (struct number){ .known = false };
	if (at_least)
		finding_add_evidence(finding,
				     "%zu of %zu were open when the module was loaded: their ages are lower bounds",
				     at_least, group->count);
}

void finding_add_teardowns(struct finding *finding, const struct group *group)
{
	finding_add_evidence(finding, "FIN_WAIT1 %zu, FIN_WAIT2 %zu, LAST_ACK %zu, CLOSING %zu",
			     group_count_state(group, TCP_FIN_WAIT1),
			     group_count_state(group, TCP_FIN_WAIT2),
			     group_count_state(group, TCP_LAST_ACK),
			     group_count_state(group, TCP_CLOSING));
}
