// SPDX-License-Identifier: GPL-2.0-only
/* Joins and leaves network namespaces. */

#include <linux/rcupdate.h>

#include "module/tcpstate.h"

unsigned int tcpstate_net_id __read_mostly;

/* The kernel's callbacks carry no data: which machine they are for. */
static struct tcpstate *machine;

static int __net_init join(struct net *net)
{
	struct tcpstate_net *tn = net_generic(net, tcpstate_net_id);
	int ret;

	tn->net = net;
	ret = tcpstate_stats_init(&tn->stats);
	if (ret)
		return ret;
	tn->counts = tn->stats.counts;
	mutex_lock(&machine->netns.lock);
	list_add_tail(&tn->list, &machine->netns.list);
	mutex_unlock(&machine->netns.lock);
	return 0;
}

/*
 * First nothing is parked any more, then what is parked counts as closed, and only
 * then the namespace's minisocks stop being counted: the other way round a reading
 * in between would take its parked ones for departures from TIME_WAIT.
 *
 * The grace periods, for all that end together: the probe may be about to park; it
 * and readers may hold the old pointer to the counts. struct tcpstate_net itself is
 * the core's, which frees it after the exits of every protocol.
 */
static void __net_exit leave(struct list_head *ending)
{
	struct tcpstate_net *tn;
	struct net *net;

	list_for_each_entry(net, ending, exit_list) {
		tn = net_generic(net, tcpstate_net_id);
		WRITE_ONCE(tn->ending, true);
	}
	synchronize_rcu();

	list_for_each_entry(net, ending, exit_list) {
		tn = net_generic(net, tcpstate_net_id);
		tcpstate_timewait_forget(machine, tn);
		mutex_lock(&machine->netns.lock);
		list_del(&tn->list);
		mutex_unlock(&machine->netns.lock);
		WRITE_ONCE(tn->stats.counts, machine->netns.limbo.stats.counts);
	}
	synchronize_rcu();

	list_for_each_entry(net, ending, exit_list) {
		tn = net_generic(net, tcpstate_net_id);
		free_percpu(tn->counts);
	}
}

static struct pernet_operations operations = {
	.init		= join,
	.exit_batch	= leave,
	.id		= &tcpstate_net_id,
	.size		= sizeof(struct tcpstate_net),
};

u64 tcpstate_netns_minisocks(struct tcpstate_netns *netns, const struct net *net)
{
	struct tcpstate_net *tn;
	u64 count = 0;

	if (net)
		return tcpstate_minisocks(net);
	mutex_lock(&netns->lock);
	list_for_each_entry(tn, &netns->list, list)
		count += tcpstate_minisocks(tn->net);
	mutex_unlock(&netns->lock);
	return count;
}

int tcpstate_netns_init(struct tcpstate *tcpstate)
{
	int ret;

	mutex_init(&tcpstate->netns.lock);
	INIT_LIST_HEAD(&tcpstate->netns.list);
	ret = tcpstate_stats_init(&tcpstate->netns.limbo.stats);
	if (ret)
		return ret;
	machine = tcpstate;
	ret = register_pernet_subsys(&operations);
	if (ret)
		tcpstate_stats_uninit(&tcpstate->netns.limbo.stats);
	return ret;
}

void tcpstate_netns_uninit(struct tcpstate *tcpstate)
{
	unregister_pernet_subsys(&operations);
	tcpstate_stats_uninit(&tcpstate->netns.limbo.stats);
}
