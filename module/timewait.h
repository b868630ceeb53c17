/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Timewait minisocks: what becomes of a socket that the tracepoint shows going
 * from FIN_WAIT2 or CLOSING to CLOSE.
 *
 * tcp_time_wait() puts a minisock into the hash table of established sockets in
 * the socket's place, under one bucket lock, and only then sets CLOSE. So at the
 * event the minisock can be looked up, without a lock, by what the socket still
 * carries. Its substate says whether the connection is in TIME_WAIT, or still in
 * FIN_WAIT2 with nobody left to hold the full socket: parked.
 *
 * A parked one goes to TIME_WAIT when the peer's FIN comes
 * (tcp_timewait_state_process()), without any event. So parked ones are
 * remembered and looked up again, by every reading and once a second.
 *
 * They are kept in shards, each a dense array under a raw lock: all memory is there
 * from the start, as the probe may not allocate on PREEMPT_RT.
 */
#ifndef TCPSTATE_MODULE_TIMEWAIT_H
#define TCPSTATE_MODULE_TIMEWAIT_H

#include <linux/spinlock.h>
#include <linux/types.h>

struct inet_timewait_sock;
struct sock;
struct tcpstate;
struct tcpstate_net;

enum {
	TCPSTATE_PARKED_SHARDS = 256,
	/* One lock hold looks up this many: each is a walk of one short chain. */
	TCPSTATE_PARKED_BATCH = 16,
};

/**
 * struct tcpstate_parked - a minisock that was in FIN_WAIT2 when last seen
 * @tw: compared, never followed: it may be gone
 * @tn: its namespace
 * @word: the entry that the socket had in the table
 * @hash: where to look for @tw
 * @snd_nxt: with @hash, tells it from a later one in the same memory
 */
struct tcpstate_parked {
	const struct inet_timewait_sock *tw;
	struct tcpstate_net *tn;
	u64 word;
	u32 hash;
	u32 snd_nxt;
};

struct tcpstate_parked_shard {
	raw_spinlock_t lock;
	unsigned int used;
	struct tcpstate_parked *parked;
} ____cacheline_aligned;

/**
 * struct tcpstate_timewait - the parked minisocks
 * @shards: TCPSTATE_PARKED_SHARDS of them, chosen by hash
 * @memory: of all their arrays
 * @room: parked ones a shard can hold
 */
struct tcpstate_timewait {
	struct tcpstate_parked_shard *shards;
	struct tcpstate_parked *memory;
	unsigned int room;
};

enum tcpstate_minisock {
	TCPSTATE_MINISOCK_NONE,
	TCPSTATE_MINISOCK_TIME_WAIT,
	TCPSTATE_MINISOCK_PARKED,
	TCPSTATE_MINISOCK_KNOWN,
	TCPSTATE_MINISOCK_NO_ROOM,
};

/**
 * tcpstate_timewait_init() - make room for parked minisocks
 * @tcpstate: the machine
 *
 * For as many as the kernel's TCP hash table has buckets: by default a namespace may
 * have half as many minisocks of any kind (tcp_max_tw_buckets).
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_timewait_init(struct tcpstate *tcpstate);

/**
 * tcpstate_timewait_uninit() - free it
 * @tcpstate: the machine, no longer probing
 */
void tcpstate_timewait_uninit(struct tcpstate *tcpstate);

/**
 * tcpstate_timewait_look() - what a closing socket left behind
 * @sk: a socket whose event FIN_WAIT2 or CLOSING to CLOSE this is
 *
 * Context: RCU read side or preemption off.
 *
 * Return: NONE: it is closed. TIME_WAIT: it is there. PARKED: it is in FIN_WAIT2, which
 * tcpstate_timewait_peek() remembers.
 */
enum tcpstate_minisock tcpstate_timewait_look(const struct sock *sk);

/**
 * tcpstate_timewait_peek() - what a closing socket left behind; parks it if need be
 * @tcpstate: the machine
 * @tn: its namespace
 * @sk: a socket whose event FIN_WAIT2 or CLOSING to CLOSE this is
 * @word: its entry in the table, 0 for none
 *
 * Context: RCU read side or preemption off.
 *
 * Return: NONE: it is closed. TIME_WAIT: it is there. PARKED: it is in FIN_WAIT2, and
 * now remembered. KNOWN: likewise, but the baseline had met the minisock already.
 * NO_ROOM: in FIN_WAIT2, but it could not be remembered.
 */
enum tcpstate_minisock tcpstate_timewait_peek(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					      const struct sock *sk, u64 word);

/**
 * tcpstate_timewait_park() - remember a minisock that the baseline met
 * @tcpstate: the machine
 * @tn: its namespace
 * @tw: in substate FIN_WAIT2, pinned by the lock of its hash bucket
 * @word: its entry
 *
 * Return: PARKED, KNOWN or NO_ROOM; NONE in a namespace that ends.
 */
enum tcpstate_minisock tcpstate_timewait_park(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					      const struct inet_timewait_sock *tw, u64 word);

/**
 * tcpstate_timewait_word() - the entry that a parked minisock's socket had
 * @tcpstate: the machine
 * @tw: a minisock, pinned
 *
 * Return: the word, 0 if it is not remembered.
 */
u64 tcpstate_timewait_word(struct tcpstate *tcpstate, const struct inet_timewait_sock *tw);

/**
 * tcpstate_timewait_review() - look every parked minisock up again
 * @tcpstate: the machine
 *
 * Those that went on are counted: FIN_WAIT2 to TIME_WAIT, or to CLOSE when they are
 * gone. Costs the number of parked ones. May sleep.
 */
void tcpstate_timewait_review(struct tcpstate *tcpstate);

/**
 * tcpstate_timewait_forget() - count a namespace's parked minisocks as closed
 * @tcpstate: the machine
 * @tn: the namespace, into which no event parks any more
 */
void tcpstate_timewait_forget(struct tcpstate *tcpstate, struct tcpstate_net *tn);

#endif
