// SPDX-License-Identifier: GPL-2.0-only
/* Joins and leaves network namespaces. */

#include <linux/rcupdate.h>

#include "module/tcpstate.h"

unsigned int tcpstate_net_id __read_mostly;

int tcpstate_netns_join(struct tcpstate *tcpstate, struct net *net)
{
	struct tcpstate_net *tn = net_generic(net, tcpstate_net_id);
	int ret;

	tn->net = net;
	ret = tcpstate_stats_init(&tn->stats);
	if (ret)
		return ret;
	mutex_lock(&tcpstate->netns.lock);
	list_add_tail(&tn->list, &tcpstate->netns.list);
	mutex_unlock(&tcpstate->netns.lock);
	/* Pair with the dependencies in netns.h. */
	smp_store_release(&tn->into, tn);
	smp_store_release(&tn->counts, tn->stats.counts);
	return 0;
}

static struct tcpstate_net *ours(const struct net *net)
{
	return net_generic(net, tcpstate_net_id);
}

/*
 * First nothing is parked any more, then what is parked counts as closed, and only
 * then the namespace's minisocks stop being counted: the other way round a reading
 * in between would take its parked ones for departures from TIME_WAIT.
 *
 * The grace periods, for all that end together: the probe may be about to park; it
 * may be about to count. struct tcpstate_net itself is the core's, which frees it
 * after the exits of every protocol.
 */
void tcpstate_netns_leave(struct tcpstate *tcpstate, struct list_head *ending)
{
	struct tcpstate_netns *netns = &tcpstate->netns;
	struct net *net;

	list_for_each_entry(net, ending, exit_list)
		WRITE_ONCE(ours(net)->ending, true);
	synchronize_rcu();

	list_for_each_entry(net, ending, exit_list) {
		tcpstate_timewait_forget(tcpstate, ours(net));
		WRITE_ONCE(ours(net)->into, &netns->limbo);
		WRITE_ONCE(ours(net)->counts, netns->limbo.stats.counts);
	}
	synchronize_rcu();

	list_for_each_entry(net, ending, exit_list) {
		mutex_lock(&netns->lock);
		list_del(&ours(net)->list);
		tcpstate_stats_retire(&netns->past, &ours(net)->stats);
		mutex_unlock(&netns->lock);
		tcpstate_stats_uninit(&ours(net)->stats);
	}
}

/* The kernel's callbacks carry no data: which machine they are for. */
static struct tcpstate *machine;

static int __net_init join(struct net *net)
{
	return tcpstate_netns_join(machine, net);
}

static void __net_exit leave(struct list_head *ending)
{
	tcpstate_netns_leave(machine, ending);
}

static struct pernet_operations operations = {
	.init		= join,
	.exit_batch	= leave,
	.id		= &tcpstate_net_id,
	.size		= sizeof(struct tcpstate_net),
};

/* A namespace that can be asked about is one that we have joined and not left. */
void tcpstate_netns_add_departures(struct tcpstate_netns *netns, const struct net *net,
				   struct tcpstate_tally *tally)
{
	struct tcpstate_net *tn;

	if (net) {
		tcpstate_stats_add_departures(&ours(net)->stats, tally);
		return;
	}
	mutex_lock(&netns->lock);
	list_for_each_entry(tn, &netns->list, list)
		tcpstate_stats_add_departures(&tn->stats, tally);
	tcpstate_stats_add_departures(&netns->limbo.stats, tally);
	tcpstate_stats_add_past_departures(&netns->past, tally);
	mutex_unlock(&netns->lock);
}

void tcpstate_netns_add_arrivals(struct tcpstate_netns *netns, const struct net *net,
				 struct tcpstate_tally *tally)
{
	struct tcpstate_net *tn;

	if (net) {
		tcpstate_stats_add_arrivals(&ours(net)->stats, tally);
		return;
	}
	mutex_lock(&netns->lock);
	list_for_each_entry(tn, &netns->list, list)
		tcpstate_stats_add_arrivals(&tn->stats, tally);
	tcpstate_stats_add_arrivals(&netns->limbo.stats, tally);
	tcpstate_stats_add_past_arrivals(&netns->past, tally);
	mutex_unlock(&netns->lock);
}

atomic64_t *tcpstate_netns_time_wait_left(struct tcpstate_netns *netns, const struct net *net)
{
	return net ? &ours(net)->time_wait_left : &netns->time_wait_left;
}

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
	/* Nothing is parked for the limbo: nobody would look after it. */
	tcpstate->netns.limbo.ending = true;
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
