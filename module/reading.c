// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order in which a reading asks the parts. It matters: see the contracts in
 * stats.h and the derivation of TIME_WAIT in stats.c.
 */

#include <linux/slab.h>
#include <linux/string.h>

#include "module/reading.h"
#include "module/snapshot.h"
#include "module/tcpstate.h"

static void read_scope(struct tcpstate *tcpstate, struct tcpstate_stats *stats,
		       const struct net *net, struct tcpstate_tally *tally,
		       struct tcpstate_snapshot *snapshot)
{
	u64 minisocks;

	tcpstate_stats_read_departures(stats, tally);
	minisocks = tcpstate_netns_minisocks(&tcpstate->netns, net);
	tcpstate_timewait_review(tcpstate);
	snapshot->half_open = tcpstate_halfopen_count(tcpstate, net);
	tcpstate_stats_read(stats, tcpstate->stats.counts, tally, minisocks, snapshot);
	snapshot->state[TCPSTATE_SYN_RECV].now += snapshot->half_open;
}

int tcpstate_reading_take(struct tcpstate *tcpstate, struct net *net,
			  struct tcpstate_snapshot *snapshot)
{
	struct tcpstate_tally *tally = kzalloc(sizeof(*tally), GFP_KERNEL);
	struct tcpstate_stats *stats = &tcpstate->stats;

	if (!tally)
		return -ENOMEM;
	if (net) {
		rcu_read_lock();
		stats = &tcpstate_net(&tcpstate->netns, net)->stats;
		rcu_read_unlock();
	}
	memset(snapshot, 0, sizeof(*snapshot));
	snapshot->netns_inode = net ? net->ns.inum : 0;
	snapshot->loaded_ns = tcpstate->loaded_ns;
	read_scope(tcpstate, stats, net, tally, snapshot);
	kfree(tally);
	return 0;
}
