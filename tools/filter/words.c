// SPDX-License-Identifier: GPL-2.0-only
/* Splits a filter into its words and signs. */

#include <stdlib.h>
#include <string.h>

#include "tools/failure.h"
#include "tools/filter/words.h"

static const char * const signs[] = {
	"&&", "||", "==", "!=", "<=", ">=", "&", "|", "!", "=", "<", ">", "(", ")",
};

/* Control characters would spoil the one line of a message. */
static char *join(char *const *part, size_t parts)
{
	size_t length = 1, i;
	char *whole, *end, *c;

	for (i = 0; i < parts; i++)
		length += strlen(part[i]) + 1;
	whole = xmalloc(length);
	for (end = whole, i = 0; i < parts; i++) {
		if (i)
			*end++ = ' ';
		end = stpcpy(end, part[i]);
	}
	*end = '\0';
	for (c = whole; *c; c++)
		if ((unsigned char)*c < ' ' || *c == '\x7f')
			*c = ' ';
	return whole;
}

/* Return: the length of the sign that the text begins with, 0 if it begins with none. */
static size_t sign_length(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (!strncmp(text, signs[i], strlen(signs[i])))
			return strlen(signs[i]);
	return 0;
}

static size_t word_length(const char *text)
{
	size_t length = 0;

	while (text[length] && text[length] != ' ' && !sign_length(text + length))
		length++;
	return length;
}

static void add(struct filter_words *words, const char *text, size_t length, size_t place,
		bool sign)
{
	struct filter_word *word = &words->word[words->count++];

	*word = (struct filter_word){ xstrndup(text, length), sign, place };
}

const char *filter_words_split(struct filter_words *words, char *const *part, size_t parts)
{
	size_t length, place = 0;
	const char *c;

	*words = (struct filter_words){ .whole = join(part, parts) };
	words->word = xcalloc(FILTER_WORDS_MAX, sizeof(*words->word));
	for (c = words->whole; *c; c += length) {
		length = *c == ' ';
		if (length)
			continue;
		if (c == words->whole || c[-1] == ' ')
			place++;
		if (words->count == FILTER_WORDS_MAX)
			return "it is too long";
		length = sign_length(c);
		if (length) {
			add(words, c, length, place, true);
			continue;
		}
		/* Quotes keep blanks and signs together, in the name of a process. */
		if ((*c == '"' || *c == '\'') && strchr(c + 1, *c)) {
			length = strchr(c + 1, *c) - c + 1;
			add(words, c + 1, length - 2, place, false);
			continue;
		}
		length = word_length(c);
		add(words, c, length, place, false);
	}
	return NULL;
}

void filter_words_free(struct filter_words *words)
{
	while (words->count)
		free(words->word[--words->count].text);
	free(words->word);
	free(words->whole);
}
