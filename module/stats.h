/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The counters of one namespace: arcs and ages per CPU, and what is too rare for
 * that. The host's are the sums over its namespaces, which only a reader needs.
 *
 * The contract:
 *
 * 1. Writers are the probe, in any context but hardirq and NMI, nested in itself
 *    by softirqs, and the baseline. They write with this_cpu_*() only: no lock,
 *    no line that another CPU writes.
 * 2. Each counter is exact and never decreases.
 * 3. A writer brackets each event with tcpstate_stats_begin() and _end(), preemption
 *    off. A reader who finds a CPU's brackets closed before and after copying its
 *    counts has copied whole events: without that, half an event would make a sum
 *    of ages wrong by a whole uptime. And where no bracket was opened since the last
 *    copy, that is still right. Only the baseline writes without, before all readings.
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

/*
 * Points in time are summed in units of 2^18 ns, 0.26 ms. The sums are modulo 2^64, and
 * with 2^24 sockets, each four years old, their difference is still below 2^63.
 */
enum { TCPSTATE_STATS_TIME_LOG2 = 18 };

static __always_inline u64 tcpstate_stats_time(u64 ns)
{
	return ns >> TCPSTATE_STATS_TIME_LOG2;
}

/**
 * struct tcpstate_counts - one CPU's share of a scope
 * @begun: events begun
 * @ended: events ended
 * @arc: events by arc; the first two cells are those that are none
 * @parked: minisocks parked in FIN_WAIT2, no arc yet
 * @untracked: ages lost
 * @since_sum: by state, the sum of the times at which tracked sockets entered it, in
 *	units of TCPSTATE_STATS_TIME_LOG2, modulo 2^64
 * @since_gone: the same sum of those that left it again
 * @tracked_extra: by state, how many more sockets are tracked than the arcs say, modulo 2^64:
 *	those of the baseline, less those that found no room
 */
struct tcpstate_counts {
	u64 begun;
	u64 ended;
	u64 arc[TCPSTATE_ARCS];
	u64 parked;
	u64 untracked;
	u64 since_sum[TCPSTATE_STATES];
	u64 since_gone[TCPSTATE_STATES];
	u64 tracked_extra[TCPSTATE_STATES];
};

/**
 * struct tcpstate_rare - a scope's counters that are too rare to be per CPU
 * @left: sockets that left a state without an arc: resyncs
 * @parked_closed: parked minisocks that went away
 * @parked_time_wait: parked minisocks that went to TIME_WAIT
 * @unexpected_total: events of pairs that are no arc
 * @unexpected_pair: those by [old][new]
 * @at_load: sockets of the baseline, by state; constant once loaded
 * @entered: sockets that entered a state without an arc: late ones, resyncs
 * @late: counts late discoveries
 * @resync: counts repairs
 */
struct tcpstate_rare {
	atomic64_t left[TCPSTATE_STATES];
	atomic64_t parked_closed;
	atomic64_t parked_time_wait;
	atomic64_t unexpected_total;
	atomic64_t unexpected_pair[TCPSTATE_STATES][TCPSTATE_STATES];
	atomic64_t at_load[TCPSTATE_STATES];
	atomic64_t entered[TCPSTATE_STATES];
	atomic64_t late;
	atomic64_t resync;
};

/* CPUs whose counts are folded into one for the host's readings. */
enum { TCPSTATE_FOLDED_CPUS = 8 };

/**
 * struct tcpstate_stats - the counters of one namespace
 * @counts: per CPU
 * @folds: the sums of TCPSTATE_FOLDED_CPUS each, as the host's last reading found them;
 *	protected by the caller
 * @folded_plain: with the folds, of @rare all but @parked_closed and @parked_time_wait was 0
 * @rare: not per CPU
 */
struct tcpstate_stats {
	struct tcpstate_counts __percpu *counts;
	struct tcpstate_counts *folds;
	bool folded_plain;
	struct tcpstate_rare rare;
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
 * struct tcpstate_totals - what the host's readings need not add up again
 * @past: what was counted in namespaces that are no more
 * @past_rare: likewise
 * @folded: the sum of the folds of those that are; of @begun it says nothing
 */
struct tcpstate_totals {
	struct tcpstate_counts past;
	struct tcpstate_rare past_rare;
	struct tcpstate_counts folded;
};

/**
 * tcpstate_stats_minisocks() - how many timewait minisocks there have been
 * @stats: of a namespace
 *
 * Those at load included, and those that were parked; less those that were closed then
 * is what came to TIME_WAIT. Costs the number of possible CPUs.
 *
 * Return: how many.
 */
u64 tcpstate_stats_minisocks(const struct tcpstate_stats *stats);

/**
 * tcpstate_stats_past_minisocks() - how many came to TIME_WAIT in namespaces that are no more
 * @totals: their counters, protected by the caller
 *
 * Return: how many.
 */
u64 tcpstate_stats_past_minisocks(const struct tcpstate_totals *totals);

/**
 * tcpstate_stats_retire() - keep what a namespace counted
 * @totals: get it; protected by the caller
 * @stats: which nobody counts into any more
 */
void tcpstate_stats_retire(struct tcpstate_totals *totals, const struct tcpstate_stats *stats);

/**
 * tcpstate_stats_begin() - open the bracket around an event's counting
 * @counts: of its namespace. Preemption is off until tcpstate_stats_end()
 */
static __always_inline void tcpstate_stats_begin(struct tcpstate_counts __percpu *counts)
{
	this_cpu_inc(counts->begun);
	smp_wmb();
}

/**
 * tcpstate_stats_end() - close the bracket
 * @counts: of the namespace
 */
static __always_inline void tcpstate_stats_end(struct tcpstate_counts __percpu *counts)
{
	smp_wmb();
	this_cpu_inc(counts->ended);
}

/**
 * tcpstate_stats_enter() - a socket is now tracked in a state, which no arc tells
 * @counts: of its namespace, within a bracket or while loading
 * @state: which
 * @since_ns: since when
 */
static inline void tcpstate_stats_enter(struct tcpstate_counts __percpu *counts,
					enum tcpstate_state state, u64 since_ns)
{
	this_cpu_inc(counts->tracked_extra[state]);
	this_cpu_add(counts->since_sum[state], tcpstate_stats_time(since_ns));
}

/**
 * tcpstate_stats_leave() - a socket is no longer tracked in a state, which no arc tells
 * @counts: of its namespace, within a bracket
 * @state: which
 * @since_ns: what it entered with
 */
static inline void tcpstate_stats_leave(struct tcpstate_counts __percpu *counts,
					enum tcpstate_state state, u64 since_ns)
{
	this_cpu_dec(counts->tracked_extra[state]);
	this_cpu_add(counts->since_gone[state], tcpstate_stats_time(since_ns));
}

/**
 * tcpstate_stats_count_unexpected() - remember which pair an unexpected event had
 * @stats: of a scope
 * @from: the state before, as the kernel numbers it
 * @to: the state after
 */
void tcpstate_stats_count_unexpected(struct tcpstate_stats *stats, int from, int to);

/**
 * struct tcpstate_tally - room for a reading's arithmetic, too much for a stack
 * @departures: arcs as the first pass saw them, for what left the states
 * @rare: sums, read between the passes, of what left, and after them, of what entered
 * @sum: the second pass, over all CPUs
 * @copy: one CPU's counts
 * @torn: a CPU was in the middle of an event whenever the second pass looked
 */
struct tcpstate_tally {
	u64 departures[TCPSTATE_ARCS];
	struct tcpstate_rare rare;
	struct tcpstate_counts sum;
	struct tcpstate_counts copy;
	bool torn;
};

/**
 * tcpstate_stats_add_departures() - the first pass of a reading
 * @stats: of a namespace
 * @tally: zeroed before the first namespace; gets the departures
 *
 * Costs the number of possible CPUs.
 */
void tcpstate_stats_add_departures(const struct tcpstate_stats *stats,
				   struct tcpstate_tally *tally);

/**
 * tcpstate_stats_fold_departures() - the same for the host, which has many namespaces
 * @stats: of a namespace, its folds protected by the caller
 * @tally: holds the totals; gets what they lack
 *
 * Costs the CPUs that counted since the last tcpstate_stats_fold_arrivals(), and those
 * folded with them; for the others one comparison.
 *
 * Return: whether none counted since.
 */
bool tcpstate_stats_fold_departures(const struct tcpstate_stats *stats,
				    struct tcpstate_tally *tally);

/**
 * tcpstate_stats_add_total_departures() - the same of what need not be added up again
 * @totals: protected by the caller
 * @tally: gets the departures
 */
void tcpstate_stats_add_total_departures(const struct tcpstate_totals *totals,
					 struct tcpstate_tally *tally);

/**
 * tcpstate_stats_add_arrivals() - the second pass of a reading
 * @stats: of a namespace
 * @tally: holds the departures of all namespaces
 *
 * Costs the number of possible CPUs. May sleep.
 */
void tcpstate_stats_add_arrivals(const struct tcpstate_stats *stats, struct tcpstate_tally *tally);

/**
 * tcpstate_stats_fold_arrivals() - the same for the host, which has many namespaces
 * @stats: of a namespace, its folds protected by the caller
 * @totals: likewise; get what the folds have grown by
 * @tally: holds the departures, and the totals as they were when the pass began
 *
 * Costs as tcpstate_stats_fold_departures(), and returns the same.
 */
bool tcpstate_stats_fold_arrivals(struct tcpstate_stats *stats, struct tcpstate_totals *totals,
				  struct tcpstate_tally *tally);

/**
 * tcpstate_stats_add_total_arrivals() - the same of what need not be added up again
 * @totals: protected by the caller
 * @tally: holds the departures
 */
void tcpstate_stats_add_total_arrivals(const struct tcpstate_totals *totals,
				       struct tcpstate_tally *tally);

/**
 * tcpstate_stats_add_rare() - the part of the second pass that is not per CPU
 * @stats: of a namespace
 * @tally: holds the departures
 */
void tcpstate_stats_add_rare(const struct tcpstate_stats *stats, struct tcpstate_tally *tally);

/**
 * tcpstate_stats_derive() - turn a tally into a snapshot
 * @tally: after both passes
 * @time_wait_left: minisocks that left TIME_WAIT, read before the second pass
 * @snapshot: zeroed but for @now_ns, a moment after both passes; gets all but the scope
 *	and what concerns half-open requests
 */
void tcpstate_stats_derive(const struct tcpstate_tally *tally, u64 time_wait_left,
			   struct tcpstate_snapshot *snapshot);

#endif
