// SPDX-License-Identifier: GPL-2.0-only
/* Counts half-open requests, those of closed listeners included. */

#include <linux/mm.h>
#include <linux/sched.h>
#include <net/inet_connection_sock.h>
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "module/tcpstate.h"

/* Under one hold of the lock, with interrupts off. */
enum { BATCH = 64 };

int tcpstate_halfopen_init(struct tcpstate *tcpstate)
{
	raw_spin_lock_init(&tcpstate->halfopen.lock);
	tcpstate->halfopen.held = kvcalloc(TCPSTATE_HELD_MAX, sizeof(*tcpstate->halfopen.held),
					   GFP_KERNEL);
	return tcpstate->halfopen.held ? 0 : -ENOMEM;
}

static unsigned int requests_of(const struct sock *sk)
{
	return max(reqsk_queue_len(&inet_csk(sk)->icsk_accept_queue), 0);
}

static struct sock **find_held(struct tcpstate_halfopen *halfopen, const struct sock *sk)
{
	unsigned int i;

	for (i = 0; i < halfopen->used; i++)
		if (halfopen->held[i] == sk)
			return &halfopen->held[i];
	return NULL;
}

bool tcpstate_halfopen_hold(struct tcpstate *tcpstate, struct sock *sk)
{
	struct tcpstate_halfopen *halfopen = &tcpstate->halfopen;
	unsigned long flags;
	bool room = true;

	if (!requests_of(sk))
		return true;
	raw_spin_lock_irqsave(&halfopen->lock, flags);
	if (!find_held(halfopen, sk)) {
		room = halfopen->used < TCPSTATE_HELD_MAX;
		if (room) {
			sock_hold(sk);
			WRITE_ONCE(halfopen->held[halfopen->used++], sk);
		}
	}
	raw_spin_unlock_irqrestore(&halfopen->lock, flags);
	return room;
}

/* The last one takes its place: reviews go downwards, like those of timewait.c. */
static void let_go(struct tcpstate_halfopen *halfopen, struct sock **place)
{
	*place = halfopen->held[--halfopen->used];
}

void tcpstate_halfopen_release(struct tcpstate *tcpstate, struct sock *sk)
{
	struct tcpstate_halfopen *halfopen = &tcpstate->halfopen;
	unsigned long flags;
	struct sock **place;

	if (likely(!READ_ONCE(halfopen->used)))
		return;
	raw_spin_lock_irqsave(&halfopen->lock, flags);
	place = find_held(halfopen, sk);
	if (place)
		let_go(halfopen, place);
	raw_spin_unlock_irqrestore(&halfopen->lock, flags);
	/* Not the last reference: somebody is calling listen() on it. */
	if (place)
		sock_put(sk);
}

/* Takes one held listener without requests out of the list, if there is one below @end. */
static struct sock *take_idle(struct tcpstate_halfopen *halfopen, unsigned int *end)
{
	unsigned int left = BATCH;
	struct sock *idle = NULL;
	unsigned long flags;

	raw_spin_lock_irqsave(&halfopen->lock, flags);
	*end = min(*end, halfopen->used);
	for (; *end && left && !idle; left--) {
		--*end;
		if (requests_of(halfopen->held[*end]))
			continue;
		idle = halfopen->held[*end];
		let_go(halfopen, &halfopen->held[*end]);
	}
	raw_spin_unlock_irqrestore(&halfopen->lock, flags);
	return idle;
}

void tcpstate_halfopen_review(struct tcpstate *tcpstate)
{
	struct tcpstate_halfopen *halfopen = &tcpstate->halfopen;
	unsigned int end = READ_ONCE(halfopen->used);
	struct sock *idle;

	while (end) {
		idle = take_idle(halfopen, &end);
		if (idle)
			sock_put(idle);
		cond_resched();
	}
}

void tcpstate_halfopen_uninit(struct tcpstate *tcpstate)
{
	struct tcpstate_halfopen *halfopen = &tcpstate->halfopen;

	while (halfopen->used)
		sock_put(halfopen->held[--halfopen->used]);
	kvfree(halfopen->held);
}

static u64 count_open(const struct net *net)
{
	struct inet_hashinfo *hashinfo = init_net.ipv4.tcp_death_row.hashinfo;
	struct inet_listen_hashbucket *bucket;
	struct hlist_nulls_node *node;
	unsigned int i;
	struct sock *sk;
	u64 count = 0;

	for (i = 0; i < tcpstate_listener_buckets(hashinfo); i++) {
		bucket = tcpstate_listener_bucket(hashinfo, i);
		if (hlist_nulls_empty(&bucket->nulls_head))
			continue;
		spin_lock(&bucket->lock);
		sk_nulls_for_each(sk, node, &bucket->nulls_head)
			if (!net || net_eq(sock_net(sk), net))
				count += requests_of(sk);
		spin_unlock(&bucket->lock);
		cond_resched();
	}
	return count;
}

static u64 count_held(struct tcpstate_halfopen *halfopen, const struct net *net)
{
	unsigned int end = READ_ONCE(halfopen->used), left;
	unsigned long flags;
	u64 count = 0;

	while (end) {
		raw_spin_lock_irqsave(&halfopen->lock, flags);
		end = min(end, halfopen->used);
		for (left = BATCH; end && left; left--) {
			end--;
			if (!net || net_eq(sock_net(halfopen->held[end]), net))
				count += requests_of(halfopen->held[end]);
		}
		raw_spin_unlock_irqrestore(&halfopen->lock, flags);
		cond_resched();
	}
	return count;
}

u64 tcpstate_halfopen_count(struct tcpstate *tcpstate, const struct net *net)
{
	return count_open(net) + count_held(&tcpstate->halfopen, net);
}
