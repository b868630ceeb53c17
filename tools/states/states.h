/* SPDX-License-Identifier: GPL-2.0-only */
/* What is known of each state and of each arc between two, in words. */
#ifndef TCPSTATE_TOOLS_STATES_STATES_H
#define TCPSTATE_TOOLS_STATES_STATES_H

#include <stddef.h>

#include "tools/states/table.h"

enum { NEXT_MAX = 3 };

/**
 * struct state_text - a state, explained
 * @number: of the state
 * @brief: in one line
 * @meaning: what has happened and what has not
 * @side: the side that sees it: client, server, the one that closed first
 * @rfc: what RFC 9293 says, in other words
 * @kernel: how Linux does it, where that is not what the RFC makes one expect
 * @pile_up: what many of them, or old ones, say
 * @avoid: what people do about it that does harm or does not help
 * @next: commands that show more, NULL after the last
 */
struct state_text {
	unsigned int number;
	const char *brief;
	const char *meaning;
	const char *side;
	const char *rfc;
	const char *kernel;
	const char *pile_up;
	const char *avoid;
	const char *next[NEXT_MAX + 1];
};

/**
 * struct arc_text - an arc, explained
 * @from: the state before, as in the files
 * @to: the state after
 * @happens: what makes a socket take it
 * @dwell: what the time in @from before this arc tells
 * @many: what it says when there are many
 */
struct arc_text {
	const char *from;
	const char *to;
	const char *happens;
	const char *dwell;
	const char *many;
};

extern const struct arc_text explained_arcs[];
extern const size_t explained_arcs_count;

/* Return: what is known of a state. */
const struct state_text *explained_state(const struct tcp_state *state);

/**
 * explained_arc() - an arc by its ends
 * @from: the state before, as in the files
 * @to: the state after
 *
 * Return: what is known of it; NULL if Linux is not known to take it.
 */
const struct arc_text *explained_arc(const char *from, const char *to);

#endif
