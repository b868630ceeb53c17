// SPDX-License-Identifier: GPL-2.0-only
/* Keeps the lists of listeners. */

#include <linux/hash.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <net/inet_connection_sock.h>
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "module/tcpstate.h"

/* The most entries that are made for one walk over a chain: 4 MiB. */
enum { LISTENERS_A_WALK = 64 * TCPSTATE_RESERVE };

unsigned int tcpstate_listener_requests(const struct sock *sk)
{
	return max(reqsk_queue_len(&inet_csk(sk)->icsk_accept_queue), 0);
}

static struct tcpstate_listener_bucket *bucket_of(struct tcpstate_listeners *listeners,
						  const struct sock *sk)
{
	return &listeners->buckets[hash_ptr(sk, ilog2(TCPSTATE_LISTENER_BUCKETS))];
}

static struct tcpstate_listener *find(struct tcpstate_listener_bucket *bucket,
				      const struct sock *sk)
{
	struct tcpstate_listener *listener;

	hlist_for_each_entry(listener, &bucket->chain, hash)
		if (listener->sk == sk)
			return listener;
	return NULL;
}

/* With the bucket locked; it is a listener's that is closed, and has requests. */
static void hold(struct tcpstate_listeners *listeners, struct tcpstate_listener *listener)
{
	sock_hold(listener->sk);
	atomic_inc(&listeners->held);
	raw_spin_lock(&listener->owner->lock);
	listener->held = true;
	raw_spin_unlock(&listener->owner->lock);
}

/* With the bucket locked. Return: false if there is no entry to be had. */
static bool add(struct tcpstate_listeners *listeners, struct tcpstate_listener_bucket *bucket,
		struct tcpstate_listener_list *list, struct sock *sk, bool held)
{
	struct tcpstate_listener *listener = tcpstate_reserve_take(&listeners->reserve);

	if (!listener)
		return false;
	*listener = (struct tcpstate_listener){ .owner = list, .sk = sk };
	if (held)
		hold(listeners, listener);
	hlist_add_head(&listener->hash, &bucket->chain);
	raw_spin_lock(&list->lock);
	list_add_tail(&listener->list, &list->list);
	raw_spin_unlock(&list->lock);
	return true;
}

/* With the bucket locked. The reference to a held one is the caller's from here on. */
static void drop(struct tcpstate_listeners *listeners, struct tcpstate_listener *listener)
{
	if (listener->held)
		atomic_dec(&listeners->held);
	hlist_del(&listener->hash);
	raw_spin_lock(&listener->owner->lock);
	list_del(&listener->list);
	raw_spin_unlock(&listener->owner->lock);
	tcpstate_reserve_give(&listeners->reserve, listener);
}

static void miss(struct tcpstate_listeners *listeners, struct tcpstate_listener_list *list)
{
	WRITE_ONCE(list->missed, atomic64_inc_return(&listeners->missed));
}

void tcpstate_listeners_open(struct tcpstate *tcpstate, struct tcpstate_net *tn, struct sock *sk)
{
	struct tcpstate_listeners *listeners = &tcpstate->listeners;
	struct tcpstate_listener_bucket *bucket = bucket_of(listeners, sk);
	struct tcpstate_listener *listener;
	bool was_held = false;
	unsigned long flags;

	raw_spin_lock_irqsave(&bucket->lock, flags);
	listener = find(bucket, sk);
	if (listener) {
		was_held = listener->held;
		raw_spin_lock(&listener->owner->lock);
		listener->held = false;
		raw_spin_unlock(&listener->owner->lock);
	} else if (!add(listeners, bucket, &tn->listeners, sk, false)) {
		miss(listeners, &tn->listeners);
	}
	raw_spin_unlock_irqrestore(&bucket->lock, flags);
	if (was_held) {
		atomic_dec(&listeners->held);
		/* Not the last reference: somebody is calling listen() on it. */
		sock_put(sk);
	}
	tcpstate_reserve_keep(&listeners->reserve);
}

bool tcpstate_listeners_hold(struct tcpstate *tcpstate, struct tcpstate_net *tn, struct sock *sk)
{
	struct tcpstate_listeners *listeners = &tcpstate->listeners;
	struct tcpstate_listener_bucket *bucket = bucket_of(listeners, sk);
	unsigned long flags;
	bool listed;

	/* A namespace that ends takes its requests along; a reference might outlive it. */
	if (!tn->net)
		return true;
	raw_spin_lock_irqsave(&bucket->lock, flags);
	listed = find(bucket, sk) || !tcpstate_listener_requests(sk) ||
		 add(listeners, bucket, &tn->listeners, sk, true);
	raw_spin_unlock_irqrestore(&bucket->lock, flags);
	return listed;
}

bool tcpstate_listeners_close(struct tcpstate *tcpstate, struct tcpstate_net *tn, struct sock *sk)
{
	struct tcpstate_listeners *listeners = &tcpstate->listeners;
	struct tcpstate_listener_bucket *bucket = bucket_of(listeners, sk);
	struct tcpstate_listener *listener;
	unsigned long flags;
	bool listed;

	raw_spin_lock_irqsave(&bucket->lock, flags);
	listener = find(bucket, sk);
	listed = listener;
	if (listener && !listener->held) {
		if (tcpstate_listener_requests(sk))
			hold(listeners, listener);
		else
			drop(listeners, listener);
	}
	raw_spin_unlock_irqrestore(&bucket->lock, flags);
	tcpstate_reserve_keep(&listeners->reserve);
	/* One that had been missed gets its chance now. */
	return listed || tcpstate_listeners_hold(tcpstate, tn, sk);
}

/*
 * With its chain locked: it cannot close before it is in its list. Return: false if it is
 * missing there, and stays so for want of an entry.
 */
static bool meet(struct tcpstate *tcpstate, struct sock *sk)
{
	struct tcpstate_listeners *listeners = &tcpstate->listeners;
	struct tcpstate_listener_bucket *bucket = bucket_of(listeners, sk);
	struct tcpstate_net *tn;
	unsigned long flags;
	bool listed = true;

	raw_spin_lock_irqsave(&bucket->lock, flags);
	if (!find(bucket, sk)) {
		tn = tcpstate_net(&tcpstate->netns, sock_net(sk));
		listed = add(listeners, bucket, &tn->listeners, sk, false);
	}
	raw_spin_unlock_irqrestore(&bucket->lock, flags);
	return listed;
}

/* Looks through the kernel's table, which is one for all namespaces and made at boot. */
static int meet_all(struct tcpstate *tcpstate)
{
	struct tcpstate_chain chain = { .table = tcpstate_hashinfo(&init_net), .listeners = true };
	struct tcpstate_reserve *reserve = &tcpstate->listeners.reserve;
	unsigned int wanted = TCPSTATE_RESERVE;
	int ret;

	for (; chain.bucket < tcpstate_listener_buckets(chain.table); chain.bucket++) {
		while (!tcpstate_chain_walk(&chain, tcpstate, meet)) {
			/* A chain is begun anew each time: fewer times, if more are ready then. */
			ret = tcpstate_reserve_fill(reserve, wanted);
			if (ret)
				return ret;
			wanted = min(2 * wanted, (unsigned int)LISTENERS_A_WALK);
		}
		cond_resched();
	}
	tcpstate_reserve_keep(reserve);
	return 0;
}

int tcpstate_listeners_complete(struct tcpstate *tcpstate, const struct net *net)
{
	struct tcpstate_listeners *listeners = &tcpstate->listeners;
	s64 missed = net ? READ_ONCE(tcpstate_listener_list_of(net)->missed) :
			   atomic64_read(&listeners->missed);
	int ret;

	if (likely(missed <= atomic64_read(&listeners->found)))
		return 0;
	missed = atomic64_read(&listeners->missed);
	ret = meet_all(tcpstate);
	/* While loading, a listen() that no event told of may still be under way. */
	if (!ret && !READ_ONCE(tcpstate->loading))
		atomic64_set(&listeners->found, missed);
	return ret;
}

/* Takes one held listener without requests out of a bucket. */
static struct sock *take_idle(struct tcpstate_listeners *listeners,
			      struct tcpstate_listener_bucket *bucket)
{
	struct tcpstate_listener *listener;
	struct sock *idle = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&bucket->lock, flags);
	hlist_for_each_entry(listener, &bucket->chain, hash)
		if (listener->held && !tcpstate_listener_requests(listener->sk)) {
			idle = listener->sk;
			drop(listeners, listener);
			break;
		}
	raw_spin_unlock_irqrestore(&bucket->lock, flags);
	return idle;
}

void tcpstate_listeners_recheck(struct tcpstate *tcpstate)
{
	struct tcpstate_listeners *listeners = &tcpstate->listeners;
	struct sock *idle;
	unsigned int i;

	/* Without memory now, a reader or the next recheck goes on. */
	tcpstate_listeners_complete(tcpstate, NULL);
	if (!atomic_read(&listeners->held))
		return;
	for (i = 0; i < TCPSTATE_LISTENER_BUCKETS; i++) {
		if (hlist_empty(&listeners->buckets[i].chain))
			continue;
		while ((idle = take_idle(listeners, &listeners->buckets[i])))
			sock_put(idle);
		cond_resched();
	}
}

/* The first one of a list, whose bucket has to be locked before the list. */
static struct sock *first_of(struct tcpstate_listener_list *list)
{
	struct tcpstate_listener *listener;
	unsigned long flags;
	struct sock *sk;

	raw_spin_lock_irqsave(&list->lock, flags);
	listener = list_first_entry_or_null(&list->list, struct tcpstate_listener, list);
	sk = listener ? listener->sk : NULL;
	raw_spin_unlock_irqrestore(&list->lock, flags);
	return sk;
}

static void forget(struct tcpstate_listeners *listeners, struct sock *sk)
{
	struct tcpstate_listener_bucket *bucket = bucket_of(listeners, sk);
	struct tcpstate_listener *listener;
	bool was_held = false;
	unsigned long flags;

	raw_spin_lock_irqsave(&bucket->lock, flags);
	listener = find(bucket, sk);
	if (listener) {
		was_held = listener->held;
		drop(listeners, listener);
	}
	raw_spin_unlock_irqrestore(&bucket->lock, flags);
	if (was_held)
		sock_put(sk);
}

void tcpstate_listeners_leave(struct tcpstate *tcpstate, struct tcpstate_listener_list *list)
{
	struct sock *sk;

	while ((sk = first_of(list))) {
		forget(&tcpstate->listeners, sk);
		cond_resched();
	}
}

int tcpstate_listeners_init(struct tcpstate *tcpstate)
{
	struct tcpstate_listeners *listeners = &tcpstate->listeners;
	unsigned int i;
	int ret;

	tcpstate_reserve_init(&listeners->reserve);
	atomic64_set(&listeners->missed, 1);
	listeners->buckets = kvcalloc(TCPSTATE_LISTENER_BUCKETS, sizeof(*listeners->buckets),
				      GFP_KERNEL);
	if (!listeners->buckets)
		return -ENOMEM;
	for (i = 0; i < TCPSTATE_LISTENER_BUCKETS; i++)
		raw_spin_lock_init(&listeners->buckets[i].lock);
	ret = tcpstate_reserve_fill(&listeners->reserve, TCPSTATE_RESERVE);
	if (ret)
		tcpstate_listeners_uninit(tcpstate);
	return ret;
}

void tcpstate_listeners_uninit(struct tcpstate *tcpstate)
{
	struct tcpstate_listeners *listeners = &tcpstate->listeners;
	unsigned int i;

	for (i = 0; i < TCPSTATE_LISTENER_BUCKETS; i++)
		while (!hlist_empty(&listeners->buckets[i].chain))
			forget(listeners, hlist_entry(listeners->buckets[i].chain.first,
						      struct tcpstate_listener, hash)->sk);
	tcpstate_reserve_uninit(&listeners->reserve);
	kvfree(listeners->buckets);
	listeners->buckets = NULL;
}
