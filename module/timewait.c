// SPDX-License-Identifier: GPL-2.0-only
/* Looks minisocks up, and holds those parked in FIN_WAIT2. */

#include <linux/ktime.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/tcp.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp_states.h>

#include "module/tcpstate.h"

enum {
	/* A chain that keeps changing under a lockless walk: enough is enough. */
	WALK_TRIES = 8,
	/* Entries between two offers to be scheduled. */
	A_TURN = 256,
};

/*
 * inet_num, and with it sk_portpair, is usually 0 by now: tcp_set_state() gave the
 * port back before the event. inet_sport is not.
 */
static __always_inline bool is_minisock_of(const struct inet_timewait_sock *tw, const struct sock *sk)
{
	if (tw->tw_hash != sk->sk_hash || tw->tw_state != TCP_TIME_WAIT ||
	    tw->tw_dport != sk->sk_dport || tw->tw_sport != inet_sk(sk)->inet_sport ||
	    tw->__tw_common.skc_addrpair != sk->sk_addrpair ||
	    tw->tw_bound_dev_if != sk->sk_bound_dev_if || tw->tw_family != sk->sk_family ||
	    !net_eq(twsk_net(tw), sock_net(sk)))
		return false;
#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6)
		return ipv6_addr_equal(&tw->tw_v6_daddr, &sk->sk_v6_daddr) &&
		       ipv6_addr_equal(&tw->tw_v6_rcv_saddr, &sk->sk_v6_rcv_saddr);
#endif
	return true;
}

/*
 * A chain's end carries the number of its bucket: another one means that an element
 * was moved while we stood on it, and we walked off along another chain.
 */
static __always_inline struct inet_timewait_sock *find_minisock_of(const struct sock *sk)
{
	struct inet_hashinfo *hashinfo = tcpstate_hashinfo(sock_net(sk));
	const struct hlist_nulls_node *node;
	unsigned int tries = WALK_TRIES;
	u32 hash = sk->sk_hash;
	struct sock *other;

	do {
		sk_nulls_for_each_rcu(other, node, &inet_ehash_bucket(hashinfo, hash)->chain)
			if (is_minisock_of(inet_twsk(other), sk))
				return inet_twsk(other);
	} while (unlikely(get_nulls_value(node) != (hash & hashinfo->ehash_mask)) && --tries);
	return NULL;
}

notrace enum tcpstate_minisock tcpstate_timewait_find_state(const struct sock *sk)
{
	const struct inet_timewait_sock *tw = find_minisock_of(sk);

	if (!tw)
		return TCPSTATE_MINISOCK_NONE;
	return READ_ONCE(tw->tw_substate) == TCP_TIME_WAIT ? TCPSTATE_MINISOCK_TIME_WAIT :
							     TCPSTATE_MINISOCK_PARKED;
}

/* The age goes on under the minisock's address: nobody else has it while we hold it. */
static const struct sock *key_of(const struct inet_timewait_sock *tw)
{
	return (const struct sock *)tw;
}

static bool keep_entry(struct tcpstate_sockets *sockets, const struct inet_timewait_sock *tw,
		       u64 entry)
{
	return tcpstate_sockets_insert(sockets, tcpstate_sockets_home(sockets, key_of(tw)),
				       key_of(tw), entry);
}

static void drop_entry(struct tcpstate_sockets *sockets, const struct inet_timewait_sock *tw)
{
	struct tcpstate_slot *slot;

	if (READ_ONCE(sockets->off))
		return;
	slot = tcpstate_sockets_find(tcpstate_sockets_home(sockets, key_of(tw)), key_of(tw));
	if (slot)
		tcpstate_sockets_remove(sockets, slot);
}

/* While loading, the event and the baseline may meet the same minisock, in any order. */
static enum tcpstate_minisock keep_first_entry(struct tcpstate *tcpstate,
					       const struct inet_timewait_sock *tw, u64 entry)
{
	struct tcpstate_bucket *home = tcpstate_sockets_home(&tcpstate->sockets, key_of(tw));
	enum tcpstate_minisock ret = TCPSTATE_MINISOCK_PARKED;
	unsigned long flags;

	raw_spin_lock_irqsave(&tcpstate->load_lock, flags);
	if (tcpstate_sockets_find(home, key_of(tw)))
		ret = TCPSTATE_MINISOCK_KNOWN;
	else if (!keep_entry(&tcpstate->sockets, tw, entry))
		tcpstate->load_failed = true;
	raw_spin_unlock_irqrestore(&tcpstate->load_lock, flags);
	return ret;
}

static int limit_of(const struct tcpstate *tcpstate, const struct net *net)
{
	/* As many as there may be, and as many again that went since the last recheck. */
	s64 limit = (s64)READ_ONCE(tcpstate_death_row(net)->sysctl_max_tw_buckets) +
		    tcpstate->stock.target;

	return clamp_t(s64, limit, 0, TCPSTATE_PARKED_MAX);
}

/*
 * Adds a held minisock to the list. The list is complete before the caller counts it, as a
 * recheck relies on: llist_add() orders the two.
 */
static enum tcpstate_minisock add(struct tcpstate *tcpstate, struct tcpstate_net *tn,
				  struct tcpstate_parked *parked, u64 entry)
{
	enum tcpstate_minisock ret = TCPSTATE_MINISOCK_PARKED;

	if (unlikely(READ_ONCE(tcpstate->loading)))
		ret = keep_first_entry(tcpstate, parked->tw, entry);
	else if (entry && !READ_ONCE(tcpstate->sockets.off) &&
		 !keep_entry(&tcpstate->sockets, parked->tw, entry))
		this_cpu_inc(tn->stats.counts->untracked);
	parked->counted = ret == TCPSTATE_MINISOCK_PARKED;
	atomic_inc(&tn->parking.held);
	llist_add(&parked->node, &tn->parking.added);
	return ret;
}

/* Nobody knows from here on when it leaves FIN_WAIT2. */
static enum tcpstate_minisock lose(struct tcpstate *tcpstate, struct tcpstate_net *tn)
{
	u64 now_ns = ktime_get_mono_fast_ns();

	WRITE_ONCE(tn->parking.lost_ns, now_ns);
	WRITE_ONCE(tcpstate->lost_ns, now_ns);
	return TCPSTATE_MINISOCK_NO_ROOM;
}

bool tcpstate_timewait_is_known(const struct tcpstate *tcpstate, const struct net *net)
{
	u64 lost_ns = net ? READ_ONCE(tcpstate_net_of(net)->parking.lost_ns) :
			    READ_ONCE(tcpstate->lost_ns);

	return !lost_ns || ktime_get_mono_fast_ns() - lost_ns >=
				   (u64)TCPSTATE_PARKED_MAX_S * NSEC_PER_SEC;
}

/* @sk: whose minisock it is, NULL if that is certain. */
static enum tcpstate_minisock park(struct tcpstate *tcpstate, struct tcpstate_net *tn,
				   struct inet_timewait_sock *tw, const struct sock *sk, u64 entry)
{
	struct tcpstate_parked *parked;

	/* Of a namespace that ended, which takes its minisocks along. */
	if (unlikely(!tn->net))
		return TCPSTATE_MINISOCK_NONE;
	if (unlikely(atomic_read(&tn->parking.held) >= limit_of(tcpstate, tn->net)))
		return lose(tcpstate, tn);
	parked = tcpstate_stock_take(&tcpstate->stock);
	if (unlikely(!parked))
		return lose(tcpstate, tn);
	if (unlikely(!refcount_inc_not_zero(&tw->tw_refcnt))) {
		tcpstate_stock_give(&tcpstate->stock, parked);
		return TCPSTATE_MINISOCK_NONE;
	}
	parked->tw = tw;
	if (likely(!sk || is_minisock_of(tw, sk)))
		return add(tcpstate, tn, parked, entry);
	/*
	 * It went, and another one has its memory. Giving the reference back can free it, which
	 * may not be done here on PREEMPT_RT: a recheck does.
	 */
	parked->counted = false;
	atomic_inc(&tn->parking.held);
	llist_add(&parked->node, &tn->parking.added);
	return TCPSTATE_MINISOCK_NONE;
}

enum tcpstate_minisock tcpstate_timewait_park(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					      struct inet_timewait_sock *tw, u64 entry)
{
	/* A walk may meet it again: nothing more is taken for it. */
	if (tcpstate_sockets_find(tcpstate_sockets_home(&tcpstate->sockets, key_of(tw)), key_of(tw)))
		return TCPSTATE_MINISOCK_KNOWN;
	return park(tcpstate, tn, tw, NULL, entry);
}

noinline enum tcpstate_minisock tcpstate_timewait_close(struct tcpstate *tcpstate,
							struct tcpstate_net *tn,
							const struct sock *sk, u64 entry)
{
	struct inet_timewait_sock *tw = find_minisock_of(sk);

	if (!tw)
		return TCPSTATE_MINISOCK_NONE;
	if (READ_ONCE(tw->tw_substate) == TCP_TIME_WAIT)
		return TCPSTATE_MINISOCK_TIME_WAIT;
	return park(tcpstate, tn, tw, sk, entry);
}

u64 tcpstate_timewait_entry(struct tcpstate *tcpstate, const struct inet_timewait_sock *tw)
{
	return tcpstate_sockets_entry(&tcpstate->sockets, key_of(tw));
}

enum outcome { STILL_PARKED, TO_TIME_WAIT, TO_CLOSE };

static enum outcome outcome_of(const struct inet_timewait_sock *tw)
{
	bool unhashed = hlist_nulls_unhashed_lockless(&tw->tw_node);

	/* Nothing changes the substate of one that is seen unhashed. */
	smp_rmb();
	if (READ_ONCE(tw->tw_substate) == TCP_TIME_WAIT)
		return TO_TIME_WAIT;
	return unhashed ? TO_CLOSE : STILL_PARKED;
}

static void count_outcome(struct tcpstate_net *tn, enum outcome outcome)
{
	struct tcpstate_rare *rare = &tn->stats.rare;

	atomic64_inc(outcome == TO_TIME_WAIT ? &rare->parked_time_wait : &rare->parked_closed);
}

static void let_go(struct tcpstate *tcpstate, struct tcpstate_net *tn,
		   struct tcpstate_parked *parked, enum outcome outcome)
{
	if (parked->counted) {
		count_outcome(tn, outcome);
		drop_entry(&tcpstate->sockets, parked->tw);
	}
	inet_twsk_put(parked->tw);
	atomic_dec(&tn->parking.held);
	tcpstate_stock_release(&tcpstate->stock, parked);
}

static void take_added(struct tcpstate_parking *parking)
{
	struct llist_node *node, *next;

	for (node = llist_del_all(&parking->added); node; node = next) {
		next = node->next;
		node->next = parking->list;
		parking->list = node;
	}
}

/* Lets go of all that went on; of all others too if @ends. With the mutex held. */
static void walk(struct tcpstate *tcpstate, struct tcpstate_net *tn, bool ends)
{
	struct llist_node **link = &tn->parking.list;
	struct tcpstate_parked *parked;
	enum outcome outcome;
	unsigned int i;

	take_added(&tn->parking);
	for (i = 1; *link; i++) {
		parked = llist_entry(*link, struct tcpstate_parked, node);
		outcome = outcome_of(parked->tw);
		if (outcome == STILL_PARKED && parked->counted && !ends) {
			link = &parked->node.next;
		} else {
			*link = parked->node.next;
			let_go(tcpstate, tn, parked,
			       outcome == STILL_PARKED ? TO_CLOSE : outcome);
		}
		if (i % A_TURN == 0)
			cond_resched();
	}
}

/*
 * How many left TIME_WAIT: minisocks that came, less those that are there and those that
 * were closed while parked. In this order, which take_added() keeps with its full barrier:
 * one that came and is not there any more was parked before, if ever, so the walk finds it.
 * What comes in between makes the result too small for now, and nothing makes it too large.
 */
static s64 left_time_wait(struct tcpstate *tcpstate, struct tcpstate_net *tn)
{
	u64 came = tcpstate_stats_minisocks(&tn->stats);
	u64 there = tcpstate_minisocks(tn->net);

	WRITE_ONCE(tn->parking.there, there);
	walk(tcpstate, tn, false);
	return came - there - atomic64_read(&tn->stats.rare.parked_closed);
}

void tcpstate_timewait_recheck(struct tcpstate *tcpstate, struct tcpstate_net *tn)
{
	struct tcpstate_parking *parking = &tn->parking;
	s64 left;

	mutex_lock(&parking->lock);
	/* Before the look: whoever says so afterwards is heard next time. */
	xchg(&parking->stale, false);
	left = left_time_wait(tcpstate, tn);
	if (left > atomic64_read(&parking->time_wait_left))
		atomic64_set(&parking->time_wait_left, left);
	mutex_unlock(&parking->lock);
}

void tcpstate_timewait_recheck_all(struct tcpstate *tcpstate)
{
	struct tcpstate_net *tn = NULL;

	while ((tn = tcpstate_netns_next(&tcpstate->netns, tn, false))) {
		tcpstate_timewait_recheck(tcpstate, tn);
		cond_resched();
	}
}

/* A minisock that ends is no event: only the kernel's own count of them tells. */
void tcpstate_timewait_note(struct tcpstate_net *tn, bool unchanged)
{
	struct tcpstate_parking *parking = &tn->parking;

	if (unchanged && !atomic_read(&parking->held) &&
	    tcpstate_minisocks(tn->net) == READ_ONCE(parking->there))
		return;
	/* After what the pass has read, which a recheck that hears of it sees as well. */
	smp_store_release(&parking->stale, true);
}

void tcpstate_timewait_recheck_stale(struct tcpstate *tcpstate, unsigned int most)
{
	struct tcpstate_net *tn = NULL;
	unsigned int held;

	while ((tn = tcpstate_netns_next(&tcpstate->netns, tn, true))) {
		held = atomic_read(&tn->parking.held);
		if (held <= most) {
			most -= held;
			tcpstate_timewait_recheck(tcpstate, tn);
		}
		cond_resched();
	}
}

void tcpstate_timewait_set_at_load(struct tcpstate *tcpstate, struct tcpstate_net *tn)
{
	s64 left;

	mutex_lock(&tn->parking.lock);
	left = left_time_wait(tcpstate, tn);
	if (left < 0)
		atomic64_set(&tn->stats.rare.at_load[TCPSTATE_TIME_WAIT], -left);
	mutex_unlock(&tn->parking.lock);
}

void tcpstate_timewait_forget(struct tcpstate *tcpstate, struct tcpstate_net *tn)
{
	mutex_lock(&tn->parking.lock);
	walk(tcpstate, tn, true);
	mutex_unlock(&tn->parking.lock);
}
