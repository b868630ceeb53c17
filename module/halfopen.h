/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Half-open requests: connections that wait for the last ACK of the handshake.
 * They are request socks, which no tracepoint shows; each listener counts its own
 * (icsk_accept_queue.qlen).
 *
 * Open listeners are found in the kernel's listener table, whose size is fixed at
 * boot. The requests of a listener that was closed stay until their timers end, up
 * to a minute, and ss shows them: such a listener is held until its queue is empty.
 */
#ifndef TCPSTATE_MODULE_HALFOPEN_H
#define TCPSTATE_MODULE_HALFOPEN_H

#include <linux/spinlock.h>
#include <linux/types.h>

struct net;
struct sock;
struct tcpstate;
struct tcpstate_net;

/* Closed listeners with requests at one time; what cannot be held counts as untracked. */
enum { TCPSTATE_HELD_MAX = 4096 };

/**
 * struct tcpstate_halfopen - closed listeners that still have requests
 * @lock: protects the others; raw, as the probe takes it on PREEMPT_RT too
 * @used: how many are held
 * @held: the listeners, a reference to each
 */
struct tcpstate_halfopen {
	raw_spinlock_t lock;
	unsigned int used;
	struct sock **held;
};

/**
 * tcpstate_halfopen_init() - make room for closed listeners
 * @tcpstate: the machine
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_halfopen_init(struct tcpstate *tcpstate);

/**
 * tcpstate_halfopen_uninit() - let go of every closed listener
 * @tcpstate: the machine, no longer probing
 */
void tcpstate_halfopen_uninit(struct tcpstate *tcpstate);

/**
 * tcpstate_halfopen_hold() - keep counting a listener's requests though it is closed
 * @tcpstate: the machine
 * @sk: the listener; its requests hold it, or its event does
 *
 * Return: false if there is no room for it. A listener without requests, or held
 * already, is no failure.
 */
bool tcpstate_halfopen_hold(struct tcpstate *tcpstate, struct sock *sk);

/**
 * tcpstate_halfopen_release() - a socket listens again: it is no closed listener
 * @tcpstate: the machine
 * @sk: the listener, whose event this is
 */
void tcpstate_halfopen_release(struct tcpstate *tcpstate, struct sock *sk);

/**
 * tcpstate_halfopen_review() - let go of closed listeners without requests
 * @tcpstate: the machine
 *
 * May sleep, and free sockets.
 */
void tcpstate_halfopen_review(struct tcpstate *tcpstate);

/**
 * tcpstate_halfopen_count() - requests that wait
 * @tcpstate: the machine
 * @net: of which namespace; NULL for all
 *
 * Costs the size of the kernel's listener table and the number of listeners. May
 * sleep; no lock is held over more than one bucket.
 *
 * Return: how many.
 */
u64 tcpstate_halfopen_count(struct tcpstate *tcpstate, const struct net *net);

#endif
