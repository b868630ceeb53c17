// SPDX-License-Identifier: GPL-2.0-only
/* Joins and leaves network namespaces. */

#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "module/tcpstate.h"

/* Namespaces that a pass reads under one hold of the lock. */
enum { A_TURN = 8 };

unsigned int tcpstate_net_id __read_mostly;

int tcpstate_netns_join(struct tcpstate *tcpstate, struct net *net)
{
	struct tcpstate_net *tn = net_generic(net, tcpstate_net_id);
	int ret;

	tn->tcpstate = tcpstate;
	tn->net = net;
	init_llist_head(&tn->parking.added);
	mutex_init(&tn->parking.lock);
	ret = tcpstate_stats_init(&tn->stats);
	if (ret)
		return ret;
	tcpstate_listener_list_init(&tn->listeners);
	mutex_lock(&tcpstate->netns.lock);
	tn->serial = ++tcpstate->netns.joined;
	list_add_tail(&tn->list, &tcpstate->netns.list);
	mutex_unlock(&tcpstate->netns.lock);
	/* Pair with the dependencies in netns.h. */
	smp_store_release(&tn->target, tn);
	smp_store_release(&tn->counts, tn->stats.counts);
	return 0;
}

struct tcpstate_net *tcpstate_net_of(const struct net *net)
{
	return net_generic(net, tcpstate_net_id);
}

static struct tcpstate_net *next_of(const struct tcpstate_netns *netns, struct tcpstate_net *tn)
{
	return list_is_last(&tn->list, &netns->list) ? NULL : list_next_entry(tn, list);
}

/*
 * A pass under way has read the totals already: it gets now what it had not come to. With
 * the lock held.
 */
static void retire(struct tcpstate_netns *netns, struct tcpstate_net *tn)
{
	struct tcpstate_pass *pass = netns->pass;

	if (pass && pass->next && tn->serial >= pass->next->serial) {
		pass->read(tn, pass->tally);
		if (pass->next == tn)
			pass->next = next_of(netns, tn);
	}
	list_del(&tn->list);
	tcpstate_stats_retire(&netns->totals, &tn->stats);
}

void tcpstate_netns_end(struct tcpstate *tcpstate, struct net *net)
{
	struct tcpstate_net *tn = tcpstate_net_of(net);

	WRITE_ONCE(tn->target, &tcpstate->netns.unattributed);
	WRITE_ONCE(tn->counts, tcpstate->netns.unattributed.stats.counts);
}

/* Nobody parks or counts here any more. struct tcpstate_net itself is the core's. */
void tcpstate_netns_leave(struct tcpstate *tcpstate, struct net *net)
{
	struct tcpstate_netns *netns = &tcpstate->netns;
	struct tcpstate_net *tn = tcpstate_net_of(net);

	tcpstate_timewait_forget(tcpstate, tn);
	tcpstate_listeners_leave(tcpstate, &tn->listeners);
	mutex_lock(&netns->lock);
	retire(netns, tn);
	mutex_unlock(&netns->lock);
	tcpstate_stats_uninit(&tn->stats);
}

struct tcpstate_net *tcpstate_netns_next(struct tcpstate_netns *netns,
					 struct tcpstate_net *previous, bool stale)
{
	struct tcpstate_net *tn;

	mutex_lock(&netns->lock);
	tn = list_prepare_entry(previous, &netns->list, list);
	list_for_each_entry_continue(tn, &netns->list, list)
		if ((!stale || READ_ONCE(tn->parking.stale)) && maybe_get_net(tn->net))
			break;
	if (list_entry_is_head(tn, &netns->list, list))
		tn = NULL;
	mutex_unlock(&netns->lock);
	if (previous)
		put_net(previous->net);
	return tn;
}

/* The kernel's callbacks carry no data: which instance they are for. */
static struct tcpstate *instance;

static int __net_init join(struct net *net)
{
	return tcpstate_netns_join(instance, net);
}

static void __net_exit end(struct net *net)
{
	tcpstate_netns_end(instance, net);
}

static void __net_exit leave(struct net *net)
{
	tcpstate_netns_leave(instance, net);
}

static struct pernet_operations operations = {
	.init		= join,
	/* The core waits for a grace period in between, for all namespaces that end together. */
	.pre_exit	= end,
	.exit		= leave,
	.id		= &tcpstate_net_id,
	.size		= sizeof(struct tcpstate_net),
};

/*
 * The lock is let go after some namespaces, so nobody who makes or removes one waits for
 * more than those: whoever comes is at the end of the list, for whoever goes see retire().
 */
static void read_namespaces(struct tcpstate_netns *netns, struct tcpstate_pass *pass)
{
	struct tcpstate_net *tn;
	unsigned int i;

	pass->next = list_first_entry_or_null(&netns->list, struct tcpstate_net, list);
	netns->pass = pass;
	for (i = 1; pass->next; i++) {
		tn = pass->next;
		pass->read(tn, pass->tally);
		pass->next = next_of(netns, tn);
		if (i % A_TURN)
			continue;
		mutex_unlock(&netns->lock);
		cond_resched();
		mutex_lock(&netns->lock);
	}
	netns->pass = NULL;
}

static void read_departures(struct tcpstate_net *tn, struct tcpstate_tally *tally)
{
	tcpstate_timewait_note(tn, tcpstate_stats_fold_departures(&tn->stats, tally));
}

static void read_arrivals(struct tcpstate_net *tn, struct tcpstate_tally *tally)
{
	if (!tcpstate_stats_fold_arrivals(&tn->stats, &tn->tcpstate->netns.totals, tally))
		tcpstate_timewait_note(tn, false);
}

static void begin_pass(struct tcpstate_netns *netns)
{
	mutex_lock(&netns->passing);
	mutex_lock(&netns->lock);
}

static void end_pass(struct tcpstate_netns *netns)
{
	mutex_unlock(&netns->lock);
	mutex_unlock(&netns->passing);
}

/* A namespace that can be asked about is one that we have joined and not left. */
void tcpstate_netns_add_departures(struct tcpstate_netns *netns, const struct net *net,
				   struct tcpstate_tally *tally)
{
	struct tcpstate_pass pass = { .read = read_departures, .tally = tally };

	if (net) {
		tcpstate_stats_add_departures(&tcpstate_net_of(net)->stats, tally);
		return;
	}
	begin_pass(netns);
	tcpstate_stats_add_total_departures(&netns->totals, tally);
	tcpstate_stats_add_departures(&netns->unattributed.stats, tally);
	read_namespaces(netns, &pass);
	end_pass(netns);
}

void tcpstate_netns_add_arrivals(struct tcpstate_netns *netns, const struct net *net,
				 struct tcpstate_tally *tally)
{
	struct tcpstate_pass pass = { .read = read_arrivals, .tally = tally };

	if (net) {
		tcpstate_stats_add_arrivals(&tcpstate_net_of(net)->stats, tally);
		return;
	}
	begin_pass(netns);
	tcpstate_stats_add_total_arrivals(&netns->totals, tally);
	read_namespaces(netns, &pass);
	tcpstate_stats_add_arrivals(&netns->unattributed.stats, tally);
	end_pass(netns);
}

static u64 time_wait_left(const struct tcpstate_net *tn)
{
	return atomic64_read(&tn->parking.time_wait_left);
}

/* A namespace that is no more has no minisocks either; and what is unattributed parks none. */
u64 tcpstate_netns_time_wait_left(struct tcpstate_netns *netns, const struct net *net)
{
	const struct tcpstate_net *tn;
	u64 left;

	if (net)
		return time_wait_left(tcpstate_net_of(net));
	mutex_lock(&netns->lock);
	left = tcpstate_stats_minisocks(&netns->unattributed.stats) +
	       tcpstate_stats_past_minisocks(&netns->totals);
	list_for_each_entry(tn, &netns->list, list)
		left += time_wait_left(tn);
	mutex_unlock(&netns->lock);
	return left;
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

	mutex_init(&tcpstate->netns.passing);
	mutex_init(&tcpstate->netns.lock);
	INIT_LIST_HEAD(&tcpstate->netns.list);
	tcpstate_listener_list_init(&tcpstate->netns.unattributed.listeners);
	ret = tcpstate_stats_init(&tcpstate->netns.unattributed.stats);
	if (ret)
		return ret;
	instance = tcpstate;
	ret = register_pernet_subsys(&operations);
	if (ret)
		tcpstate_stats_uninit(&tcpstate->netns.unattributed.stats);
	return ret;
}

void tcpstate_netns_uninit(struct tcpstate *tcpstate)
{
	unregister_pernet_subsys(&operations);
	tcpstate_stats_uninit(&tcpstate->netns.unattributed.stats);
}
