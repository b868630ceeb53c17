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
 * tcpstate_hist_is_finite() - whether a duration is between the first and the last bound
 * @ns: the duration
 *
 * One comparison, for the path of every event.
 *
 * Return: false for those that belong into the first bucket or into the last.
 */
static inline _Bool tcpstate_hist_is_finite(__u64 ns)
{
	const __u64 first = 1ull << TCPSTATE_HIST_MIN_LOG2, last = 1ull << TCPSTATE_HIST_MAX_LOG2;

	return ns - first - 1 < last - first;
}

/**
 * tcpstate_hist_bucket() - the bucket that a duration falls into
 * @ns: the duration
 *
 * Return: below TCPSTATE_HIST_BUCKETS.
 */
static inline unsigned int tcpstate_hist_bucket(__u64 ns)
{
	unsigned int log2;

	if (!tcpstate_hist_is_finite(ns))
		return ns > 1ull << TCPSTATE_HIST_MAX_LOG2 ? TCPSTATE_HIST_INF : 0;
	/* Bounds are inclusive: one less belongs to the same bucket and shows its bits. */
	ns--;
	/* Written so that it is the one instruction that it should be. */
	log2 = (unsigned int)__builtin_clzll(ns) ^ 63;
	return (log2 << TCPSTATE_HIST_SPLIT_LOG2) +
	       (unsigned int)(ns >> (log2 - TCPSTATE_HIST_SPLIT_LOG2)) -
	       ((TCPSTATE_HIST_MIN_LOG2 + 1) << TCPSTATE_HIST_SPLIT_LOG2) + 1;
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
