// SPDX-License-Identifier: GPL-2.0-only
/* Content negotiation of HTTP. */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tools/exporter/negotiate.h"

enum { WORD_MAX = 128 };

/* One element of a header: "WORD;version=1.0.0;q=0.5". */
struct choice {
	char word[WORD_MAX];
	char version[16];
	double quality;
};

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " \t");
}

static void copy(char *to, size_t room, const char *from, size_t length)
{
	while (length && strchr(" \t", from[length - 1]))
		length--;
	if (length >= room)
		length = 0;
	memcpy(to, from, length);
	to[length] = '\0';
}

/* Return: a quality from 0 to 1; 0, which is a refusal, if it is invalid. */
static double parse_quality(const char *text)
{
	double quality = 0;
	char *end;

	if (*text == '0' || *text == '1')
		quality = strtod(text, &end);
	return quality >= 0 && quality <= 1 ? quality : 0;
}

static void read_parameter(struct choice *choice, const char *text, size_t length)
{
	char value[16];

	if (length > 2 && !strncasecmp(text, "q=", 2)) {
		copy(value, sizeof(value), text + 2, length - 2);
		choice->quality = parse_quality(value);
	}
	if (length > 8 && !strncasecmp(text, "version=", 8))
		copy(choice->version, sizeof(choice->version), text + 8, length - 8);
}

/* Return: where the next choice begins; NULL if this was the last. */
static const char *next_choice(const char *header, struct choice *choice)
{
	size_t length;

	*choice = (struct choice){ .quality = 1 };
	header = skip_blanks(header);
	length = strcspn(header, ",;");
	copy(choice->word, sizeof(choice->word), header, length);
	header += length;
	while (*header == ';') {
		header = skip_blanks(header + 1);
		length = strcspn(header, ",;");
		read_parameter(choice, header, length);
		header += length;
	}
	return *header ? header + 1 : NULL;
}

static bool is_known_version(const char *version)
{
	return !*version || !strcmp(version, "1.0.0") || !strcmp(version, "0.0.1");
}

static void raise(double *to, double quality)
{
	if (quality > *to)
		*to = quality;
}

bool wants_openmetrics(const char *accept)
{
	double openmetrics = 0, text = -1, any_text = -1, any = 0;
	struct choice choice;

	while (accept) {
		accept = next_choice(accept, &choice);
		if (!strcasecmp(choice.word, "application/openmetrics-text")) {
			if (is_known_version(choice.version))
				raise(&openmetrics, choice.quality);
		} else if (!strcasecmp(choice.word, "text/plain")) {
			raise(&text, choice.quality);
		} else if (!strcasecmp(choice.word, "text/*")) {
			raise(&any_text, choice.quality);
		} else if (!strcmp(choice.word, "*/*")) {
			raise(&any, choice.quality);
		}
	}
	/* The most specific range counts. */
	if (text < 0)
		text = any_text >= 0 ? any_text : any;
	return openmetrics > 0 && openmetrics >= text;
}

bool accepts_gzip(const char *accept_encoding)
{
	struct choice choice;
	bool takes = false;

	while (accept_encoding) {
		accept_encoding = next_choice(accept_encoding, &choice);
		if (!strcasecmp(choice.word, "gzip"))
			takes = choice.quality > 0;
	}
	return takes;
}
