// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order in which a reading asks the parts. It matters: see the contracts in
 * stats.h and the derivation of TIME_WAIT in tally.c.
 */

#include <linux/delay.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "module/reading.h"
#include "module/snapshot.h"
#include "module/tcpstate.h"

/*
 * A CPU in the middle of an event whenever one looked hides all ages. It is a virtual one
 * that does not run: a moment later it may.
 */
enum { TORN_AGAIN = 2, TORN_MS = 2 };

static void read_counters(struct tcpstate *tcpstate, const struct net *net,
			  struct tcpstate_tally *tally, struct tcpstate_snapshot *snapshot)
{
	u64 time_wait_left;

	tcpstate_netns_add_departures(&tcpstate->netns, net, tally);
	if (net)
		tcpstate_timewait_recheck(tcpstate, tcpstate_net_of(net));
	else
		tcpstate_timewait_recheck_stale(tcpstate, TCPSTATE_PARKED_OF_HOST);
	time_wait_left = tcpstate_netns_time_wait_left(&tcpstate->netns, net);
	snapshot->half_open = tcpstate_halfopen_count(tcpstate, net);
	tcpstate_netns_add_arrivals(&tcpstate->netns, net, tally);
	snapshot->now_ns = ktime_get_mono_fast_ns();
	tcpstate_stats_derive(tally, time_wait_left, snapshot);
}

/* Without a table nothing is tracked, though the baseline needed one. */
static void clear_ages(struct tcpstate_snapshot *snapshot)
{
	unsigned int i;

	snapshot->tracked = 0;
	for (i = 0; i < TCPSTATE_STATES; i++)
		snapshot->state[i].age_sum_ns = TCPSTATE_NO_NUMBER;
}

/* One that was lost was taken for one in TIME_WAIT, and may be in FIN_WAIT2 still. */
static void clear_minisocks(struct tcpstate_snapshot *snapshot)
{
	snapshot->state[TCPSTATE_FIN_WAIT2].now = TCPSTATE_NO_NUMBER;
	snapshot->state[TCPSTATE_TIME_WAIT].now = TCPSTATE_NO_NUMBER;
	snapshot->parked = TCPSTATE_NO_NUMBER;
}

int tcpstate_reading_take(struct tcpstate *tcpstate, struct net *net,
			  struct tcpstate_snapshot *snapshot)
{
	unsigned int again = TORN_AGAIN;
	struct tcpstate_tally *tally;
	int ret;

	ret = tcpstate_listeners_complete(tcpstate, net);
	if (ret)
		return ret;
	tally = kmalloc(sizeof(*tally), GFP_KERNEL);
	if (!tally)
		return -ENOMEM;
	for (;;) {
		memset(tally, 0, sizeof(*tally));
		memset(snapshot, 0, sizeof(*snapshot));
		read_counters(tcpstate, net, tally, snapshot);
		if (!tally->torn || !again--)
			break;
		msleep(TORN_MS);
	}
	snapshot->netns_inode = net ? net->ns.inum : 0;
	snapshot->loaded_ns = tcpstate->loaded_ns;
	if (tcpstate->sockets.off)
		clear_ages(snapshot);
	/* Last, as it is said before the counters tell of it. */
	if (!tcpstate_timewait_is_known(tcpstate, net))
		clear_minisocks(snapshot);
	if (snapshot->state[TCPSTATE_SYN_RECV].now != TCPSTATE_NO_NUMBER)
		snapshot->state[TCPSTATE_SYN_RECV].now += snapshot->half_open;
	kfree(tally);
	return 0;
}
