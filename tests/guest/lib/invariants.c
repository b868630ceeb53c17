// SPDX-License-Identifier: GPL-2.0-only
/* Checks the arithmetic of readings. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/guest/lib/invariants.h"
#include "tests/guest/lib/census.h"
#include "tests/guest/lib/scenario_exit.h"

/* No count comes near it, and a difference that went below 0 is beyond it. */
#define ABSURD ((uint64_t)1 << 60)

static bool begins(const char *name, const char *with)
{
	return !strncmp(name, with, strlen(with));
}

static bool ends(const char *name, const char *with)
{
	size_t length = strlen(name);

	return length >= strlen(with) && !strcmp(name + length - strlen(with), with);
}

uint64_t invariants_number(const struct reading *reading, const char *name)
{
	const struct number *number = reading_find(reading, name);

	if (!number && begins(name, "transition "))
		return 0;
	if (!number)
		fail("a reading without '%s'", name);
	if (!number->known)
		fail("'%s' is not known", name);
	return number->value;
}

static uint64_t state_number(const struct reading *reading, const char *state, const char *column)
{
	char name[READING_NAME];

	snprintf(name, sizeof(name), "state %s %s", state, column);
	return invariants_number(reading, name);
}

static bool is_absurd(const struct number *number)
{
	/* A sum of ages grows with the number of sockets and has no bound of its own. */
	return number->known && number->value >= ABSURD && !ends(number->name, " age_sum_ns");
}

bool invariants_balance(const struct reading *reading, const char *scope)
{
	uint64_t now, at_load, entered, left, besides;
	const char *name;
	bool balance = true;
	unsigned int i;

	for (i = 0; i < reading->count; i++)
		if (is_absurd(&reading->numbers[i])) {
			note("%s: %s is %" PRIu64, scope, reading->numbers[i].name,
			     reading->numbers[i].value);
			balance = false;
		}
	for (i = 0; i < CENSUS_STATES; i++) {
		name = census_state_name(i);
		if (!name)
			continue;
		now = state_number(reading, name, "now");
		at_load = state_number(reading, name, "at_load");
		entered = state_number(reading, name, "entered");
		left = state_number(reading, name, "left");
		besides = strcmp(name, "SYN_RECV") ? 0 : invariants_number(reading, "gauge half_open");
		if (now == at_load + entered - left + besides)
			continue;
		note("%s: %s: %" PRIu64 " now, but %" PRIu64 " at_load + %" PRIu64 " entered - %"
		     PRIu64 " left + %" PRIu64 " half_open", scope, name, now, at_load, entered, left,
		     besides);
		balance = false;
	}
	return balance;
}

static bool counts_events(const char *name)
{
	return begins(name, "transition ") || begins(name, "counter ") || begins(name, "info ") ||
	       ends(name, " entered") || ends(name, " left") || ends(name, " at_load");
}

bool invariants_advance(const struct reading *before, const struct reading *after,
			const char *scope)
{
	const struct number *earlier, *later;
	bool advance = true;
	unsigned int i;

	for (i = 0; i < before->count; i++) {
		earlier = &before->numbers[i];
		if (!counts_events(earlier->name))
			continue;
		later = reading_find(after, earlier->name);
		if (later && later->value >= earlier->value)
			continue;
		note("%s: %s was %" PRIu64 " and is %" PRIu64, scope, earlier->name, earlier->value,
		     later ? later->value : 0);
		advance = false;
	}
	return advance;
}
