// SPDX-License-Identifier: GPL-2.0-only
/* Spans of time as people write them. */

#include <inttypes.h>
#include <langinfo.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tools/output/duration.h"

#define US UINT64_C(1000)
#define MS (1000 * US)
#define SECOND (1000 * MS)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define WEEK (7 * DAY)

static void two_units(char *text, uint64_t ns, uint64_t unit, char name, uint64_t part,
		      char part_name)
{
	snprintf(text, DURATION_MAX, "%" PRIu64 "%c%" PRIu64 "%c", ns / unit, name,
		 ns % unit / part, part_name);
}

/* Three digits at the most, so that nobody reads more into it than is there. */
static void with_fraction(char *text, uint64_t ns, uint64_t unit, const char *name)
{
	uint64_t whole = ns / unit;

	if (whole < 10)
		snprintf(text, DURATION_MAX, "%" PRIu64 ".%" PRIu64 "%s", whole,
			 ns % unit * 10 / unit, name);
	else
		snprintf(text, DURATION_MAX, "%" PRIu64 "%s", whole, name);
}

/* Elsewhere than in UTF-8 a table would print the two bytes of "µ" as \xc2\xb5. */
static const char *microseconds(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") ? "us" : "µs";
}

char *duration_format(uint64_t ns, char text[DURATION_MAX])
{
	if (ns >= DAY)
		two_units(text, ns, DAY, 'd', HOUR, 'h');
	else if (ns >= HOUR)
		two_units(text, ns, HOUR, 'h', MINUTE, 'm');
	else if (ns >= MINUTE)
		two_units(text, ns, MINUTE, 'm', SECOND, 's');
	else if (ns >= SECOND)
		with_fraction(text, ns, SECOND, "s");
	else if (ns >= MS)
		with_fraction(text, ns, MS, "ms");
	else if (ns >= US)
		with_fraction(text, ns, US, microseconds());
	else
		snprintf(text, DURATION_MAX, "%" PRIu64 "ns", ns);
	return text;
}

/* Return: the unit that the text begins with, and its length; 0 if there is none. */
static uint64_t unit_of(const char *text, size_t *length)
{
	/* A unit that begins like another one comes first. */
	static const struct {
		const char *name;
		uint64_t ns;
	} units[] = {
		{ "ns", 1 }, { "us", US }, { "µs", US }, { "ms", MS }, { "s", SECOND },
		{ "m", MINUTE }, { "h", HOUR }, { "d", DAY }, { "w", WEEK },
	};
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		*length = strlen(units[i].name);
		if (!strncmp(text, units[i].name, *length))
			return units[i].ns;
	}
	*length = 0;
	return *text ? 0 : SECOND;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits beyond the nanosecond are read and do not count. */
static const char *read_fraction(const char *c, uint64_t *billionths)
{
	uint64_t weight = SECOND / 10;

	*billionths = 0;
	for (; is_digit(*c); c++, weight /= 10)
		*billionths += (*c - '0') * weight;
	return c;
}

bool duration_parse(const char *text, uint64_t *ns)
{
	uint64_t whole, billionths, unit, part;
	const char *c = text, *first;
	size_t length;

	*ns = 0;
	do {
		whole = 0;
		billionths = 0;
		for (first = c; is_digit(*c); c++)
			if (__builtin_mul_overflow(whole, 10, &whole) ||
			    __builtin_add_overflow(whole, *c - '0', &whole))
				return false;
		if (c == first)
			return false;
		if (*c == '.' && is_digit(c[1]))
			c = read_fraction(c + 1, &billionths);
		unit = unit_of(c, &length);
		/* "1h30" could be minutes or seconds. */
		if (!unit || (!length && first != text))
			return false;
		part = (unsigned __int128)billionths * unit / SECOND;
		if (__builtin_mul_overflow(whole, unit, &whole) ||
		    __builtin_add_overflow(whole, part, &whole) ||
		    __builtin_add_overflow(*ns, whole, ns))
			return false;
		c += length;
	} while (*c);
	return true;
}
