// SPDX-License-Identifier: GPL-2.0-only
/* Finds the state, or the arc from one state to another, that a user means. */

#include <string.h>

#include "tools/states/arc.h"
#include "tools/states/spelling.h"

/* Twice the longest name of a state, and as much again for signs. */
enum { LONGEST = 96 };

/* Without blanks: "fin wait 1" is a state. Return: false if it is too long to be an arc. */
static bool join(char *const *words, size_t count, char text[LONGEST])
{
	size_t used = 0, i;
	const char *c;

	for (i = 0; i < count; i++) {
		for (c = words[i]; *c; c++) {
			if (*c == ' ')
				continue;
			if (used == LONGEST - 1)
				return false;
			text[used++] = *c;
		}
	}
	text[used] = '\0';
	return true;
}

/* Signs between two states; "-" and "_" may also be within one. */
static const char *after_sign(const char *text)
{
	static const char arrow[] = "\u2192";

	if (!strncmp(text, arrow, strlen(arrow)))
		return text + strlen(arrow);
	if (!strncmp(text, "->", 2) || !strncmp(text, "=>", 2) || !strncmp(text, "to", 2))
		return text + 2;
	return *text && strchr(">:,/", *text) ? text + 1 : text;
}

bool arc_from_words(char *const *words, size_t count, struct arc *arc)
{
	char text[LONGEST], from[LONGEST];
	size_t i;

	*arc = (struct arc){ NULL, NULL };
	if (!join(words, count, text))
		return false;
	arc->from = state_from_spelling(text);
	if (arc->from)
		return true;
	for (i = 1; text[i]; i++) {
		memcpy(from, text, i);
		from[i] = '\0';
		arc->from = state_from_spelling(from);
		arc->to = state_from_spelling(after_sign(text + i));
		if (arc->from && arc->to)
			return true;
	}
	return false;
}
