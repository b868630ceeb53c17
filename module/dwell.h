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
 * @sum_ns: their sum
 * @max_ns: the longest
 * @bucket: how many, see hist.h
 */
struct tcpstate_dwell_arc {
	u64 sum_ns;
	u64 max_ns;
	u64 bucket[TCPSTATE_HIST_BUCKETS];
};

/* One CPU's share; alloc_percpu() gives at most 32 KiB. */
struct tcpstate_dwell_counts {
	struct tcpstate_dwell_arc arc[TCPSTATE_DWELL_ARCS];
};

/**
 * struct tcpstate_dwell - the histograms
 * @counts: per CPU
 * @arc_0: where one of an arc numbered 0 would be, for the path of every event
 */
struct tcpstate_dwell {
	struct tcpstate_dwell_counts __percpu *counts;
	void __percpu *arc_0;
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
 * @arc: the arc that ended it, as wide as an index is
 * @dwell_ns: how long it was; a clock that stepped back between two CPUs counts as 0
 *
 * Context: preemption off; softirqs may nest.
 */
static __always_inline void tcpstate_dwell_count(struct tcpstate_dwell *dwell,
						 unsigned long arc, u64 dwell_ns)
{
	unsigned long stride = sizeof(struct tcpstate_dwell_arc);
	struct tcpstate_dwell_arc __percpu *hist;

	/* One multiplication is less than the shifts and additions it would be made of. */
	OPTIMIZER_HIDE_VAR(stride);
	hist = dwell->arc_0 + arc * stride;
	if (unlikely(!tcpstate_hist_is_finite(dwell_ns))) {
		tcpstate_dwell_count_extreme(hist, dwell_ns);
		return;
	}
	this_cpu_inc(hist->bucket[tcpstate_hist_bucket(dwell_ns)]);
	this_cpu_add(hist->sum_ns, dwell_ns);
	if (unlikely(dwell_ns > this_cpu_read(hist->max_ns)))
		tcpstate_dwell_raise_max(hist, dwell_ns);
}

/**
 * tcpstate_dwell_read() - add up one arc's histogram over the CPUs
 * @dwell: the histograms
 * @arc: TCPSTATE_DWELL_FIRST to TCPSTATE_DWELL_LAST
 * @sum: overwritten
 */
void tcpstate_dwell_read(const struct tcpstate_dwell *dwell, enum tcpstate_arc arc,
			 struct tcpstate_dwell_arc *sum);

#endif
