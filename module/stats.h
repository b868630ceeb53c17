/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The counters of one scope, the host or a namespace: arcs per CPU, ages per
 * CPU, and what is too rare for that.
 *
 * The contract:
 *
 * 1. Writers are the probe, in any context but hardirq and NMI, nested in itself
 *    by softirqs, and the baseline. They write with this_cpu_*() only: no lock,
 *    no line that another CPU writes.
 * 2. Each counter is exact and never decreases.
 * 3. A writer brackets an event with tcpstate_stats_begin() and _end() on the
 *    host's counters, preemption off. A reader who finds a CPU's brackets closed
 *    before and after copying its counts has copied whole events: without that,
 *    half an event would make a sum of ages wrong by a whole uptime.
 * 4. A reading is not an instant. What left states is read before what entered
 *    them, so whoever is seen leaving is seen entering: no gauge is negative. The
 *    socket lock, under which a socket's events follow each other, orders the
 *    two writes; smp_rmb() between the passes orders the reads.
 */
#ifndef TCPSTATE_MODULE_STATS_H
#define TCPSTATE_MODULE_STATS_H

#include <linux/atomic.h>
#include <linux/percpu.h>
#include <linux/types.h>

#include "module/states.h"

struct tcpstate_snapshot;

/**
 * struct tcpstate_ages - the tracked sockets of one state, this CPU's share
 * @tracked: how many; a share can wrap below 0, the sum over CPUs does not
 * @since_sum_ns: the sum of the times at which they entered, modulo 2^64
 */
struct tcpstate_ages {
	u64 tracked;
	u64 since_sum_ns;
};

/**
 * struct tcpstate_counts - one CPU's share of a scope
 * @begun: events begun, used in the host's counts only
 * @ended: events ended, likewise
 * @arc: events by arc; the first two cells are those that are none
 * @parked: minisocks parked in FIN_WAIT2, no arc yet
 * @untracked: ages lost
 * @ages: by state
 */
struct tcpstate_counts {
	u64 begun;
	u64 ended;
	u64 arc[TCPSTATE_ARCS];
	u64 parked;
	u64 untracked;
	struct tcpstate_ages ages[TCPSTATE_CLOSING + 1];
};

/**
 * struct tcpstate_stats - the counters of one scope
 * @counts: per CPU
 * @at_load: sockets of the baseline, by state; constant once loaded
 * @entered: sockets that entered a state without an arc: late ones, resyncs
 * @left: sockets that left a state without an arc: resyncs
 * @late: counts late discoveries
 * @resync: counts repairs
 * @flipped: parked minisocks that went to TIME_WAIT
 * @gone: parked minisocks that went away
 * @time_wait_left: the largest derived count of TIME_WAIT to CLOSE
 * @stray: events of pairs that are no arc, by [old][new]
 */
struct tcpstate_stats {
	struct tcpstate_counts __percpu *counts;
	atomic64_t at_load[TCPSTATE_STATES];
	atomic64_t entered[TCPSTATE_STATES];
	atomic64_t left[TCPSTATE_STATES];
	atomic64_t late;
	atomic64_t resync;
	atomic64_t flipped;
	atomic64_t gone;
	atomic64_t time_wait_left;
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
 * tcpstate_stats_begin() - open the bracket around an event's counting
 * @host: the host's counts. Preemption is off until tcpstate_stats_end()
 */
static __always_inline void tcpstate_stats_begin(struct tcpstate_counts __percpu *host)
{
	this_cpu_inc(host->begun);
	smp_wmb();
}

/**
 * tcpstate_stats_end() - close the bracket
 * @host: the host's counts
 */
static __always_inline void tcpstate_stats_end(struct tcpstate_counts __percpu *host)
{
	smp_wmb();
	this_cpu_inc(host->ended);
}

/**
 * tcpstate_stats_enter() - a tracked socket is now in a state
 * @counts: of a scope, within a bracket
 * @state: which
 * @since_ns: since when
 */
static __always_inline void tcpstate_stats_enter(struct tcpstate_counts __percpu *counts,
						 enum tcpstate_state state, u64 since_ns)
{
	this_cpu_inc(counts->ages[state].tracked);
	this_cpu_add(counts->ages[state].since_sum_ns, since_ns);
}

/**
 * tcpstate_stats_leave() - a tracked socket is no longer in a state
 * @counts: of a scope, within a bracket
 * @state: which
 * @since_ns: what it entered with
 */
static __always_inline void tcpstate_stats_leave(struct tcpstate_counts __percpu *counts,
						 enum tcpstate_state state, u64 since_ns)
{
	this_cpu_dec(counts->ages[state].tracked);
	this_cpu_sub(counts->ages[state].since_sum_ns, since_ns);
}

/**
 * tcpstate_stats_count_stray() - remember which pair an unexpected event had
 * @stats: of a scope
 * @from: the state before, as the kernel numbers it
 * @to: the state after
 */
void tcpstate_stats_count_stray(struct tcpstate_stats *stats, int from, int to);

/**
 * struct tcpstate_tally - room for a reading's arithmetic, too much for a stack
 * @departures: arcs as the first pass saw them, for what left the states
 * @departures_parked: minisocks parked until then
 * @sum: the second pass, over all CPUs
 * @copy: one CPU's counts
 */
struct tcpstate_tally {
	u64 departures[TCPSTATE_ARCS];
	u64 departures_parked;
	struct tcpstate_counts sum;
	struct tcpstate_counts copy;
};

/**
 * tcpstate_stats_read_departures() - the first pass of a reading
 * @stats: of a scope
 * @tally: zeroed; gets the departures
 *
 * Costs the number of possible CPUs.
 */
void tcpstate_stats_read_departures(const struct tcpstate_stats *stats,
				    struct tcpstate_tally *tally);

/**
 * tcpstate_stats_read() - the second pass: turn counters into a snapshot
 * @stats: of a scope
 * @host: the host's counts, which carry the brackets
 * @tally: holds the departures
 * @minisocks: the kernel's own count of the scope's timewait minisocks, read, and
 *	the parked ones looked up, between the two passes
 * @snapshot: zeroed; gets all but the scope and what concerns half-open requests
 *
 * Costs the number of possible CPUs, whatever the number of sockets. May sleep.
 */
void tcpstate_stats_read(struct tcpstate_stats *stats,
			 const struct tcpstate_counts __percpu *host,
			 struct tcpstate_tally *tally, u64 minisocks,
			 struct tcpstate_snapshot *snapshot);

/**
 * tcpstate_stats_settle_time_wait() - fix TIME_WAIT's at_load so that none has left
 * @stats: of a scope, at the end of its baseline
 * @tally: zeroed, then filled by tcpstate_stats_read_departures()
 * @minisocks: as in tcpstate_stats_read()
 *
 * Minisocks are not counted one by one at load: the kernel's own number says how
 * many there are.
 */
void tcpstate_stats_settle_time_wait(struct tcpstate_stats *stats,
				     const struct tcpstate_tally *tally, u64 minisocks);

#endif
