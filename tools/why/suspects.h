/* SPDX-License-Identifier: GPL-2.0-only */
/* Picks sockets out of a look and puts those together that have one cause. */
#ifndef TCPSTATE_TOOLS_WHY_SUSPECTS_H
#define TCPSTATE_TOOLS_WHY_SUSPECTS_H

#include "tools/output/duration.h"
#include "tools/why/evidence.h"
#include "tools/why/findings.h"

/* Some sockets of a look. */
struct pick {
	const struct suspect **suspect;
	size_t count;
};

typedef bool (*suspect_test)(const struct evidence *evidence, const struct suspect *suspect);
typedef int (*suspect_order)(const struct suspect *a, const struct suspect *b);

/**
 * pick_make() - the sockets of the last look that a test wants
 * @pick: overwritten; to be freed
 * @evidence: of which
 * @wanted: the test
 */
void pick_make(struct pick *pick, const struct evidence *evidence, suspect_test wanted);

/**
 * pick_group() - the next group of equal ones
 * @pick: is sorted by @order
 * @order: 0 for two of one group
 * @group: all 0 before the first call; gets a part of @pick, not to be freed
 *
 * Return: false after the last group.
 */
bool pick_group(struct pick *pick, suspect_order order, struct pick *group);

/* The largest group, and how many groups there are, in *GROUPS if it is not NULL. */
struct pick pick_largest(struct pick *pick, suspect_order order, size_t *groups);

/* The one that is longest in its state; NULL of none. */
const struct suspect *pick_oldest(const struct pick *pick);

/**
 * pick_room() - place for as many
 * @pick: as many as these
 *
 * Return: the place, to be freed.
 */
const struct suspect **pick_room(const struct pick *pick);

/* How many are at least so old. */
size_t pick_older(const struct pick *pick, uint64_t age_ns);

/* How many are in a state. */
size_t pick_in(const struct pick *pick, unsigned int state);

void pick_free(struct pick *pick);

/* Port of the service whose client or server it is. */
unsigned int suspect_service_port(const struct suspect *suspect);

/* Whether both its ends are on this host, as far as addresses tell. */
bool suspect_is_local(const struct suspect *suspect);

bool suspect_is_older(const struct suspect *suspect, uint64_t age_ns);

/*
 * Orders by which one groups: by the remote address, by that and its port, and by the program and
 * the port of the service, be it here or there.
 */
int suspect_by_remote_address(const struct suspect *a, const struct suspect *b);
int suspect_by_remote_end(const struct suspect *a, const struct suspect *b);
int suspect_by_service(const struct suspect *a, const struct suspect *b);

enum { AGE_TEXT_MAX = DURATION_MAX + 16 };

/* "5m3s", "at least 5m3s", "an age that is not known". */
const char *suspect_age(const struct suspect *suspect, char text[AGE_TEXT_MAX]);

enum { OWNER_TEXT_MAX = OWNER_COMM_MAX + 32 };

/* "nginx(812)", "a program". Return: @text. */
const char *owner_text(const struct owner *owner, char text[OWNER_TEXT_MAX]);

/**
 * finding_set_owner() - whose matter it is
 * @finding: to be filled
 * @evidence: of which
 * @owner: NULL if nobody or not known: why not becomes a part of the evidence
 */
void finding_set_owner(struct finding *finding, const struct evidence *evidence,
		       const struct owner *owner);

/**
 * finding_set_pick() - count, oldest age and what is to be said of it
 * @finding: to be filled
 * @pick: its sockets
 */
void finding_set_pick(struct finding *finding, const struct pick *pick);

/* Adds how many of them are in each state in which an end is on its way. */
void finding_add_teardowns(struct finding *finding, const struct pick *pick);

#endif
