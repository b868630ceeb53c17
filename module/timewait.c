// SPDX-License-Identifier: GPL-2.0-only
/* Looks minisocks up, and remembers those parked in FIN_WAIT2. */

#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/tcp.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp_states.h>

#include "module/tcpstate.h"

/* A chain that keeps changing under a lockless walk: enough is enough. */
enum { WALK_TRIES = 8 };

static struct inet_hashinfo *hashinfo_of(const struct net *net)
{
	return net->ipv4.tcp_death_row.hashinfo;
}

int tcpstate_timewait_init(struct tcpstate *tcpstate)
{
	struct tcpstate_timewait *timewait = &tcpstate->timewait;
	unsigned long room = hashinfo_of(&init_net)->ehash_mask + 1ul;
	struct tcpstate_parked_shard *shard;
	unsigned int i;

	timewait->room = DIV_ROUND_UP(room, TCPSTATE_PARKED_SHARDS);
	timewait->shards = kvcalloc(TCPSTATE_PARKED_SHARDS, sizeof(*timewait->shards), GFP_KERNEL);
	timewait->memory = kvcalloc((size_t)timewait->room * TCPSTATE_PARKED_SHARDS,
				    sizeof(*timewait->memory), GFP_KERNEL | __GFP_NOWARN);
	if (!timewait->shards || !timewait->memory) {
		tcpstate_timewait_uninit(tcpstate);
		return -ENOMEM;
	}
	for (i = 0; i < TCPSTATE_PARKED_SHARDS; i++) {
		shard = &timewait->shards[i];
		raw_spin_lock_init(&shard->lock);
		shard->parked = timewait->memory + (size_t)i * timewait->room;
	}
	return 0;
}

void tcpstate_timewait_uninit(struct tcpstate *tcpstate)
{
	kvfree(tcpstate->timewait.shards);
	kvfree(tcpstate->timewait.memory);
	tcpstate->timewait.shards = NULL;
	tcpstate->timewait.memory = NULL;
}

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
#define for_each_in_chain(sk, node, hashinfo, hash) \
	sk_nulls_for_each_rcu(sk, node, &inet_ehash_bucket(hashinfo, hash)->chain)

static bool walked_off(const struct hlist_nulls_node *node, const struct inet_hashinfo *hashinfo,
		       u32 hash)
{
	return get_nulls_value(node) != (hash & hashinfo->ehash_mask);
}

static noinline const struct inet_timewait_sock *find_minisock_again(const struct sock *sk)
{
	struct inet_hashinfo *hashinfo = hashinfo_of(sock_net(sk));
	const struct hlist_nulls_node *node;
	unsigned int tries = WALK_TRIES;
	u32 hash = sk->sk_hash;
	struct sock *other;

	do {
		for_each_in_chain(other, node, hashinfo, hash)
			if (is_minisock_of(inet_twsk(other), sk))
				return inet_twsk(other);
	} while (walked_off(node, hashinfo, hash) && --tries);
	return NULL;
}

static __always_inline const struct inet_timewait_sock *find_minisock_of(const struct sock *sk)
{
	struct inet_hashinfo *hashinfo = hashinfo_of(sock_net(sk));
	const struct hlist_nulls_node *node;
	u32 hash = sk->sk_hash;
	struct sock *other;

	for_each_in_chain(other, node, hashinfo, hash)
		if (is_minisock_of(inet_twsk(other), sk))
			return inet_twsk(other);
	return unlikely(walked_off(node, hashinfo, hash)) ? find_minisock_again(sk) : NULL;
}

static u32 snd_nxt_of(const struct inet_timewait_sock *tw)
{
	return READ_ONCE(tcp_twsk((const struct sock *)tw)->tw_snd_nxt);
}

static struct tcpstate_parked_shard *shard_of(struct tcpstate_timewait *timewait, u32 hash)
{
	return &timewait->shards[hash % TCPSTATE_PARKED_SHARDS];
}

/*
 * Only the baseline can have met a minisock before its event: later on, whoever is
 * parked was in FIN_WAIT2 a moment ago, and this is a linear search.
 */
static bool is_known(const struct tcpstate_parked_shard *shard, const struct inet_timewait_sock *tw)
{
	unsigned int i;

	for (i = 0; i < shard->used; i++)
		if (shard->parked[i].tw == tw && shard->parked[i].hash == tw->tw_hash &&
		    shard->parked[i].snd_nxt == snd_nxt_of(tw))
			return true;
	return false;
}

enum tcpstate_minisock tcpstate_timewait_park(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					      const struct inet_timewait_sock *tw, u64 word)
{
	struct tcpstate_timewait *timewait = &tcpstate->timewait;
	struct tcpstate_parked_shard *shard = shard_of(timewait, tw->tw_hash);
	enum tcpstate_minisock ret = TCPSTATE_MINISOCK_PARKED;
	unsigned long flags;

	raw_spin_lock_irqsave(&shard->lock, flags);
	/*
	 * A namespace that ends takes what is parked in it along. Under the lock, which
	 * tcpstate_timewait_forget() takes after @ending was set.
	 */
	if (unlikely(READ_ONCE(tn->ending)))
		ret = TCPSTATE_MINISOCK_NONE;
	else if (unlikely(READ_ONCE(tcpstate->loading)) && is_known(shard, tw))
		ret = TCPSTATE_MINISOCK_KNOWN;
	else if (unlikely(shard->used == timewait->room))
		ret = TCPSTATE_MINISOCK_NO_ROOM;
	else
		shard->parked[shard->used++] = (struct tcpstate_parked){
			.tw = tw, .tn = tn, .word = word, .hash = tw->tw_hash,
			.snd_nxt = snd_nxt_of(tw),
		};
	raw_spin_unlock_irqrestore(&shard->lock, flags);
	return ret;
}

notrace enum tcpstate_minisock tcpstate_timewait_look(const struct sock *sk)
{
	const struct inet_timewait_sock *tw = find_minisock_of(sk);

	if (!tw)
		return TCPSTATE_MINISOCK_NONE;
	return READ_ONCE(tw->tw_substate) == TCP_TIME_WAIT ? TCPSTATE_MINISOCK_TIME_WAIT :
							     TCPSTATE_MINISOCK_PARKED;
}

noinline enum tcpstate_minisock tcpstate_timewait_peek(struct tcpstate *tcpstate,
						       struct tcpstate_net *tn,
						       const struct sock *sk, u64 word)
{
	const struct inet_timewait_sock *tw = find_minisock_of(sk);

	if (!tw)
		return TCPSTATE_MINISOCK_NONE;
	if (READ_ONCE(tw->tw_substate) == TCP_TIME_WAIT)
		return TCPSTATE_MINISOCK_TIME_WAIT;
	return tcpstate_timewait_park(tcpstate, tn, tw, word);
}

u64 tcpstate_timewait_word(struct tcpstate *tcpstate, const struct inet_timewait_sock *tw)
{
	struct tcpstate_parked_shard *shard = shard_of(&tcpstate->timewait, tw->tw_hash);
	unsigned long flags;
	unsigned int i;
	u64 word = 0;

	raw_spin_lock_irqsave(&shard->lock, flags);
	/* The latest first: a stale one may have had the same memory. */
	for (i = shard->used; i-- > 0 && !word;)
		if (shard->parked[i].tw == tw && shard->parked[i].hash == tw->tw_hash)
			word = shard->parked[i].word;
	raw_spin_unlock_irqrestore(&shard->lock, flags);
	return word;
}

enum fate { STILL_PARKED, FLIPPED, GONE };

static enum fate look_up(const struct tcpstate_parked *parked)
{
	const struct inet_hashinfo *hashinfo = hashinfo_of(parked->tn->net);
	const struct inet_timewait_sock *tw;
	const struct hlist_nulls_node *node;
	unsigned int tries = WALK_TRIES;
	struct sock *other;

	do {
		for_each_in_chain(other, node, (struct inet_hashinfo *)hashinfo, parked->hash) {
			tw = inet_twsk(other);
			if (tw != parked->tw)
				continue;
			if (tw->tw_hash != parked->hash || tw->tw_state != TCP_TIME_WAIT ||
			    snd_nxt_of(tw) != parked->snd_nxt)
				return GONE;
			return READ_ONCE(tw->tw_substate) == TCP_TIME_WAIT ? FLIPPED : STILL_PARKED;
		}
	} while (walked_off(node, hashinfo, parked->hash) && --tries);
	return GONE;
}

static void settle(struct tcpstate_net *tn, enum fate fate)
{
	atomic64_inc(fate == FLIPPED ? &tn->stats.rare.flipped : &tn->stats.rare.gone);
}

/*
 * Downwards: the last one takes the place of one that goes, and has been looked at
 * already. Others may park, review or forget between two batches: they only move
 * entries down from above, so none below is missed.
 */
static unsigned int review_batch(struct tcpstate *tcpstate, struct tcpstate_parked_shard *shard,
				 unsigned int end)
{
	unsigned int left = TCPSTATE_PARKED_BATCH;
	unsigned long flags;
	enum fate fate;

	raw_spin_lock_irqsave(&shard->lock, flags);
	end = min(end, shard->used);
	for (; end && left; left--) {
		end--;
		fate = look_up(&shard->parked[end]);
		if (fate == STILL_PARKED)
			continue;
		settle(shard->parked[end].tn, fate);
		shard->parked[end] = shard->parked[--shard->used];
	}
	raw_spin_unlock_irqrestore(&shard->lock, flags);
	return end;
}

void tcpstate_timewait_review(struct tcpstate *tcpstate)
{
	struct tcpstate_parked_shard *shard;
	unsigned int i, end;

	for (i = 0; i < TCPSTATE_PARKED_SHARDS; i++) {
		shard = &tcpstate->timewait.shards[i];
		for (end = READ_ONCE(shard->used); end; cond_resched()) {
			rcu_read_lock();
			end = review_batch(tcpstate, shard, end);
			rcu_read_unlock();
		}
	}
}

void tcpstate_timewait_forget(struct tcpstate *tcpstate, struct tcpstate_net *tn)
{
	struct tcpstate_parked_shard *shard;
	unsigned long flags;
	unsigned int i, j;

	for (i = 0; i < TCPSTATE_PARKED_SHARDS; i++) {
		shard = &tcpstate->timewait.shards[i];
		raw_spin_lock_irqsave(&shard->lock, flags);
		for (j = shard->used; j-- > 0;) {
			if (shard->parked[j].tn != tn)
				continue;
			settle(tn, GONE);
			shard->parked[j] = shard->parked[--shard->used];
		}
		raw_spin_unlock_irqrestore(&shard->lock, flags);
		cond_resched();
	}
}
