/* SPDX-License-Identifier: GPL-2.0-only */
/* Splits a filter into its words and signs. */
#ifndef TCPSTATE_TOOLS_FILTER_WORDS_H
#define TCPSTATE_TOOLS_FILTER_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Far more than anybody writes; a tree of it fits on the stack. */
enum { FILTER_WORDS_MAX = 4096 };

/**
 * struct filter_word - a word, or a sign like "&&", ">=" or "("
 * @text: what it says
 * @sign: whether it is a sign
 * @place: which of those between blanks it is in, from 1
 */
struct filter_word {
	char *text;
	bool sign;
	size_t place;
};

/**
 * struct filter_words - all of a filter
 * @whole: as it was typed, its parts joined by blanks
 * @word: each
 * @count: how many
 */
struct filter_words {
	char *whole;
	struct filter_word *word;
	size_t count;
};

/**
 * filter_words_split() - split a filter
 * @words: overwritten
 * @part: of the command line
 * @parts: how many
 *
 * Return: NULL, or what is wrong with the whole.
 */
const char *filter_words_split(struct filter_words *words, char *const *part, size_t parts);

void filter_words_free(struct filter_words *words);

#endif
