// SPDX-License-Identifier: GPL-2.0-only
/* Adds up what the CPUs counted, and derives the gauges from it. */

#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "module/snapshot.h"
#include "module/stats.h"

/*
 * A CPU whose brackets stay open is one that was taken away in the middle of an
 * event (a vCPU): do not wait for it for ever, say that ages are not known.
 */
enum { QUIET_MOMENT_TRIES = 1000 };

int tcpstate_stats_init(struct tcpstate_stats *stats)
{
	stats->counts = alloc_percpu(struct tcpstate_counts);
	return stats->counts ? 0 : -ENOMEM;
}

void tcpstate_stats_uninit(struct tcpstate_stats *stats)
{
	free_percpu(stats->counts);
	stats->counts = NULL;
}

void tcpstate_stats_count_stray(struct tcpstate_stats *stats, int from, int to)
{
	atomic64_inc(&stats->stray[tcpstate_state_of(from)][tcpstate_state_of(to)]);
}

/* Possible CPUs, not online ones: one that went away keeps what it counted. */
void tcpstate_stats_read_departures(const struct tcpstate_stats *stats,
				    struct tcpstate_tally *tally)
{
	const struct tcpstate_counts *counts;
	unsigned int i;
	int cpu;

	for_each_possible_cpu(cpu) {
		counts = per_cpu_ptr(stats->counts, cpu);
		for (i = 0; i < TCPSTATE_ARCS; i++)
			tally->departures[i] += READ_ONCE(counts->arc[i]);
		tally->departures_parked += READ_ONCE(counts->parked);
	}
	/* Pairs with the locks that lie between a socket's entering and its leaving. */
	smp_rmb();
}

static void copy_counts(struct tcpstate_counts *copy, const struct tcpstate_counts *counts)
{
	const u64 *from = (const u64 *)counts;
	u64 *to = (u64 *)copy;
	unsigned int i;

	for (i = 0; i < sizeof(*copy) / sizeof(u64); i++)
		to[i] = READ_ONCE(from[i]);
}

/* True if the copy holds whole events only. */
static bool copy_quietly(struct tcpstate_counts *copy, const struct tcpstate_counts *counts,
			 const struct tcpstate_counts *host)
{
	unsigned int tries;
	u64 ended;

	for (tries = 0; tries < QUIET_MOMENT_TRIES; tries++) {
		ended = READ_ONCE(host->ended);
		smp_rmb();
		copy_counts(copy, counts);
		smp_rmb();
		if (READ_ONCE(host->begun) == ended)
			return true;
		cpu_relax();
	}
	return false;
}

static void add_counts(struct tcpstate_counts *sum, const struct tcpstate_counts *share)
{
	const u64 *from = (const u64 *)share;
	u64 *to = (u64 *)sum;
	unsigned int i;

	for (i = 0; i < sizeof(*sum) / sizeof(u64); i++)
		to[i] += from[i];
}

static bool add_up_cpus(const struct tcpstate_stats *stats,
			const struct tcpstate_counts __percpu *host, struct tcpstate_tally *tally)
{
	bool quiet = true;
	int cpu;

	for_each_possible_cpu(cpu) {
		if (!copy_quietly(&tally->copy, per_cpu_ptr(stats->counts, cpu),
				  per_cpu_ptr(host, cpu)))
			quiet = false;
		add_counts(&tally->sum, &tally->copy);
		cond_resched();
	}
	return quiet;
}

/*
 * What was counted into TIME_WAIT and is not there any more. Parked minisocks are
 * among the kernel's but not in TIME_WAIT; one that flipped in between is on both
 * sides and cancels out.
 */
static s64 departed_from_time_wait(struct tcpstate_stats *stats,
				   const struct tcpstate_tally *tally, u64 minisocks)
{
	return tally->departures[TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT] +
	       tally->departures[TCPSTATE_ARC_CLOSING_TIME_WAIT] + tally->departures_parked -
	       atomic64_read(&stats->gone) + atomic64_read(&stats->at_load[TCPSTATE_TIME_WAIT]) -
	       minisocks;
}

void tcpstate_stats_settle_time_wait(struct tcpstate_stats *stats,
				     const struct tcpstate_tally *tally, u64 minisocks)
{
	s64 departed = departed_from_time_wait(stats, tally, minisocks);

	if (departed < 0)
		atomic64_set(&stats->at_load[TCPSTATE_TIME_WAIT], -departed);
}

/*
 * Nobody sees a minisock die, so TIME_WAIT's departures are derived. What went in
 * was counted before @minisocks was read and what was gone after, so the result is
 * at times too small and never too large: the largest one is the truth.
 */
static u64 time_wait_left(struct tcpstate_stats *stats, const struct tcpstate_tally *tally,
			  u64 minisocks)
{
	s64 left = departed_from_time_wait(stats, tally, minisocks);
	s64 largest = atomic64_read(&stats->time_wait_left);

	while (left > largest)
		if (atomic64_try_cmpxchg(&stats->time_wait_left, &largest, left))
			return left;
	return largest;
}

static void fill_departures(struct tcpstate_stats *stats, const struct tcpstate_tally *tally,
			    u64 minisocks, struct tcpstate_snapshot *snapshot)
{
	struct tcpstate_occupancy *state = snapshot->state;
	enum tcpstate_arc arc;
	unsigned int from, to;

	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++)
		if (arc != TCPSTATE_ARC_LISTEN_SYN_RECV)
			state[tcpstate_arc_from(arc)].left += tally->departures[arc];

	snapshot->transition[TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT] = atomic64_read(&stats->flipped);
	snapshot->transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE] = atomic64_read(&stats->gone);
	state[TCPSTATE_FIN_WAIT2].left +=
		snapshot->transition[TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT] +
		snapshot->transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE];
	snapshot->parked = -snapshot->transition[TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT] -
			   snapshot->transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE];

	snapshot->transition[TCPSTATE_ARC_TIME_WAIT_CLOSE] =
		time_wait_left(stats, tally, minisocks);
	state[TCPSTATE_TIME_WAIT].left = snapshot->transition[TCPSTATE_ARC_TIME_WAIT_CLOSE];

	for (from = 0; from < TCPSTATE_STATES; from++) {
		state[from].left += atomic64_read(&stats->left[from]);
		for (to = 0; to < TCPSTATE_STATES; to++) {
			snapshot->stray[from][to] = atomic64_read(&stats->stray[from][to]);
			state[from].left += snapshot->stray[from][to];
			state[to].entered += snapshot->stray[from][to];
		}
	}
}

static void fill_arrivals(struct tcpstate_stats *stats, const struct tcpstate_counts *sum,
			  struct tcpstate_snapshot *snapshot)
{
	struct tcpstate_occupancy *state = snapshot->state;
	enum tcpstate_arc arc;
	unsigned int i;

	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++) {
		snapshot->transition[arc] += sum->arc[arc];
		state[tcpstate_arc_to(arc)].entered += snapshot->transition[arc];
	}
	for (i = 0; i < TCPSTATE_STATES; i++) {
		state[i].entered += atomic64_read(&stats->entered[i]);
		state[i].at_load = atomic64_read(&stats->at_load[i]);
		state[i].now = state[i].at_load + state[i].entered - state[i].left;
	}
	snapshot->parked += sum->parked;
}

static void fill_ages(const struct tcpstate_counts *sum, bool quiet,
		      struct tcpstate_snapshot *snapshot)
{
	enum tcpstate_state state;
	s64 age_sum_ns;
	unsigned int i;

	for (i = 0; i < TCPSTATE_STATES_COUNTED; i++) {
		state = tcpstate_state_in_order(i);
		snapshot->tracked += sum->ages[state].tracked;
		age_sum_ns = sum->ages[state].tracked * snapshot->now_ns -
			     sum->ages[state].since_sum_ns;
		/* Another CPU's clock may have stood some ns further. */
		snapshot->state[state].age_sum_ns = max_t(s64, age_sum_ns, 0);
		if (!quiet)
			snapshot->state[state].age_sum_ns = TCPSTATE_NO_NUMBER;
	}
	snapshot->state[TCPSTATE_TIME_WAIT].age_sum_ns = TCPSTATE_NO_NUMBER;
}

void tcpstate_stats_read(struct tcpstate_stats *stats,
			 const struct tcpstate_counts __percpu *host,
			 struct tcpstate_tally *tally, u64 minisocks,
			 struct tcpstate_snapshot *snapshot)
{
	bool quiet;

	fill_departures(stats, tally, minisocks, snapshot);
	smp_rmb();
	quiet = add_up_cpus(stats, host, tally);
	snapshot->now_ns = ktime_get_mono_fast_ns();
	fill_arrivals(stats, &tally->sum, snapshot);
	fill_ages(&tally->sum, quiet, snapshot);

	snapshot->self_loops = tally->sum.arc[TCPSTATE_ARC_SELF_LOOP];
	snapshot->unexpected = tally->sum.arc[TCPSTATE_ARC_UNEXPECTED];
	snapshot->untracked = tally->sum.untracked;
	snapshot->late = atomic64_read(&stats->late);
	snapshot->resync = atomic64_read(&stats->resync);
}
