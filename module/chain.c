// SPDX-License-Identifier: GPL-2.0-only
/* Walks over chains of the kernel's hash tables. */

#include <linux/refcount.h>
#include <linux/sched.h>
#include <net/inet_hashtables.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "module/chain.h"
#include "module/compat.h"

enum {
	/* Sockets met under one hold of the lock, each of which may take 1,000 instructions. */
	A_HOLD = 8,
	/* Who moves what we stand on each time sends us back as often: then all is one hold. */
	WALK_TRIES = 32,
};

struct hlist_nulls_head *tcpstate_chain_head(const struct tcpstate_chain *chain)
{
	if (chain->listeners)
		return &tcpstate_listener_bucket(chain->table, chain->bucket)->nulls_head;
	return &chain->table->ehash[chain->bucket].chain;
}

spinlock_t *tcpstate_chain_lock(const struct tcpstate_chain *chain)
{
	if (chain->listeners)
		return &tcpstate_listener_bucket(chain->table, chain->bucket)->lock;
	return inet_ehash_lockp(chain->table, chain->bucket);
}

/* A socket in this chain cannot leave it, nor change what it is hashed by, while it is locked. */
bool tcpstate_chain_has(const struct tcpstate_chain *chain, const struct sock *sk)
{
	if (!sk_hashed(sk) || (READ_ONCE(sk->sk_state) == TCP_LISTEN) != chain->listeners)
		return false;
	if (chain->listeners)
		return tcpstate_listener_bucket_of(chain->table, sk) == chain->bucket;
	return (READ_ONCE(sk->sk_hash) & chain->table->ehash_mask) == chain->bucket;
}

/**
 * struct place - where a walk is
 * @sk: the last one met, pinned; NULL to begin
 * @pprev: what pointed to it then
 * @most: how many to meet under one hold
 * @tries: how often it may begin again
 */
struct place {
	struct sock *sk;
	struct hlist_nulls_node **pprev;
	unsigned int most;
	unsigned int tries;
};

/*
 * Sockets enter at the head, or in place of another: those behind one that has not moved have
 * not been met. One that left and came back may be anywhere.
 */
static struct hlist_nulls_node *find_way_back(const struct tcpstate_chain *chain,
					      struct place *place)
{
	if (place->sk && place->sk->sk_nulls_node.pprev == place->pprev &&
	    tcpstate_chain_has(chain, place->sk))
		return place->sk->sk_nulls_node.next;
	if (place->sk && !place->tries--)
		place->most = UINT_MAX;
	return tcpstate_chain_head(chain)->first;
}

enum outcome { AT_END, NOT_YET, ENDED };

/* With the chain locked. */
static enum outcome meet_some(const struct tcpstate_chain *chain, struct place *place,
			      struct tcpstate *tcpstate,
			      bool (*meet)(struct tcpstate *tcpstate, struct sock *sk))
{
	struct hlist_nulls_node *node = find_way_back(chain, place);
	struct hlist_nulls_node **pprev;
	unsigned int met = 0;
	struct sock *sk;

	place->sk = NULL;
	for (; !is_a_nulls(node); node = node->next) {
		sk = hlist_nulls_entry(node, struct sock, sk_nulls_node);
		pprev = node->pprev;
		if (!meet(tcpstate, sk))
			return ENDED;
		if (++met < place->most || !refcount_inc_not_zero(&sk->sk_refcnt))
			continue;
		place->sk = sk;
		place->pprev = pprev;
		return NOT_YET;
	}
	return AT_END;
}

static enum outcome meet_some_locked(const struct tcpstate_chain *chain, struct place *place,
				     struct tcpstate *tcpstate,
				     bool (*meet)(struct tcpstate *tcpstate, struct sock *sk))
{
	spinlock_t *lock = tcpstate_chain_lock(chain);
	enum outcome outcome;

	if (!chain->listeners) {
		spin_lock_bh(lock);
		outcome = meet_some(chain, place, tcpstate, meet);
		spin_unlock_bh(lock);
		return outcome;
	}
	/*
	 * Packets look listeners up without their lock. With softirqs off as well, somebody on
	 * PREEMPT_RT who holds it and switches them off would wait for us: see inet_unhash().
	 */
	spin_lock(lock);
	outcome = meet_some(chain, place, tcpstate, meet);
	spin_unlock(lock);
	return outcome;
}

bool tcpstate_chain_walk(const struct tcpstate_chain *chain, struct tcpstate *tcpstate,
			 bool (*meet)(struct tcpstate *tcpstate, struct sock *sk))
{
	struct place place = { .most = A_HOLD, .tries = WALK_TRIES };
	enum outcome outcome = NOT_YET;
	struct sock *previous;

	/* The usual one is empty. */
	if (hlist_nulls_empty(tcpstate_chain_head(chain)))
		return true;
	while (outcome == NOT_YET) {
		previous = place.sk;
		outcome = meet_some_locked(chain, &place, tcpstate, meet);
		if (previous)
			sock_gen_put(previous);
		cond_resched();
	}
	return outcome == AT_END;
}
