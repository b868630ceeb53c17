// SPDX-License-Identifier: GPL-2.0-only
/* The health of a state, as far as one reading shows it. */

#include "tools/analysis/health.h"
#include "tools/states/table.h"

uint64_t state_max_age_ns(const char *name)
{
	const struct tcp_state *state = tcp_state_named(name);

	return state ? state->max_age_ns : UINT64_MAX;
}

struct number state_mean_age_ns(const struct summary *summary, const struct state_row *row)
{
	struct number tracked = summary_tracked(summary, row);

	if (!tracked.known || !tracked.value)
		return (struct number){ .known = false };
	return (struct number){ .known = true, .value = row->age_sum_ns.value / tracked.value };
}

enum health state_health(const struct summary *summary, const struct state_row *row)
{
	struct number age_ns = state_mean_age_ns(summary, row);
	uint64_t max_age_ns = state_max_age_ns(row->name);

	if (max_age_ns == UINT64_MAX)
		return HEALTH_PERSISTENT;
	return age_ns.known && age_ns.value >= max_age_ns ? HEALTH_TOO_OLD : HEALTH_TRANSIENT;
}
