// SPDX-License-Identifier: GPL-2.0-only
/* The difference between the module's counts and a dump of all sockets, as a metric. */

#include "tools/analysis/drift.h"
#include "tools/metrics/metrics.h"

/* A scrape must not take long: give up, the next one may find a quieter moment. */
enum { TRIES = 5 };

static bool read_quietly(struct drift *drift)
{
	int i;

	for (i = 0; i < TRIES && drift_read(drift); i++) {
		if (drift->quiet)
			return true;
		summary_free(&drift->summary);
	}
	return false;
}

void metrics_drift(struct exposition *exposition)
{
	const struct state_row *row, *end;
	struct drift drift;

	if (!read_quietly(&drift))
		return;
	exposition_family(exposition, (struct metric_family){
		"tcpstate_drift_sockets", METRIC_GAUGE, NULL,
		"Sockets in the state that the module counts less those that sock_diag lists, in the reader's network namespace." });
	end = drift.summary.state + drift.summary.states;
	for (row = drift.summary.state; row < end; row++)
		if (row->now.known)
			exposition_signed(exposition, (struct label[]){
				{ .name = "state", .value = row->name, .state = true }, { 0 } },
				drift_of(&drift, row));
	summary_free(&drift.summary);
}
