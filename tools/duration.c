// SPDX-License-Identifier: GPL-2.0-only
/* Spans of time as people write them. */

#include <inttypes.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>

#include "tools/duration.h"

#define US UINT64_C(1000)
#define MS (1000 * US)
#define SECOND (1000 * MS)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

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
