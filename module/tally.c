// SPDX-License-Identifier: GPL-2.0-only
/* Derives the gauges from what a reading has added up. */

#include <linux/atomic.h>
#include <linux/string.h>

#include "module/snapshot.h"
#include "module/stats.h"

static u64 rare(const atomic64_t *number)
{
	return atomic64_read(number);
}

static void fill_departures(const struct tcpstate_tally *tally, u64 time_wait_left,
			    struct tcpstate_snapshot *snapshot)
{
	struct tcpstate_occupancy *state = snapshot->state;
	u64 closed = rare(&tally->rare.parked_closed);
	u64 time_wait = rare(&tally->rare.parked_time_wait);
	enum tcpstate_arc arc;
	unsigned int from, to;
	u64 count;

	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++)
		if (arc != TCPSTATE_ARC_LISTEN_SYN_RECV)
			state[tcpstate_arc_from(arc)].left += tally->departures[arc];

	snapshot->transition[TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT] = time_wait;
	snapshot->transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE] = closed;
	state[TCPSTATE_FIN_WAIT2].left += time_wait + closed;
	snapshot->parked = -time_wait - closed;

	snapshot->transition[TCPSTATE_ARC_TIME_WAIT_CLOSE] = time_wait_left;
	state[TCPSTATE_TIME_WAIT].left = time_wait_left;

	for (from = 0; from < TCPSTATE_STATES; from++) {
		state[from].left += rare(&tally->rare.left[from]);
		for (to = 0; to < TCPSTATE_STATES; to++) {
			count = rare(&tally->rare.unexpected_pair[from][to]);
			snapshot->unexpected_pair[from][to] = count;
			state[from].left += count;
			state[to].entered += count;
		}
	}
}

static void fill_arrivals(const struct tcpstate_tally *tally, struct tcpstate_snapshot *snapshot)
{
	struct tcpstate_occupancy *state = snapshot->state;
	enum tcpstate_arc arc;
	unsigned int i;

	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++) {
		snapshot->transition[arc] += tally->sum.arc[arc];
		state[tcpstate_arc_to(arc)].entered += snapshot->transition[arc];
	}
	for (i = 0; i < TCPSTATE_STATES; i++) {
		state[i].entered += rare(&tally->rare.entered[i]);
		state[i].at_load = rare(&tally->rare.at_load[i]);
		state[i].now = state[i].at_load + state[i].entered - state[i].left;
		/* Sockets left it that were never met: a load without a table can miss some. */
		if ((s64)state[i].now < 0)
			state[i].now = TCPSTATE_NO_NUMBER;
	}
	snapshot->parked += tally->sum.parked;
}

/*
 * A minisock is not tracked: what is parked has left FIN_WAIT2 as a socket, and what
 * took an arc to TIME_WAIT has left the table.
 */
static void derive_tracked(const struct tcpstate_counts *sum, u64 tracked[TCPSTATE_STATES])
{
	enum tcpstate_arc arc;

	memcpy(tracked, sum->tracked_extra, sizeof(sum->tracked_extra));
	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++) {
		tracked[tcpstate_arc_to(arc)] += sum->arc[arc];
		if (arc != TCPSTATE_ARC_LISTEN_SYN_RECV)
			tracked[tcpstate_arc_from(arc)] -= sum->arc[arc];
	}
	tracked[TCPSTATE_FIN_WAIT2] -= sum->parked;
	tracked[TCPSTATE_TIME_WAIT] = sum->tracked_extra[TCPSTATE_TIME_WAIT];
}

/* What has no room in 64 bits is not known: 584 years, of all the sockets together. */
static u64 age_sum_ns(u64 tracked, u64 since_sum, u64 now_ns)
{
	s64 sum = tracked * tcpstate_stats_time(now_ns) - since_sum;

	/* Another CPU's clock may have stood some ns further. */
	if (sum < 0)
		return 0;
	if (sum > tcpstate_stats_time(U64_MAX))
		return TCPSTATE_NO_NUMBER;
	return (u64)sum << TCPSTATE_STATS_TIME_LOG2;
}

static void fill_ages(const struct tcpstate_tally *tally, struct tcpstate_snapshot *snapshot)
{
	u64 tracked[TCPSTATE_STATES];
	enum tcpstate_state state;
	unsigned int i;

	derive_tracked(&tally->sum, tracked);
	for (i = 0; i < TCPSTATE_STATES_COUNTED; i++) {
		state = tcpstate_state_in_order(i);
		snapshot->tracked += tracked[state];
		snapshot->state[state].age_sum_ns = TCPSTATE_NO_NUMBER;
		if (tally->torn || state == TCPSTATE_TIME_WAIT)
			continue;
		snapshot->state[state].age_sum_ns =
			age_sum_ns(tracked[state], tally->sum.since_sum[state] -
				   tally->sum.since_gone[state], snapshot->now_ns);
	}
}

void tcpstate_stats_derive(const struct tcpstate_tally *tally, u64 time_wait_left,
			   struct tcpstate_snapshot *snapshot)
{
	fill_departures(tally, time_wait_left, snapshot);
	fill_arrivals(tally, snapshot);
	fill_ages(tally, snapshot);

	snapshot->self_loops = tally->sum.arc[TCPSTATE_ARC_SELF_LOOP];
	snapshot->unexpected = tally->sum.arc[TCPSTATE_ARC_UNEXPECTED];
	snapshot->untracked = tally->sum.untracked;
	snapshot->late = rare(&tally->rare.late);
	snapshot->resync = rare(&tally->rare.resync);
}
