// SPDX-License-Identifier: GPL-2.0-only
/* Holds hist.h against vectors, against its own definition, and against known samples. */

#include <stdint.h>
#include <stdlib.h>

#include "module/hist.h"
#include "procfs/abi.h"
#include "tests/unit/hist_vectors.h"
#include "tests/lib/tap.h"

static void check_vectors(void)
{
	size_t i;

	for (i = 0; i < sizeof(hist_vectors) / sizeof(hist_vectors[0]); i++)
		tap_report(tcpstate_hist_bucket(hist_vectors[i].ns) == hist_vectors[i].bucket,
			  "bucket %s", hist_vectors[i].name);
}

/* The bounds rise by a quarter of the power of two they are above. */
static void check_bounds(void)
{
	uint64_t bound = 1024, step = 256;
	unsigned int i;

	for (i = 0; i < TCPSTATE_HIST_FINITE; i++) {
		tap_report(tcpstate_hist_bound(i) == bound, "bound %u is %llu", i,
			  (unsigned long long)bound);
		tap_report(tcpstate_hist_bucket(bound) == i, "bound %u belongs to its bucket", i);
		tap_report(tcpstate_hist_bucket(bound + 1) == i + 1,
			  "one above bound %u belongs to the next", i);
		if (i && i % 4 == 0)
			step *= 2;
		bound += step;
	}
	tap_report(tcpstate_hist_bound(TCPSTATE_HIST_FINITE - 1) == 1ull << 46,
		  "the last bound is 2^46");
}

static void check_contract(void)
{
	tap_report(TCPSTATE_BUCKET_LOWEST_LOG2 == TCPSTATE_HIST_MIN_LOG2 &&
		   TCPSTATE_BUCKET_HIGHEST_LOG2 == TCPSTATE_HIST_MAX_LOG2 &&
		   TCPSTATE_BUCKET_SPLIT_LOG2 == TCPSTATE_HIST_SPLIT_LOG2,
		   "the buckets are those of the contract with readers");
}

/* What a reader makes of the buckets: the bound below which a share of them lies. */
static uint64_t quantile(const uint64_t *bucket, uint64_t count, double share)
{
	uint64_t seen = 0, rank = (uint64_t)(share * count);
	unsigned int i;

	for (i = 0; i < TCPSTATE_HIST_FINITE; i++) {
		seen += bucket[i];
		if (seen > rank)
			return tcpstate_hist_bound(i);
	}
	return UINT64_MAX;
}

/* What the path of every event takes for the usual is the same bucket. */
static void check_usual(void)
{
	unsigned int log2, usual, bucket, wrong = 0;
	uint64_t ns, step;

	for (log2 = 0; log2 < 64; log2++)
		for (step = 0; step < 64; step++) {
			ns = (1ull << log2) + step * ((1ull << log2) / 32 + 1) - 2;
			usual = tcpstate_hist_usual_bucket(ns);
			bucket = tcpstate_hist_bucket(ns);
			if (usual < TCPSTATE_HIST_FINITE ? usual != bucket :
							   bucket && bucket != TCPSTATE_HIST_INF)
				wrong++;
		}
	tap_report(!wrong, "the usual bucket is the bucket, or none, of 4,096 durations");
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void check_quantiles(void)
{
	static const double shares[] = { 0.01, 0.25, 0.5, 0.9, 0.99, 0.999 };
	enum { SAMPLES = 100000 };
	static uint64_t sample[SAMPLES], bucket[TCPSTATE_HIST_BUCKETS];
	uint64_t state = 42, truth, found;
	size_t i;

	for (i = 0; i < SAMPLES; i++) {
		state = state * 6364136223846793005ull + 1442695040888963407ull;
		/* From 2 µs to hours, every magnitude alike. */
		sample[i] = (2048ull << (state >> 59)) + (state >> 20 & 0x7ff);
		bucket[tcpstate_hist_bucket(sample[i])]++;
	}
	qsort(sample, SAMPLES, sizeof(sample[0]), compare);
	for (i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		truth = sample[(size_t)(shares[i] * SAMPLES)];
		found = quantile(bucket, SAMPLES, shares[i]);
		tap_report(found >= truth && found - truth <= truth / 4,
			  "quantile %g within 25 %%", shares[i]);
	}
}

int main(void)
{
	check_vectors();
	check_bounds();
	check_contract();
	check_usual();
	check_quantiles();
	return tap_done();
}
