/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How long sockets stayed in a state before they left it: a histogram an arc and
 * CPU, for the host.
 *
 * Only what was seen from its beginning is measured. The others (open at load, age
 * lost, parked) are the difference between an arc's count and its buckets, so there
 * is nothing to count for them.
 */
#ifndef TCPSTATE_MODULE_DWELL_H
#define TCPSTATE_MODULE_DWELL_H

#include <linux/build_bug.h>
#include <linux/compiler.h>
#include <linux/percpu.h>
#include <linux/types.h>

#include "module/hist.h"
#include "module/states.h"

/* The arcs out of a state in which a socket is tracked; they stand side by side. */
enum {
	TCPSTATE_DWELL_FIRST = TCPSTATE_ARC_LAST_BIRTH + 1,
	TCPSTATE_DWELL_LAST = TCPSTATE_ARC_CLOSING_TIME_WAIT,
	TCPSTATE_DWELL_ARCS = TCPSTATE_DWELL_LAST - TCPSTATE_DWELL_FIRST + 1,
};

/**
 * struct tcpstate_dwell_arc - the measured dwells of one arc
 * @sum_ns: their sum, modulo 2^64; of a reading: TCPSTATE_NO_NUMBER if it is more
 * @max_ns: the longest
 * @unbounded_sum: the sum of those in the last bucket, in units of 2^20 ns
 * @bucket: how many, see hist.h
 */
struct tcpstate_dwell_arc {
	u64 sum_ns;
	u64 max_ns;
	u64 unbounded_sum;
	u64 bucket[TCPSTATE_HIST_BUCKETS];
};

/* One CPU's share. */
struct tcpstate_dwell_counts {
	struct tcpstate_dwell_arc arc[TCPSTATE_DWELL_ARCS];
};
/* The most that alloc_percpu() gives. */
static_assert(sizeof(struct tcpstate_dwell_counts) <= PCPU_MIN_UNIT_SIZE);

/**
 * struct tcpstate_dwell - the histograms
 * @counts: per CPU
 */
struct tcpstate_dwell {
	struct tcpstate_dwell_counts __percpu *counts;
};

/**
 * tcpstate_dwell_init() - make the histograms, all empty
 * @dwell: zeroed memory
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_dwell_init(struct tcpstate_dwell *dwell);

/**
 * tcpstate_dwell_uninit() - free them
 * @dwell: into which nobody counts any more
 */
void tcpstate_dwell_uninit(struct tcpstate_dwell *dwell);

void tcpstate_dwell_raise_max(struct tcpstate_dwell_arc __percpu *arc, u64 dwell_ns);
void tcpstate_dwell_count_extreme(struct tcpstate_dwell_arc __percpu *arc, u64 dwell_ns);

/**
 * tcpstate_dwell_count() - one dwell was measured
 * @dwell: the histograms
 * @arc: the arc that ended it, TCPSTATE_DWELL_FIRST to TCPSTATE_DWELL_LAST
 * @dwell_ns: how long it was; a clock that stepped back between two CPUs counts as 0
 *
 * Context: preemption off; softirqs may nest.
 */
static __always_inline void tcpstate_dwell_count(struct tcpstate_dwell *dwell,
						 unsigned long arc, u64 dwell_ns)
{
	struct tcpstate_dwell_arc __percpu *hist = &dwell->counts->arc[arc - TCPSTATE_DWELL_FIRST];
	unsigned int bucket = tcpstate_hist_usual_bucket(dwell_ns);

	/* One address, or the compiler makes one out of shifts and additions for each use. */
	OPTIMIZER_HIDE_VAR(hist);
	if (unlikely(bucket >= TCPSTATE_HIST_FINITE)) {
		tcpstate_dwell_count_extreme(hist, dwell_ns);
		return;
	}
	this_cpu_inc(hist->bucket[bucket]);
	this_cpu_add(hist->sum_ns, dwell_ns);
	if (unlikely(dwell_ns > this_cpu_read(hist->max_ns)))
		tcpstate_dwell_raise_max(hist, dwell_ns);
}

/**
 * tcpstate_dwell_read() - add up one arc's histogram over the CPUs
 * @dwell: the histograms
 * @arc: TCPSTATE_DWELL_FIRST to TCPSTATE_DWELL_LAST
 * @sum: overwritten
 *
 * May sleep.
 */
void tcpstate_dwell_read(const struct tcpstate_dwell *dwell, enum tcpstate_arc arc,
			 struct tcpstate_dwell_arc *sum);

#endif
