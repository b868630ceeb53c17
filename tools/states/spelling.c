// SPDX-License-Identifier: GPL-2.0-only
/* Finds the state that a user means. */

#include <stdbool.h>
#include <stddef.h>

#include "tools/states/spelling.h"

static const struct {
	const char *spelling;
	const char *name;
} spellings[] = {
	{ "LISTEN", "LISTEN" },
	{ "LISTENING", "LISTEN" },
	{ "SYNSENT", "SYN_SENT" },
	{ "SYNRECV", "SYN_RECV" },
	{ "SYNRCVD", "SYN_RECV" },
	{ "SYNRECEIVED", "SYN_RECV" },
	{ "ESTABLISHED", "ESTABLISHED" },
	{ "ESTAB", "ESTABLISHED" },
	{ "EST", "ESTABLISHED" },
	{ "FINWAIT1", "FIN_WAIT1" },
	{ "FINWAIT2", "FIN_WAIT2" },
	{ "TIMEWAIT", "TIME_WAIT" },
	{ "CLOSEWAIT", "CLOSE_WAIT" },
	{ "LASTACK", "LAST_ACK" },
	{ "CLOSING", "CLOSING" },
	{ "CLOSE", "CLOSE" },
	{ "CLOSED", "CLOSE" },
	{ "UNCONN", "CLOSE" },
};

/* Not toupper(): in Turkish the upper case of "i" is another letter. */
static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

static bool spells(const char *word, const char *spelling)
{
	for (; *word; word++) {
		if (*word == '-' || *word == '_')
			continue;
		if (upper(*word) != *spelling)
			return false;
		spelling++;
	}
	return !*spelling;
}

const char *state_from_spelling(const char *word)
{
	size_t i;

	for (i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		if (spells(word, spellings[i].spelling))
			return spellings[i].name;
	return NULL;
}
