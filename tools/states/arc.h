/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the state, or the arc from one state to another, that a user means. */
#ifndef TCPSTATE_TOOLS_STATES_ARC_H
#define TCPSTATE_TOOLS_STATES_ARC_H

#include <stdbool.h>
#include <stddef.h>

/* A state, or an arc if @to is not NULL; the names are those of the files. */
struct arc {
	const char *from;
	const char *to;
};

/**
 * arc_from_words() - what the words mean
 * @words: "close-wait"; "ESTABLISHED-FIN_WAIT1", "est->fin-wait-1" or "est" "finwait1"
 * @count: how many
 * @arc: gets it
 *
 * Return: false if they are no state and no arc between two.
 */
bool arc_from_words(char *const *words, size_t count, struct arc *arc);

#endif
