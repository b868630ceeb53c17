/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Counters of arcs, per CPU, and the gauges derived from them.
 *
 * The contract:
 *
 * 1. tcpstate_stats_count() may be called in any context but NMI, nested in
 *    itself by a softirq on the same CPU, and preempted: one this_cpu_inc() a
 *    counter, no lock, no line that another CPU writes.
 * 2. Each counter is exact and never decreases.
 * 3. A reading is not an instant. What left a state is read before what entered
 *    states, so that whoever is seen leaving was seen entering: no gauge is
 *    negative. At rest the two add up exactly.
 */
#ifndef TCPSTATE_MODULE_STATS_H
#define TCPSTATE_MODULE_STATS_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/types.h>

#include "module/states.h"

struct tcpstate_snapshot;

/**
 * struct tcpstate_counts - one CPU's share
 * @arc: events by arc; the first two cells are those that are none
 */
struct tcpstate_counts {
	u64 arc[TCPSTATE_ARCS];
};

/**
 * struct tcpstate_stats - the counters of one scope
 * @counts: per CPU
 * @stray: events of pairs that are no arc, by [old][new]; too rare for a share
 *	per CPU
 */
struct tcpstate_stats {
	struct tcpstate_counts __percpu *counts;
	atomic64_t stray[TCPSTATE_STATES][TCPSTATE_STATES];
};

/**
 * tcpstate_stats_init() - make the counters, all 0
 * @stats: zeroed memory
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_stats_init(struct tcpstate_stats *stats);

/**
 * tcpstate_stats_uninit() - free what tcpstate_stats_init() made
 * @stats: which nobody counts into any more
 */
void tcpstate_stats_uninit(struct tcpstate_stats *stats);

/**
 * tcpstate_stats_count_stray() - remember which pair an unexpected event had
 * @stats: the counters
 * @from: the state before, as the kernel numbers it
 * @to: the state after
 */
void tcpstate_stats_count_stray(struct tcpstate_stats *stats, int from, int to);

/**
 * tcpstate_stats_count() - count one event
 * @stats: the counters
 * @from: the state before, as the kernel numbers it
 * @to: the state after
 */
static inline void tcpstate_stats_count(struct tcpstate_stats *stats, int from, int to)
{
	enum tcpstate_arc arc = tcpstate_arc(from, to);

	this_cpu_inc(stats->counts->arc[arc]);
	if (unlikely(arc == TCPSTATE_ARC_UNEXPECTED))
		tcpstate_stats_count_stray(stats, from, to);
}

/**
 * tcpstate_stats_read() - fill the counters' part of a reading
 * @stats: the counters
 * @snapshot: zeroed; gets transitions, entered, left, now, and the counters of
 *	events that are no arc
 *
 * Costs the number of possible CPUs, whatever the number of sockets. May sleep.
 */
void tcpstate_stats_read(const struct tcpstate_stats *stats, struct tcpstate_snapshot *snapshot);

#endif
