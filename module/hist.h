/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From nanoseconds to a bucket of a histogram and back.
 *
 * Log-linear: four buckets for each power of two from 2^10 to 2^46 ns, 1 µs to 19
 * hours, one below and one above. A bucket holds what is above the bound of the one
 * before, up to and including its own: a quantile read off the bounds is never more
 * than 25 % above the true value. Every power of two is a bound, so four buckets fold
 * into one of a power-of-two histogram exactly.
 *
 * PURE: no kernel types, compiles in userspace unchanged.
 */
#ifndef TCPSTATE_MODULE_HIST_H
#define TCPSTATE_MODULE_HIST_H

#include <linux/types.h>

enum {
	TCPSTATE_HIST_MIN_LOG2 = 10,
	TCPSTATE_HIST_MAX_LOG2 = 46,
	TCPSTATE_HIST_SPLIT_LOG2 = 2,
	TCPSTATE_HIST_FINITE = 1 + ((TCPSTATE_HIST_MAX_LOG2 - TCPSTATE_HIST_MIN_LOG2)
				    << TCPSTATE_HIST_SPLIT_LOG2),
	TCPSTATE_HIST_INF = TCPSTATE_HIST_FINITE,
	TCPSTATE_HIST_BUCKETS,
};

/**
 * tcpstate_hist_usual_bucket() - the bucket of a duration from 1 us on that has a bound
 * @ns: the duration, any
 *
 * For the path of every event: no comparison but the caller's.
 *
 * Return: the bucket; for durations of other buckets TCPSTATE_HIST_FINITE or more, but
 * for some of the first bucket, of which it is 0.
 */
static inline unsigned int tcpstate_hist_usual_bucket(__u64 ns)
{
	unsigned int log2;

	/* Bounds are inclusive: one less belongs to the same bucket and shows its bits. */
	ns = (ns - 1) | 1;
	/* Not 63 less it, which takes one instruction more. */
	log2 = (unsigned int)__builtin_clzll(ns) ^ 63;
	return (log2 << TCPSTATE_HIST_SPLIT_LOG2) +
	       (unsigned int)(ns >> ((log2 - TCPSTATE_HIST_SPLIT_LOG2) & 63)) -
	       ((TCPSTATE_HIST_MIN_LOG2 + 1) << TCPSTATE_HIST_SPLIT_LOG2) + 1;
}

/**
 * tcpstate_hist_bucket() - the bucket that a duration falls into
 * @ns: the duration
 *
 * Return: below TCPSTATE_HIST_BUCKETS.
 */
static inline unsigned int tcpstate_hist_bucket(__u64 ns)
{
	if (ns <= 1ull << TCPSTATE_HIST_MIN_LOG2)
		return 0;
	if (ns > 1ull << TCPSTATE_HIST_MAX_LOG2)
		return TCPSTATE_HIST_INF;
	return tcpstate_hist_usual_bucket(ns);
}

/**
 * tcpstate_hist_bound() - the upper bound of a bucket
 * @bucket: below TCPSTATE_HIST_FINITE; the last bucket has none
 *
 * Return: the longest duration that falls into it, in ns.
 */
static inline __u64 tcpstate_hist_bound(unsigned int bucket)
{
	unsigned int log2, quarter;

	if (!bucket)
		return 1ull << TCPSTATE_HIST_MIN_LOG2;
	bucket--;
	log2 = TCPSTATE_HIST_MIN_LOG2 + (bucket >> TCPSTATE_HIST_SPLIT_LOG2);
	quarter = bucket & ((1 << TCPSTATE_HIST_SPLIT_LOG2) - 1);
	return (1ull << log2) + ((__u64)(quarter + 1) << (log2 - TCPSTATE_HIST_SPLIT_LOG2));
}

#endif
