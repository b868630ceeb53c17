// SPDX-License-Identifier: GPL-2.0-only
/* Walks the kernel's hash tables at load. */

#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/request_sock.h>
#include <net/tcp_states.h>

#include "module/tcpstate.h"

/* Buckets between two offers to be scheduled, most of them empty. */
enum { BUCKETS_A_TURN = 256 };

static void seed_socket(struct tcpstate *tcpstate, const struct sock *sk)
{
	struct tcpstate_bucket *home = tcpstate_sockets_home(&tcpstate->sockets, sk);
	struct tcpstate_net *tn = tcpstate_net(&tcpstate->netns, sock_net(sk));
	enum tcpstate_state state = tcpstate_state_of(READ_ONCE(sk->sk_state));
	u64 entry = tcpstate_entry(state, tcpstate->loaded_ns) | TCPSTATE_ENTRY_AT_LEAST;
	unsigned long flags;

	raw_spin_lock_irqsave(&tcpstate->load_lock, flags);
	if (tcpstate_sockets_find(home, sk))
		goto out;
	if (!tcpstate_sockets_insert(&tcpstate->sockets, home, sk, entry)) {
		tcpstate->load_failed = true;
		goto out;
	}
	atomic64_inc(&tn->stats.rare.at_load[state]);
	tcpstate_stats_enter(tn->stats.counts, state, tcpstate->loaded_ns);
out:
	raw_spin_unlock_irqrestore(&tcpstate->load_lock, flags);
}

static void seed_minisock(struct tcpstate *tcpstate, struct inet_timewait_sock *tw)
{
	struct tcpstate_net *tn = tcpstate_net(&tcpstate->netns, twsk_net(tw));
	u64 entry = tcpstate_entry(TCPSTATE_FIN_WAIT2, tcpstate->loaded_ns) | TCPSTATE_ENTRY_AT_LEAST;

	/* Those in TIME_WAIT are known by their number: see set_time_wait_at_load(). */
	if (READ_ONCE(tw->tw_substate) != TCP_FIN_WAIT2)
		return;
	switch (tcpstate_timewait_park(tcpstate, tn, tw, entry)) {
	case TCPSTATE_MINISOCK_PARKED:
		atomic64_inc(&tn->stats.rare.at_load[TCPSTATE_FIN_WAIT2]);
		this_cpu_inc(tn->stats.counts->parked);
		this_cpu_inc(tn->stats.counts->tracked_extra[TCPSTATE_FIN_WAIT2]);
		break;
	case TCPSTATE_MINISOCK_NO_ROOM:
		/* Taken for one in TIME_WAIT, as by the probe. */
		this_cpu_inc(tn->stats.counts->untracked);
		break;
	default:
		break;
	}
}

/* A request whose listener is not open any more leads to a closed listener. */
static void seed_request(struct tcpstate *tcpstate, const struct request_sock *req)
{
	struct sock *listener = READ_ONCE(req->rsk_listener);
	struct tcpstate_net *tn;

	if (!listener || inet_sk_state_load(listener) == TCP_LISTEN)
		return;
	tn = tcpstate_net(&tcpstate->netns, sock_net(listener));
	if (!tcpstate_listeners_hold(tcpstate, tn, listener))
		this_cpu_inc(tn->stats.counts->untracked);
}

/* Goes on whatever became of it: what has failed is told by the instance. */
static bool seed(struct tcpstate *tcpstate, struct sock *sk)
{
	switch (READ_ONCE(sk->sk_state)) {
	case TCP_TIME_WAIT:
		seed_minisock(tcpstate, inet_twsk(sk));
		break;
	case TCP_NEW_SYN_RECV:
		seed_request(tcpstate, inet_reqsk(sk));
		break;
	default:
		seed_socket(tcpstate, sk);
	}
	return true;
}

static void walk_table(struct tcpstate *tcpstate, struct tcpstate_chain chain,
		       unsigned int buckets)
{
	for (; chain.bucket < buckets; chain.bucket++) {
		if (chain.bucket % BUCKETS_A_TURN == 0)
			cond_resched();
		tcpstate_chain_walk(&chain, tcpstate, seed);
	}
}

static void walk_established(struct tcpstate *tcpstate, struct inet_hashinfo *hashinfo)
{
	walk_table(tcpstate, (struct tcpstate_chain){ .table = hashinfo },
		   hashinfo->ehash_mask + 1);
}

static void walk_listeners(struct tcpstate *tcpstate, struct inet_hashinfo *hashinfo)
{
	walk_table(tcpstate, (struct tcpstate_chain){ .table = hashinfo, .listeners = true },
		   tcpstate_listener_buckets(hashinfo));
}

/*
 * Namespaces share the first one's tables, unless net.ipv4.tcp_child_ehash_entries
 * gave one its own for the established; that for listeners is always shared.
 */
static void walk_all(struct tcpstate *tcpstate)
{
	struct tcpstate_net *tn;

	walk_listeners(tcpstate, tcpstate_hashinfo(&init_net));
	walk_established(tcpstate, tcpstate_hashinfo(&init_net));
	mutex_lock(&tcpstate->netns.lock);
	list_for_each_entry(tn, &tcpstate->netns.list, list)
		if (tcpstate_hashinfo(tn->net) != tcpstate_hashinfo(&init_net))
			walk_established(tcpstate, tcpstate_hashinfo(tn->net));
	mutex_unlock(&tcpstate->netns.lock);
}

static unsigned long estimate_table(const struct inet_hashinfo *hashinfo)
{
	struct hlist_nulls_node *node;
	unsigned long count = 0;
	struct sock *sk;
	unsigned int i;

	for (i = 0; i <= hashinfo->ehash_mask; i++) {
		rcu_read_lock();
		sk_nulls_for_each_rcu(sk, node, &hashinfo->ehash[i].chain)
			count++;
		rcu_read_unlock();
		if (i % BUCKETS_A_TURN == 0)
			cond_resched();
	}
	return count;
}

unsigned long tcpstate_baseline_estimate(struct tcpstate *tcpstate)
{
	unsigned long count = estimate_table(tcpstate_hashinfo(&init_net));
	struct tcpstate_net *tn;

	mutex_lock(&tcpstate->netns.lock);
	list_for_each_entry(tn, &tcpstate->netns.list, list)
		if (tcpstate_hashinfo(tn->net) != tcpstate_hashinfo(&init_net))
			count += estimate_table(tcpstate_hashinfo(tn->net));
	mutex_unlock(&tcpstate->netns.lock);
	return count;
}

static void set_time_wait_at_load(struct tcpstate *tcpstate)
{
	struct tcpstate_net *tn = NULL;

	while ((tn = tcpstate_netns_next(&tcpstate->netns, tn, false)))
		tcpstate_timewait_set_at_load(tcpstate, tn);
}

/* The minisocks that are there may all have to be parked, before the stock is filled again. */
static int walk(struct tcpstate *tcpstate)
{
	u64 minisocks = tcpstate_netns_minisocks(&tcpstate->netns, NULL);
	int ret;

	ret = tcpstate_stock_add(&tcpstate->stock, min_t(u64, minisocks, INT_MAX / 2));
	if (ret)
		return ret;
	/* The first time, events that did not see the probe yet have stored their state now. */
	synchronize_rcu();
	walk_all(tcpstate);
	return 0;
}

int tcpstate_baseline_take(struct tcpstate *tcpstate)
{
	int ret;

	ret = walk(tcpstate);
	if (!ret)
		ret = walk(tcpstate);
	if (!ret)
		ret = tcpstate_listeners_complete(tcpstate, NULL);
	if (ret || tcpstate->load_failed)
		return -ENOMEM;
	tcpstate_stock_trim(&tcpstate->stock);
	set_time_wait_at_load(tcpstate);

	WRITE_ONCE(tcpstate->loading, false);
	/* Whoever still saw @loading is done with the load lock after this. */
	synchronize_rcu();
	return 0;
}
