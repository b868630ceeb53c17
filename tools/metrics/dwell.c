// SPDX-License-Identifier: GPL-2.0-only
/* Dwell times as histograms of Prometheus. */

#include "procfs/abi.h"
#include "tools/metrics/metrics.h"

static void put_bucket(struct exposition *exposition, const struct dwell_row *row,
		       const char *bound, uint64_t count)
{
	exposition_part(exposition, "_bucket", (struct label[]){
		{ .name = "from", .value = row->from, .state = true },
		{ .name = "to", .value = row->to, .state = true },
		{ .name = "le", .value = bound },
		{ 0 } }, count, false);
}

/*
 * All arcs have the same buckets, so that histograms can be added up: a bound for each power of
 * two from 1.024 us to 19.5 h, the range of the text. The text has four bounds for each power, the
 * last of which is the power itself, so that no bucket has to be split.
 */
static void put_row(struct exposition *exposition, const struct dwell_row *row,
		    struct number created_ns)
{
	struct label labels[] = {
		{ .name = "from", .value = row->from, .state = true },
		{ .name = "to", .value = row->to, .state = true },
		{ 0 },
	};
	char seconds[SECONDS_MAX];
	uint64_t bound_ns, seen = 0;
	unsigned int log2;
	size_t i = 0;

	for (log2 = TCPSTATE_BUCKET_LOWEST_LOG2; log2 <= TCPSTATE_BUCKET_HIGHEST_LOG2; log2++) {
		bound_ns = UINT64_C(1) << log2;
		while (i < row->buckets && row->bucket[i].bound_ns <= bound_ns)
			seen += row->bucket[i++].count;
		put_bucket(exposition, row, exposition_seconds(bound_ns, seconds), seen);
	}
	put_bucket(exposition, row, "+Inf", row->count.value);
	/* OpenMetrics requires both or none; the last bucket has the count in any case. */
	if (row->sum_ns.known) {
		exposition_part(exposition, "_count", labels, row->count.value, false);
		exposition_part(exposition, "_sum", labels, row->sum_ns.value, true);
	}
	exposition_created(exposition, labels, created_ns);
}

void metrics_dwell(struct exposition *exposition, const struct dwell_text *dwell,
		   struct number created_ns)
{
	const struct dwell_row *row;

	exposition_family(exposition, (struct metric_family){
		"tcpstate_dwell_seconds", METRIC_HISTOGRAM, "seconds",
		"How long sockets stayed in a state before they went to another." });
	for (row = dwell->row; row < dwell->row + dwell->rows; row++)
		if (row->count.known)
			put_row(exposition, row, created_ns);
}
