// SPDX-License-Identifier: GPL-2.0-only
/* What a number of sockets in a state means, as far as one reading can tell. */

#include <string.h>

#include "tools/analysis/health.h"

#define SECOND_NS UINT64_C(1000000000)

/*
 * How old sockets may be. A SYN, or a SYN-ACK, is sent again after 1 s and after 3 s: beyond 3 s
 * two of them are lost, beyond 5 s three. A FIN is sent again after a few round trips, at the
 * latest after seconds. A minute is what programs are given to close after their peer.
 */
static const struct state_limit {
	const char *name;
	enum meaning usual;
	uint64_t age_ns;
} states[] = {
	{ "LISTEN", MEANING_PERSISTENT, UINT64_MAX },
	{ "SYN_SENT", MEANING_TRANSIENT, 5 * SECOND_NS },
	{ "SYN_RECV", MEANING_TRANSIENT, 3 * SECOND_NS },
	{ "ESTABLISHED", MEANING_PERSISTENT, UINT64_MAX },
	{ "FIN_WAIT1", MEANING_TRANSIENT, 10 * SECOND_NS },
	{ "FIN_WAIT2", MEANING_TRANSIENT, 60 * SECOND_NS },
	{ "TIME_WAIT", MEANING_PERSISTENT, UINT64_MAX },
	{ "CLOSE_WAIT", MEANING_TRANSIENT, 60 * SECOND_NS },
	{ "LAST_ACK", MEANING_TRANSIENT, 10 * SECOND_NS },
	{ "CLOSING", MEANING_TRANSIENT, 10 * SECOND_NS },
};

static const struct state_limit *find_limit(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (!strcmp(states[i].name, name))
			return &states[i];
	return NULL;
}

uint64_t state_limit_ns(const char *name)
{
	const struct state_limit *limit = find_limit(name);

	return limit ? limit->age_ns : UINT64_MAX;
}

struct number state_mean_age_ns(const struct summary *summary, const struct state_row *row)
{
	struct number tracked = summary_tracked(summary, row);

	if (!tracked.known || !tracked.value)
		return (struct number){ .known = false };
	return (struct number){ .known = true, .value = row->age_sum_ns.value / tracked.value };
}

enum meaning state_meaning(const struct summary *summary, const struct state_row *row)
{
	const struct state_limit *limit = find_limit(row->name);
	struct number age_ns = state_mean_age_ns(summary, row);

	if (!limit)
		return MEANING_PERSISTENT;
	return age_ns.known && age_ns.value >= limit->age_ns ? MEANING_TROUBLE : limit->usual;
}
