/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds the state that a user means. What the files name needs no list: it is taken as is. */
#ifndef TCPSTATE_TOOLS_STATES_SPELLING_H
#define TCPSTATE_TOOLS_STATES_SPELLING_H

/**
 * state_from_spelling() - the name of a state in the files
 * @word: as a user writes it: like Linux, ss, RFC 9293 or other systems do. Upper and
 *	lower case are one, "-" and "_" do not matter.
 *
 * Return: the name, as in the text of /proc/tcpstate; NULL if the word is no state.
 */
const char *state_from_spelling(const char *word);

#endif
