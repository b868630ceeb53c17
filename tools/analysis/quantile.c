// SPDX-License-Identifier: GPL-2.0-only
/* Reads quantiles off the buckets of a histogram. */

#include <math.h>

#include "procfs/abi.h"
#include "tools/analysis/quantile.h"

uint64_t quantile_bucket_begin(const struct dwell_row *row, size_t bucket)
{
	uint64_t bound = row->bucket[bucket].bound_ns;
	uint64_t below = bucket ? row->bucket[bucket - 1].bound_ns : 0, begin = 0;
	unsigned int log2;

	if (bound == DWELL_UNBOUNDED) {
		begin = UINT64_C(1) << TCPSTATE_BUCKET_HIGHEST_LOG2;
	} else if (bound > UINT64_C(1) << TCPSTATE_BUCKET_LOWEST_LOG2) {
		log2 = 63 - __builtin_clzll(bound - 1);
		begin = bound - (UINT64_C(1) << (log2 - TCPSTATE_BUCKET_SPLIT_LOG2));
	}
	return begin > below ? begin : below;
}

static uint64_t within(const struct dwell_row *row, size_t bucket, double part)
{
	uint64_t begin = quantile_bucket_begin(row, bucket);
	uint64_t end = row->bucket[bucket].bound_ns;

	/* Nothing was longer than the longest. */
	if (row->max_ns.known && row->max_ns.value <= end)
		end = row->max_ns.value;
	else if (end == DWELL_UNBOUNDED)
		return begin;
	return end > begin ? begin + (uint64_t)((double)(end - begin) * part) : end;
}

/* Counted from 1. */
static uint64_t rank_of(uint64_t count, double share)
{
	double rank = ceil(share * (double)count);

	if (rank < 1)
		return 1;
	return rank < (double)count ? (uint64_t)rank : count;
}

struct number quantile_of(const struct dwell_row *row, double share)
{
	uint64_t left;
	size_t i;

	if (!row->count.known || !row->count.value)
		return (struct number){ .known = false };
	left = rank_of(row->count.value, share);
	if (left == row->count.value && row->max_ns.known)
		return row->max_ns;
	for (i = 0; i < row->buckets; i++) {
		if (left <= row->bucket[i].count)
			return (struct number){
				.known = true,
				.value = within(row, i, ((double)left - 0.5) /
							(double)row->bucket[i].count),
			};
		left -= row->bucket[i].count;
	}
	return (struct number){ .known = false };
}
