/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The listeners, by namespace.
 *
 * The kernel has one table of listeners for all namespaces, so each namespace has a list of
 * its own here, fed by the events of listen() and close(): who reads one pays for that one.
 * The requests of a closed listener stay until their timers end, up to a minute, and ss
 * shows them: such a listener stays in the list, held, until its queue is empty.
 *
 * An entry is made where no memory can be had (PREEMPT_RT), so it comes from a reserve that a
 * worker keeps filled. Where many listen at once and outrun it, what is missing is looked for
 * in the kernel's table, by the worker and by who reads before that. So there are as many
 * entries as listeners, and no bound that one namespace could use up for others.
 *
 * The contract:
 *
 * 1. An open listener that is in a list is alive: its event to CLOSE takes it out, under the
 *    lock of its bucket. The event comes after the kernel's table has let go of the socket,
 *    so one that is in a chain of it, locked, still has its event to come.
 * 2. The lock of a chain is taken before that of a bucket, and that before that of a list.
 */
#ifndef TCPSTATE_MODULE_LISTENERS_H
#define TCPSTATE_MODULE_LISTENERS_H

#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "module/reserve.h"

struct net;
struct sock;
struct tcpstate;
struct tcpstate_net;

enum {
	TCPSTATE_LISTENER_BUCKETS = 1024,
	/* Under one hold of a list's lock, with interrupts off. */
	TCPSTATE_LISTENER_BATCH = 64,
};

/**
 * struct tcpstate_listener - one listener, or a reader's place in a list
 * @list: in the list of its namespace
 * @hash: in its bucket
 * @owner: the list
 * @sk: the socket, NULL for a reader's place
 * @held: it is closed and still has requests; a reference to it is ours
 */
struct tcpstate_listener {
	struct list_head list;
	struct hlist_node hash;
	struct tcpstate_listener_list *owner;
	struct sock *sk;
	bool held;
};

/**
 * struct tcpstate_listener_list - the listeners of one namespace
 * @lock: protects @list; raw, as the probe takes it
 * @list: struct tcpstate_listener
 * @missed: that of struct tcpstate_listeners when one of this list was missed last
 */
struct tcpstate_listener_list {
	raw_spinlock_t lock;
	struct list_head list;
	s64 missed;
};

struct tcpstate_listener_bucket {
	raw_spinlock_t lock;
	struct hlist_head chain;
};

/**
 * struct tcpstate_listeners - the listeners of all namespaces
 * @buckets: by socket; TCPSTATE_LISTENER_BUCKETS of them
 * @held: how many listeners are held
 * @missed: how many were missed; the first one stands for those that were open at load
 * @found: the value of @missed up to which all have been looked for
 * @reserve: entries to be used; its lock is what CPUs share
 */
struct tcpstate_listeners {
	struct tcpstate_listener_bucket *buckets;
	atomic_t held;
	atomic64_t missed;
	atomic64_t found;
	struct tcpstate_reserve reserve ____cacheline_aligned_in_smp;
};

/**
 * tcpstate_listeners_init() - make room for listeners
 * @tcpstate: the instance
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_listeners_init(struct tcpstate *tcpstate);

/**
 * tcpstate_listeners_uninit() - forget every listener
 * @tcpstate: the instance, no longer probing
 */
void tcpstate_listeners_uninit(struct tcpstate *tcpstate);

/**
 * tcpstate_listener_list_init() - make the list of a namespace, empty
 * @list: the list
 */
void tcpstate_listener_list_init(struct tcpstate_listener_list *list);

/**
 * tcpstate_listeners_leave() - forget the listeners of a namespace that ends
 * @tcpstate: the instance
 * @list: the list, to which no event adds any more
 *
 * Those that are left are the kernel's own, and held ones. May sleep, and free sockets.
 */
void tcpstate_listeners_leave(struct tcpstate *tcpstate, struct tcpstate_listener_list *list);

/**
 * tcpstate_listeners_open() - a socket listens
 * @tcpstate: the instance
 * @tn: its namespace
 * @sk: the socket, whose event this is
 */
void tcpstate_listeners_open(struct tcpstate *tcpstate, struct tcpstate_net *tn, struct sock *sk);

/**
 * tcpstate_listeners_close() - a listener is closed; its requests are counted on
 * @tcpstate: the instance
 * @tn: its namespace
 * @sk: the listener; its requests hold it, or its event does
 *
 * Return: false if it has requests that are lost to the count, for want of memory.
 */
bool tcpstate_listeners_close(struct tcpstate *tcpstate, struct tcpstate_net *tn, struct sock *sk);

/**
 * tcpstate_listeners_hold() - count the requests of a closed listener that no event told of
 * @tcpstate: the instance
 * @tn: its namespace
 * @sk: the listener; its requests hold it
 *
 * Return: as tcpstate_listeners_close().
 */
bool tcpstate_listeners_hold(struct tcpstate *tcpstate, struct tcpstate_net *tn, struct sock *sk);

/**
 * tcpstate_listeners_complete() - find the listeners that are missing in the lists
 * @tcpstate: the instance
 * @net: the namespace that is of interest; NULL for all
 *
 * Nothing to do, but for the moments after one was missed. May sleep.
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_listeners_complete(struct tcpstate *tcpstate, const struct net *net);

/**
 * tcpstate_listeners_recheck() - let go of closed listeners without requests
 * @tcpstate: the instance
 *
 * May sleep, and free sockets.
 */
void tcpstate_listeners_recheck(struct tcpstate *tcpstate);

/* The list of a namespace that we have joined. */
struct tcpstate_listener_list *tcpstate_listener_list_of(const struct net *net);

/* How many requests wait at a listener; a count that dips below 0 for a moment is 0. */
unsigned int tcpstate_listener_requests(const struct sock *sk);

/**
 * tcpstate_listener_place_begin() - put a reader's place at the begin of a list
 * @list: the list
 * @place: the place; it stays in the list until tcpstate_listener_place_end()
 */
void tcpstate_listener_place_begin(struct tcpstate_listener_list *list,
				   struct tcpstate_listener *place);

/**
 * tcpstate_listener_place_end() - take a reader's place out of a list
 * @list: the list
 * @place: the place
 */
void tcpstate_listener_place_end(struct tcpstate_listener_list *list,
				 struct tcpstate_listener *place);

/**
 * tcpstate_listeners_pin() - the next listeners, a reference to each
 * @list: the list
 * @place: where the reader is; moves behind them
 * @sk: gets the open ones
 * @room: for how many
 *
 * None that stays open is passed over, and none comes twice, however long a reader takes.
 *
 * Return: how many; 0 at the end of the list.
 */
unsigned int tcpstate_listeners_pin(struct tcpstate_listener_list *list,
				    struct tcpstate_listener *place, struct sock **sk,
				    unsigned int room);

#endif
