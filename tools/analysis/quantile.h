/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads quantiles off the buckets of a histogram. */
#ifndef TCPSTATE_TOOLS_ANALYSIS_QUANTILE_H
#define TCPSTATE_TOOLS_ANALYSIS_QUANTILE_H

#include "tools/text/dwell.h"

/**
 * quantile_bucket_begin() - the bound below a bucket
 * @row: the dwells of an arc
 * @bucket: of it, below the number of buckets
 *
 * Follows procfs/ABI: four buckets a power of two, of which empty ones are left out of
 * the text.
 *
 * Return: the longest dwell that is too short for the bucket, in ns; 0 for the lowest.
 */
uint64_t quantile_bucket_begin(const struct dwell_row *row, size_t bucket);

/**
 * quantile_of() - how long a share of the dwells lasted at the most
 * @row: the dwells of an arc
 * @share: of them, above 0 up to 1
 *
 * Within a bucket dwells are taken to be spread evenly: the result is off by 25 % at the
 * most, for dwells above 1 µs.
 *
 * Return: the time in ns; not known if nothing was measured.
 */
struct number quantile_of(const struct dwell_row *row, double share);

#endif
