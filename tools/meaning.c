// SPDX-License-Identifier: GPL-2.0-only
/* What a number of sockets in a state means, as far as one reading can tell. */

#include <string.h>

#include "tools/meaning.h"

#define SECOND_NS UINT64_C(1000000000)

/*
 * How old sockets may be on average. A lost SYN is sent again after 1 s, and after 3 s and 7 s:
 * beyond 10 s nobody answers. A program has a minute to notice that its peer is gone.
 */
static const struct {
	const char *name;
	enum meaning usual;
	uint64_t patience_ns;
} states[] = {
	{ "LISTEN", MEANING_PERSISTENT, UINT64_MAX },
	{ "SYN_SENT", MEANING_TRANSIENT, 10 * SECOND_NS },
	{ "SYN_RECV", MEANING_TRANSIENT, 10 * SECOND_NS },
	{ "ESTABLISHED", MEANING_PERSISTENT, UINT64_MAX },
	{ "FIN_WAIT1", MEANING_TRANSIENT, 10 * SECOND_NS },
	{ "FIN_WAIT2", MEANING_TRANSIENT, 60 * SECOND_NS },
	{ "TIME_WAIT", MEANING_PERSISTENT, UINT64_MAX },
	{ "CLOSE_WAIT", MEANING_TRANSIENT, 60 * SECOND_NS },
	{ "LAST_ACK", MEANING_TRANSIENT, 10 * SECOND_NS },
	{ "CLOSING", MEANING_TRANSIENT, 10 * SECOND_NS },
};

struct number state_mean_age_ns(const struct summary *summary, const struct state_row *row)
{
	struct number tracked = summary_tracked(summary, row);

	if (!tracked.known || !tracked.value)
		return (struct number){ .known = false };
	return (struct number){ .known = true, .value = row->age_sum_ns.value / tracked.value };
}

enum meaning state_meaning(const struct summary *summary, const struct state_row *row)
{
	struct number age_ns = state_mean_age_ns(summary, row);
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (strcmp(states[i].name, row->name) != 0)
			continue;
		if (age_ns.known && age_ns.value > states[i].patience_ns)
			return MEANING_TROUBLE;
		return states[i].usual;
	}
	return MEANING_PERSISTENT;
}
