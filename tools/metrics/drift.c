// SPDX-License-Identifier: GPL-2.0-only
/* The difference between the module's counts and a dump of all sockets, as a metric. */

#include "procfs/abi.h"
#include "tools/host/socket_counts.h"
#include "tools/metrics/metrics.h"
#include "tools/recording/counts.h"

/* A scrape must not take long: give up, the next one may find a quieter moment. */
enum { TRIES = 5 };

/* Reads between two equal dumps: no socket changed its state, so all three should agree. */
static bool read_quietly(struct socket_counts *counts, struct summary *summary)
{
	struct socket_counts after;
	int i;

	for (i = 0; i < TRIES; i++) {
		if (!socket_counts_dump(counts))
			return false;
		counts_read(summary, "/proc/net/" TCPSTATE_PROC_SUMMARY);
		if (socket_counts_dump(&after) && socket_counts_equal(counts, &after))
			return true;
		summary_free(summary);
	}
	return false;
}

void metrics_drift(struct exposition *exposition)
{
	const struct state_row *row;
	struct summary summary;
	struct socket_counts counts;

	if (!read_quietly(&counts, &summary))
		return;
	exposition_family(exposition, (struct metric_family){
		"tcpstate_drift_sockets", METRIC_GAUGE, NULL,
		"Sockets in the state that the module counts less those that sock_diag lists, in the reader's network namespace." });
	for (row = summary.state; row < summary.state + summary.states; row++)
		if (row->now.known)
			exposition_signed(exposition, (struct label[]){
				{ .name = "state", .value = row->name, .state = true }, { 0 } },
				row->now.value - socket_counts_of(&counts, row->name));
	summary_free(&summary);
}
