// SPDX-License-Identifier: GPL-2.0-only
/* Adds up what the CPUs counted, and derives the gauges from it. */

#include <linux/cpumask.h>
#include <linux/string.h>

#include "module/snapshot.h"
#include "module/stats.h"

int tcpstate_stats_init(struct tcpstate_stats *stats)
{
	stats->counts = alloc_percpu(struct tcpstate_counts);
	return stats->counts ? 0 : -ENOMEM;
}

void tcpstate_stats_uninit(struct tcpstate_stats *stats)
{
	free_percpu(stats->counts);
}

void tcpstate_stats_count_stray(struct tcpstate_stats *stats, int from, int to)
{
	atomic64_inc(&stats->stray[tcpstate_state_of(from)][tcpstate_state_of(to)]);
}

/* Possible CPUs, not online ones: one that went away keeps what it counted. */
static void add_up_arcs(const struct tcpstate_stats *stats, u64 arc[TCPSTATE_ARCS])
{
	const struct tcpstate_counts *counts;
	unsigned int i;
	int cpu;

	memset(arc, 0, TCPSTATE_ARCS * sizeof(*arc));
	for_each_possible_cpu(cpu) {
		counts = per_cpu_ptr(stats->counts, cpu);
		for (i = 0; i < TCPSTATE_ARCS; i++)
			arc[i] += READ_ONCE(counts->arc[i]);
	}
}

static void copy_strays(const struct tcpstate_stats *stats, struct tcpstate_snapshot *snapshot)
{
	unsigned int from, to;

	for (from = 0; from < TCPSTATE_STATES; from++)
		for (to = 0; to < TCPSTATE_STATES; to++)
			snapshot->stray[from][to] = atomic64_read(&stats->stray[from][to]);
}

void tcpstate_stats_read(const struct tcpstate_stats *stats, struct tcpstate_snapshot *snapshot)
{
	struct tcpstate_occupancy *state = snapshot->state;
	u64 *arcs = snapshot->transition;
	enum tcpstate_arc arc;
	unsigned int i;

	add_up_arcs(stats, arcs);
	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++)
		if (arc != TCPSTATE_ARC_LISTEN_SYN_RECV)
			state[tcpstate_arc_from(arc)].left += arcs[arc];

	/* Pairs with the socket lock, under which a socket's events follow each other. */
	smp_rmb();
	add_up_arcs(stats, arcs);
	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++)
		state[tcpstate_arc_to(arc)].entered += arcs[arc];

	copy_strays(stats, snapshot);
	snapshot->self_loops = arcs[TCPSTATE_ARC_SELF_LOOP];
	snapshot->unexpected = arcs[TCPSTATE_ARC_UNEXPECTED];

	for (i = 0; i < TCPSTATE_STATES; i++) {
		state[i].now = state[i].entered - state[i].left;
		state[i].at_load = TCPSTATE_NO_NUMBER;
		state[i].age_sum_ns = TCPSTATE_NO_NUMBER;
	}
	/* Minisocks and request socks, which stand in these states too, pass no tracepoint. */
	state[TCPSTATE_SYN_RECV].now = TCPSTATE_NO_NUMBER;
	state[TCPSTATE_FIN_WAIT2].now = TCPSTATE_NO_NUMBER;
	state[TCPSTATE_TIME_WAIT].now = TCPSTATE_NO_NUMBER;
	snapshot->half_open = TCPSTATE_NO_NUMBER;
	snapshot->parked = TCPSTATE_NO_NUMBER;
	snapshot->tracked = TCPSTATE_NO_NUMBER;
}
