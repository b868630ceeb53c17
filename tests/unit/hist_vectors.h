/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Durations and the buckets they belong to, for userspace and kernel tests alike.
 * Worked out by hand from the definition in procfs/ABI, not by the code under test.
 */
#ifndef TCPSTATE_TESTS_UNIT_HIST_VECTORS_H
#define TCPSTATE_TESTS_UNIT_HIST_VECTORS_H

#include <linux/types.h>

static const struct hist_vector {
	__u64 ns;
	unsigned int bucket;
	const char *name;
} hist_vectors[] = {
	{ 0, 0, "zero" },
	{ 1, 0, "one" },
	{ 1023, 0, "below the first bound" },
	{ 1024, 0, "at the first bound" },
	{ 1025, 1, "above the first bound" },
	{ 1280, 1, "at 1.25 times 2^10" },
	{ 1281, 2, "above 1.25 times 2^10" },
	{ 1536, 2, "at 1.5 times 2^10" },
	{ 1537, 3, "above 1.5 times 2^10" },
	{ 1792, 3, "at 1.75 times 2^10" },
	{ 1793, 4, "above 1.75 times 2^10" },
	{ 2048, 4, "at 2^11" },
	{ 2049, 5, "above 2^11" },
	{ 2560, 5, "at 1.25 times 2^11" },
	{ 1ull << 20, 40, "at 2^20" },
	{ (1ull << 20) + 1, 41, "above 2^20" },
	{ 1000000000ull, 80, "one second" },
	{ 60000000000ull, 103, "a minute" },
	{ (1ull << 45) + 1, 141, "above 2^45" },
	{ (1ull << 46) - 1, 144, "below the last bound" },
	{ 1ull << 46, 144, "at the last bound" },
	{ (1ull << 46) + 1, 145, "above the last bound" },
	{ ~0ull - 1, 145, "next to the largest" },
	{ ~0ull, 145, "the largest" },
};

#endif
