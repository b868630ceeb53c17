// SPDX-License-Identifier: GPL-2.0-only
/* Picks sockets out of a look and puts those together that have one cause. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/failure.h"
#include "tools/why/suspects.h"

const struct suspect **pick_room(const struct pick *pick)
{
	return xcalloc(pick->count, sizeof(*pick->suspect));
}

void pick_make(struct pick *pick, const struct evidence *evidence, suspect_test wanted)
{
	const struct suspects *now = &evidence->now;
	const struct suspect *suspect;

	pick->count = 0;
	pick->suspect = xcalloc(now->count, sizeof(*pick->suspect));
	for (suspect = now->suspect; suspect < now->suspect + now->count; suspect++)
		if (wanted(evidence, suspect))
			pick->suspect[pick->count++] = suspect;
}

static int compare(const void *one, const void *other, void *data)
{
	const struct suspect *a = *(const struct suspect *const *)one;
	const struct suspect *b = *(const struct suspect *const *)other;
	suspect_order *order = data;
	int difference = (*order)(a, b);

	/* Of equal ones the first in the list comes first. */
	return difference ? difference : a < b ? -1 : a > b;
}

bool pick_group(struct pick *pick, suspect_order order, struct pick *group)
{
	const struct suspect **end = pick->suspect + pick->count;

	if (!group->suspect)
		qsort_r(pick->suspect, pick->count, sizeof(*pick->suspect), compare, &order);
	group->suspect = group->suspect ? group->suspect + group->count : pick->suspect;
	group->count = 0;
	while (group->suspect + group->count < end &&
	       !order(group->suspect[0], group->suspect[group->count]))
		group->count++;
	return group->count;
}

struct pick pick_largest(struct pick *pick, suspect_order order, size_t *groups)
{
	struct pick group = { 0 }, largest = { 0 };
	size_t count = 0;

	for (; pick_group(pick, order, &group); count++)
		if (group.count > largest.count)
			largest = group;
	if (groups)
		*groups = count;
	return largest;
}

const struct suspect *pick_oldest(const struct pick *pick)
{
	const struct suspect *oldest = NULL;
	size_t i;

	for (i = 0; i < pick->count; i++)
		if (!oldest || (pick->suspect[i]->age_ns.known &&
				pick->suspect[i]->age_ns.value > oldest->age_ns.value))
			oldest = pick->suspect[i];
	return oldest;
}

bool suspect_is_older(const struct suspect *suspect, uint64_t age_ns)
{
	return suspect->age_ns.known && suspect->age_ns.value >= age_ns;
}

size_t pick_older(const struct pick *pick, uint64_t age_ns)
{
	size_t count = 0, i;

	for (i = 0; i < pick->count; i++)
		count += suspect_is_older(pick->suspect[i], age_ns);
	return count;
}

size_t pick_in(const struct pick *pick, unsigned int state)
{
	size_t count = 0, i;

	for (i = 0; i < pick->count; i++)
		count += pick->suspect[i]->state == state;
	return count;
}

void pick_free(struct pick *pick)
{
	free(pick->suspect);
}

int suspect_by_remote_address(const struct suspect *a, const struct suspect *b)
{
	return socket_end_compare(&a->remote, &b->remote);
}

int suspect_by_remote_end(const struct suspect *a, const struct suspect *b)
{
	int order = suspect_by_remote_address(a, b);

	return order ? order : a->remote.port - b->remote.port;
}

unsigned int suspect_service_port(const struct suspect *suspect)
{
	return suspect->served ? suspect->local.port : suspect->remote.port;
}

bool suspect_is_local(const struct suspect *suspect)
{
	return socket_end_is_loopback(&suspect->remote) ||
	       socket_end_same_address(&suspect->local, &suspect->remote);
}

const char *owner_text(const struct owner *owner, char text[OWNER_TEXT_MAX])
{
	if (owner)
		snprintf(text, OWNER_TEXT_MAX, "%s(%d)", owner->comm, owner->pid);
	else
		snprintf(text, OWNER_TEXT_MAX, "a program");
	return text;
}

int suspect_by_service(const struct suspect *a, const struct suspect *b)
{
	const char *a_comm = a->owner ? a->owner->comm : "";
	const char *b_comm = b->owner ? b->owner->comm : "";
	int order = strcmp(a_comm, b_comm);

	return order ? order : (int)suspect_service_port(a) - (int)suspect_service_port(b);
}

const char *suspect_age(const struct suspect *suspect, char text[AGE_TEXT_MAX])
{
	char age[DURATION_MAX];

	if (!suspect->age_ns.known)
		snprintf(text, AGE_TEXT_MAX, "an unknown time");
	else
		snprintf(text, AGE_TEXT_MAX, "%s%s", suspect->at_least ? "at least " : "",
			 duration_format(suspect->age_ns.value, age));
	return text;
}

static size_t count_at_least(const struct pick *pick)
{
	size_t count = 0, i;

	for (i = 0; i < pick->count; i++)
		count += pick->suspect[i]->at_least;
	return count;
}

void finding_set_owner(struct finding *finding, const struct evidence *evidence,
		       const struct owner *owner)
{
	finding->process = owner;
	if (!owner && evidence->live && geteuid())
		finding_add_evidence(finding, "processes of others are for root to see");
}

void finding_set_pick(struct finding *finding, const struct pick *pick)
{
	const struct suspect *oldest = pick_oldest(pick);
	size_t at_least = count_at_least(pick);

	finding->count = pick->count;
	finding->oldest_ns = oldest ? oldest->age_ns : (struct number){ .known = false };
	if (at_least)
		finding_add_evidence(finding,
				     "%zu of %zu were open when the module was loaded: their ages are lower bounds",
				     at_least, pick->count);
}

void finding_add_teardowns(struct finding *finding, const struct pick *pick)
{
	finding_add_evidence(finding, "FIN_WAIT1 %zu, FIN_WAIT2 %zu, LAST_ACK %zu, CLOSING %zu",
			     pick_in(pick, TCP_FIN_WAIT1), pick_in(pick, TCP_FIN_WAIT2),
			     pick_in(pick, TCP_LAST_ACK), pick_in(pick, TCP_CLOSING));
}
