// SPDX-License-Identifier: GPL-2.0-only
/* The table's slow paths, and how it is made and bounded. */

#include <linux/cpumask.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>

#include "module/compat.h"
#include "module/sockets.h"

/* The most that a CPU takes from a bounded table's room at a time. */
#define BATCH_MAX 64ul

static unsigned long choose_buckets(unsigned long hash_buckets, unsigned long max_sockets,
				    unsigned long expected)
{
	unsigned long buckets = hash_buckets;

	/* Two slots for each socket: a window then has room for practically every one. */
	if (!buckets)
		buckets = min3(4 * (tcpstate_hashinfo(&init_net)->ehash_mask + 1ul),
			       max_sockets * 2 / TCPSTATE_BUCKET_SLOTS + 1,
			       (unsigned long)TCPSTATE_BUCKETS_USUAL);
	buckets = max(buckets, expected * 2 / TCPSTATE_BUCKET_SLOTS);
	return roundup_pow_of_two(clamp_t(unsigned long, buckets, TCPSTATE_BUCKETS_MIN,
					  TCPSTATE_BUCKETS_MAX));
}

int tcpstate_sockets_init(struct tcpstate_sockets *sockets, unsigned long hash_buckets,
			  unsigned long max_sockets, unsigned long expected)
{
	unsigned long buckets = choose_buckets(hash_buckets, max_sockets, expected);

	/*
	 * The array goes on for a window's rest, so that no window wraps around. Where it does
	 * not fit, the load fails: no process is killed for it.
	 */
	sockets->buckets = kvcalloc(buckets + TCPSTATE_WINDOW_BUCKETS - 1,
				    sizeof(*sockets->buckets),
				    GFP_KERNEL | __GFP_NOWARN | __GFP_RETRY_MAYFAIL);
	if (!sockets->buckets)
		return -ENOMEM;
	sockets->mask = (buckets - 1) * sizeof(*sockets->buckets);
	sockets->bounded = max_sockets < buckets * TCPSTATE_BUCKET_SLOTS;
	sockets->batch = clamp(max_sockets / (64 * num_possible_cpus()), 1ul, BATCH_MAX);
	/* No bound while loading: see tcpstate_sockets_bound(). */
	atomic_set(&sockets->room, INT_MAX);
	if (!sockets->bounded)
		return 0;
	sockets->credit = alloc_percpu(int);
	if (!sockets->credit) {
		tcpstate_sockets_uninit(sockets);
		return -ENOMEM;
	}
	return 0;
}

void tcpstate_sockets_uninit(struct tcpstate_sockets *sockets)
{
	/* Namespaces leave after this, and forget what is parked in them. */
	sockets->off = true;
	kvfree(sockets->buckets);
	sockets->buckets = NULL;
	free_percpu(sockets->credit);
	sockets->credit = NULL;
}

void tcpstate_sockets_bound(struct tcpstate_sockets *sockets, unsigned int max_sockets)
{
	if (!max_sockets) {
		/* An event that still saw it on may use the table until its end. */
		WRITE_ONCE(sockets->off, true);
		synchronize_rcu();
		tcpstate_sockets_uninit(sockets);
		return;
	}
	if (sockets->bounded)
		atomic_sub(INT_MAX - (int)max_sockets, &sockets->room);
}

noinline struct tcpstate_slot *tcpstate_sockets_find_beyond(struct tcpstate_bucket *home,
							    const struct sock *sk)
{
	struct tcpstate_slot *slot = home[1].slot;
	struct tcpstate_slot *end = home[TCPSTATE_WINDOW_BUCKETS].slot;

	for (; slot < end; slot++)
		if (READ_ONCE(slot->sk) == sk)
			return slot;
	return NULL;
}

u64 tcpstate_sockets_entry(const struct tcpstate_sockets *sockets, const struct sock *sk)
{
	const struct tcpstate_slot *slot;
	u64 entry;

	/* Given up before there are readers, if at all. */
	if (sockets->off)
		return 0;
	slot = tcpstate_sockets_find(tcpstate_sockets_home(sockets, sk), sk);
	if (!slot)
		return 0;
	/* The slot may go to another socket meanwhile, and come back: no entry is used twice. */
	do {
		entry = READ_ONCE(slot->entry);
		smp_rmb();
		if (READ_ONCE(slot->sk) != sk)
			return 0;
		smp_rmb();
	} while (unlikely(READ_ONCE(slot->entry) != entry));
	return entry;
}

static bool take_room(struct tcpstate_sockets *sockets)
{
	if (likely(this_cpu_dec_return(*sockets->credit) >= 0))
		return true;
	if (atomic_sub_return(sockets->batch, &sockets->room) >= 0) {
		this_cpu_add(*sockets->credit, sockets->batch);
		return true;
	}
	atomic_add(sockets->batch, &sockets->room);
	this_cpu_inc(*sockets->credit);
	return false;
}

noinline bool tcpstate_sockets_insert_beyond(struct tcpstate_sockets *sockets,
					     struct tcpstate_bucket *home, const struct sock *sk,
					     u64 entry)
{
	struct tcpstate_slot *slot = home->slot;
	struct tcpstate_slot *end = home[TCPSTATE_WINDOW_BUCKETS].slot;

	if (unlikely(sockets->bounded) && !take_room(sockets))
		goto refused;
	for (; slot < end; slot++)
		if (!READ_ONCE(slot->sk) && !cmpxchg(&slot->sk, NULL, sk)) {
			WRITE_ONCE(slot->entry, entry);
			return true;
		}
	if (unlikely(sockets->bounded))
		tcpstate_sockets_give_room(sockets);
refused:
	/* Written once: CPUs share the line. */
	if (!READ_ONCE(sockets->refused))
		WRITE_ONCE(sockets->refused, true);
	return false;
}
