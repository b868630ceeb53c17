// SPDX-License-Identifier: GPL-2.0-only
/* Finds the state that a user means. */

#include <stdbool.h>
#include <string.h>

#include "tools/states/spelling.h"
#include "tools/states/table.h"

/* Not toupper(): in Turkish the upper case of "i" is another letter. */
static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

static bool spells(const char *word, const char *spelling)
{
	for (;; word++, spelling++) {
		word += strspn(word, "-_");
		spelling += strspn(spelling, "-_");
		if (upper(*word) != upper(*spelling))
			return false;
		if (!*word)
			return true;
	}
}

static bool is_spelling_of(const struct tcp_state *state, const char *word)
{
	size_t i;

	for (i = 0; i < STATE_SYSTEMS; i++)
		if (spells(word, state->elsewhere[i]))
			return true;
	return spells(word, state->name) || (state->short_name && spells(word, state->short_name));
}

const char *state_from_spelling(const char *word)
{
	size_t i;

	for (i = 0; i < TCP_STATES; i++)
		if (is_spelling_of(&tcp_states[i], word))
			return tcp_states[i].name;
	return NULL;
}
