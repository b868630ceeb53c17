/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table: which state a socket is in, and since when.
 *
 * A fixed array of buckets of one cache line, each of four slots. A socket lives
 * in the first free slot of a window of buckets that begins at its hash, and is
 * looked for in that window; at the usual load that is one line. Nothing is ever
 * allocated, locked or moved, so it works in every context, PREEMPT_RT's
 * included, and costs the same whatever the number of sockets.
 *
 * The contract:
 *
 * 1. One socket's slot is written by events of that socket only, which its lock
 *    serialises, and by the baseline while it holds the load lock (probe.c).
 * 2. Slots are claimed with cmpxchg() on the key. A slot is freed by clearing the
 *    entry, then the key: a key with an entry of 0 is a slot in the making.
 * 3. The key is never followed, only compared: a reader that wants the socket
 *    behind it finds it in the kernel's own tables.
 * 4. An entry is never stale: every socket that leaves CLOSE comes back to it by
 *    an event before its memory can be reused (inet_csk_destroy_sock() insists).
 */
#ifndef TCPSTATE_MODULE_SOCKETS_H
#define TCPSTATE_MODULE_SOCKETS_H

#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/cache.h>
#include <linux/hash.h>
#include <linux/percpu.h>
#include <linux/prefetch.h>
#include <linux/types.h>

#include "module/states.h"

struct sock;

enum {
	TCPSTATE_BUCKET_SLOTS = 4,
	TCPSTATE_WINDOW_BUCKETS = 32,
	TCPSTATE_BUCKETS_MIN = 64,
	TCPSTATE_BUCKETS_MAX = 1 << 24,
	/* 64 MiB; more only if it is asked for. */
	TCPSTATE_BUCKETS_USUAL = 1 << 20,
	TCPSTATE_SOCKETS_MAX = TCPSTATE_BUCKETS_MAX * TCPSTATE_BUCKET_SLOTS,
};

/**
 * struct tcpstate_slot - one socket
 * @sk: the key, NULL for a free slot
 * @entry: when it entered its state, whether that is a lower bound only, and the
 *	state: see tcpstate_entry()
 */
struct tcpstate_slot {
	const struct sock *sk;
	u64 entry;
};

struct tcpstate_bucket {
	struct tcpstate_slot slot[TCPSTATE_BUCKET_SLOTS];
} ____cacheline_aligned;

/**
 * struct tcpstate_sockets - the table
 * @buckets: a power of two and a window's rest
 * @mask: turns a hash into the offset of a bucket
 * @off: only counters are kept; an event looks once, before it uses @buckets
 * @refused: a socket found no room, so that one without a slot may be untracked
 * @bounded: whether the most sockets to hold is below the number of slots and so must be kept
 * @batch: how many a CPU takes from @room at a time, and gives back
 * @credit: what each CPU has taken and not used yet; only if @bounded
 * @room: how many more it may hold, but for the credits: what CPUs share, in a line of its own
 */
struct tcpstate_sockets {
	struct tcpstate_bucket *buckets;
	unsigned long mask;
	bool off;
	bool refused;
	bool bounded;
	int batch;
	int __percpu *credit;
	atomic_t room ____cacheline_aligned_in_smp;
};

enum {
	TCPSTATE_ENTRY_STATE_BITS = 4,
	TCPSTATE_ENTRY_AT_LEAST = 1 << TCPSTATE_ENTRY_STATE_BITS,
	TCPSTATE_ENTRY_SHIFT = TCPSTATE_ENTRY_STATE_BITS + 1,
};

/**
 * tcpstate_entry() - pack an entry
 * @state: the state
 * @since_ns: CLOCK_MONOTONIC; 59 bits of it last for 18 years
 *
 * Return: the entry; or TCPSTATE_ENTRY_AT_LEAST to it for a socket open at load.
 */
static inline u64 tcpstate_entry(enum tcpstate_state state, u64 since_ns)
{
	return since_ns << TCPSTATE_ENTRY_SHIFT | state;
}

static inline enum tcpstate_state tcpstate_entry_state(u64 entry)
{
	return (enum tcpstate_state)(entry & (TCPSTATE_ENTRY_AT_LEAST - 1));
}

static inline u64 tcpstate_entry_since_ns(u64 entry)
{
	return entry >> TCPSTATE_ENTRY_SHIFT;
}

/*
 * Sockets come from slabs, so their addresses lie in even steps, and with some steps a
 * multiplication alone resonates: two of three went beyond their bucket. The fold breaks
 * the steps up; it leaves the product's high bits where the mask takes them.
 */
static __always_inline struct tcpstate_bucket *
tcpstate_sockets_home(const struct tcpstate_sockets *sockets, const struct sock *sk)
{
	u64 hash = (unsigned long)sk * GOLDEN_RATIO_64;

	return (void *)sockets->buckets + ((hash ^ hash >> 38) & sockets->mask);
}

struct tcpstate_slot *tcpstate_sockets_find_beyond(struct tcpstate_bucket *home,
						   const struct sock *sk);

/**
 * tcpstate_sockets_find_near() - look for a socket where it most likely is
 * @home: tcpstate_sockets_home() of it
 * @sk: the key
 *
 * Return: its slot, NULL if it is not in its own bucket.
 */
static __always_inline struct tcpstate_slot *
tcpstate_sockets_find_near(struct tcpstate_bucket *home, const struct sock *sk)
{
	BUILD_BUG_ON(TCPSTATE_BUCKET_SLOTS != 4);
	if (likely(READ_ONCE(home->slot[0].sk) == sk))
		return &home->slot[0];
	if (READ_ONCE(home->slot[1].sk) == sk)
		return &home->slot[1];
	if (READ_ONCE(home->slot[2].sk) == sk)
		return &home->slot[2];
	if (READ_ONCE(home->slot[3].sk) == sk)
		return &home->slot[3];
	return NULL;
}

/**
 * tcpstate_sockets_find() - look a socket up
 * @home: tcpstate_sockets_home() of it
 * @sk: the key
 *
 * Return: its slot, NULL if it is not in the table.
 */
static __always_inline struct tcpstate_slot *tcpstate_sockets_find(struct tcpstate_bucket *home,
								   const struct sock *sk)
{
	struct tcpstate_slot *slot = tcpstate_sockets_find_near(home, sk);

	return likely(slot) ? slot : tcpstate_sockets_find_beyond(home, sk);
}

bool tcpstate_sockets_insert_beyond(struct tcpstate_sockets *sockets, struct tcpstate_bucket *home,
				    const struct sock *sk, u64 entry);

/**
 * tcpstate_sockets_insert_near() - give a socket a slot in its own bucket
 * @sockets: the table
 * @home: tcpstate_sockets_home() of it
 * @sk: the key, which is not in the table
 * @entry: its entry
 *
 * Return: false if none is to be had: tcpstate_sockets_insert_beyond() goes on.
 */
static __always_inline bool tcpstate_sockets_insert_near(struct tcpstate_sockets *sockets,
							 struct tcpstate_bucket *home,
							 const struct sock *sk, u64 entry)
{
	struct tcpstate_slot *slot = &home->slot[0];

	/* No READ_ONCE(): it keeps the compiler from comparing in place; cmpxchg() decides. */
	if (unlikely(sockets->bounded) ||
	    (data_race(slot->sk) && data_race((++slot)->sk) && data_race((++slot)->sk) &&
	     data_race((++slot)->sk)) ||
	    cmpxchg(&slot->sk, NULL, sk))
		return false;
	WRITE_ONCE(slot->entry, entry);
	return true;
}

/**
 * tcpstate_sockets_insert() - give a socket a slot
 * @sockets: the table
 * @home: tcpstate_sockets_home() of it
 * @sk: the key, which is not in the table
 * @entry: its entry
 *
 * Return: false if the table is full, or full around @home.
 */
static inline bool tcpstate_sockets_insert(struct tcpstate_sockets *sockets,
					   struct tcpstate_bucket *home, const struct sock *sk,
					   u64 entry)
{
	return tcpstate_sockets_insert_near(sockets, home, sk, entry) ||
	       tcpstate_sockets_insert_beyond(sockets, home, sk, entry);
}

/**
 * tcpstate_sockets_entry() - a socket's entry, for a reader
 * @sockets: the table
 * @sk: a socket, pinned
 *
 * Return: the entry, 0 if it is not in the table.
 */
u64 tcpstate_sockets_entry(const struct tcpstate_sockets *sockets, const struct sock *sk);

/* A bounded table holds one socket less. */
static __always_inline void tcpstate_sockets_give_room(struct tcpstate_sockets *sockets)
{
	if (this_cpu_inc_return(*sockets->credit) < 2 * sockets->batch - 1)
		return;
	this_cpu_sub(*sockets->credit, sockets->batch);
	atomic_add(sockets->batch, &sockets->room);
}

/**
 * tcpstate_sockets_remove() - free a slot
 * @sockets: the table
 * @slot: of the socket whose event this is
 */
static __always_inline void tcpstate_sockets_remove(struct tcpstate_sockets *sockets,
						    struct tcpstate_slot *slot)
{
	WRITE_ONCE(slot->entry, 0);
	smp_store_release(&slot->sk, NULL);
	if (unlikely(sockets->bounded))
		tcpstate_sockets_give_room(sockets);
}

/**
 * tcpstate_sockets_init() - make the table
 * @sockets: zeroed memory
 * @hash_buckets: how many buckets, rounded up to a power of two. 0: four for each of
 *	the kernel's own TCP hash table, or what @max_sockets needs if that is less, and
 *	TCPSTATE_BUCKETS_USUAL at most. That is 0.2 % of the memory of a host of up to
 *	32 GiB, and a slot for every 8 KiB of it: a socket with its file takes more than
 *	half of that
 * @max_sockets: the most that it will have to hold
 * @expected: sockets that it must hold from the start, whatever the others say
 *
 * Its memory is on the NUMA nodes of the caller's memory policy, and in huge pages where the
 * kernel maps such: pages of our own, put on each node in turn, would be small ones.
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_sockets_init(struct tcpstate_sockets *sockets, unsigned long hash_buckets,
			  unsigned long max_sockets, unsigned long expected);

/**
 * tcpstate_sockets_bound() - limit the table from now on
 * @sockets: the table
 * @max_sockets: the most to hold; what is held already stays. A 32nd of it may lie in the
 *	credits of CPUs that do not use them. 0 gives up the table
 *
 * May sleep for a grace period.
 */
void tcpstate_sockets_bound(struct tcpstate_sockets *sockets, unsigned int max_sockets);

/**
 * tcpstate_sockets_uninit() - free the table
 * @sockets: which no event can reach any more
 */
void tcpstate_sockets_uninit(struct tcpstate_sockets *sockets);

#endif
