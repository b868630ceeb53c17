/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The accounting rules for all that is not the usual event: what a close left
 * behind, sockets that the table does not know, or knows otherwise, pairs that are
 * no arc. The usual event is in probe.c.
 *
 * Everything here runs in the probe, preemption off, under the lock of the socket whose
 * event it is; what takes counters, inside a bracket of stats.h.
 */
#ifndef TCPSTATE_MODULE_ACCOUNT_H
#define TCPSTATE_MODULE_ACCOUNT_H

#include "module/states.h"
#include "module/stats.h"

struct sock;
struct tcpstate;
struct tcpstate_bucket;
struct tcpstate_net;
struct tcpstate_slot;

/* No arc: the socket is parked, and the recheck will count the arc that it takes then. */
#define TCPSTATE_ARC_NOT_YET TCPSTATE_ARCS

/*
 * True for the events that concern nothing but the socket itself. All others stand at the
 * ends of the list of arcs: irregular ones, listeners, and what may leave a minisock.
 */
static __always_inline bool tcpstate_account_is_common(enum tcpstate_arc arc)
{
	return arc > TCPSTATE_ARC_CLOSE_LISTEN && arc < TCPSTATE_ARC_LISTEN_CLOSE;
}

/* Of these, those that leave a state in which the socket is tracked. */
static __always_inline bool tcpstate_account_is_common_move(enum tcpstate_arc arc)
{
	return arc > TCPSTATE_ARC_LAST_BIRTH && arc < TCPSTATE_ARC_LISTEN_CLOSE;
}

/* True for the events after which a minisock may stand in the socket's place. */
static __always_inline bool tcpstate_account_leaves_minisock(enum tcpstate_arc arc)
{
	return arc >= TCPSTATE_ARC_FIN_WAIT2_CLOSE;
}

/**
 * tcpstate_account_no_room() - a socket enters a state and cannot be tracked
 * @counts: of its namespace
 * @state: the state, which an arc tells
 */
void tcpstate_account_no_room(struct tcpstate_counts __percpu *counts, enum tcpstate_state state);

/**
 * tcpstate_account_close() - what an event from FIN_WAIT2 or CLOSING to CLOSE was
 * @tcpstate: the instance
 * @tn: the socket's namespace
 * @sk: the socket
 * @arc: the arc, as the event says
 * @entry: its entry, 0 for none
 *
 * Counts a parked socket as such. The socket itself was tracked until now.
 *
 * Return: the arc that was taken, or TCPSTATE_ARC_NOT_YET.
 */
enum tcpstate_arc tcpstate_account_close(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					 const struct sock *sk, enum tcpstate_arc arc, u64 entry);

/**
 * tcpstate_account_untracked() - count an event of a socket that has no entry
 * @tcpstate: the instance
 * @tn: the socket's namespace
 * @sk: the socket
 * @arc: the arc
 */
void tcpstate_account_untracked(struct tcpstate *tcpstate, struct tcpstate_net *tn,
				const struct sock *sk, enum tcpstate_arc arc);

/**
 * tcpstate_account_unknown() - an event, not a birth, of a socket without an entry
 * @tcpstate: the instance
 * @sk: the socket
 * @home: where it would be in the table
 * @arc: the arc; that of a minisock is found out anew
 * @now_ns: the time of the event
 *
 * Untracked if the table has refused a socket since it was loaded; otherwise one that was
 * open at load and that the baseline missed: late.
 *
 * Return: its slot if the baseline has just made one, so that the event is a usual
 * one; NULL if the event is dealt with.
 */
struct tcpstate_slot *tcpstate_account_unknown(struct tcpstate *tcpstate, const struct sock *sk,
					       struct tcpstate_bucket *home, enum tcpstate_arc arc,
					       u64 now_ns);

/**
 * tcpstate_account_entry() - the entry of a socket whose event this is
 * @tcpstate: the instance
 * @slot: its slot; while loading, the baseline may be about to fill it
 *
 * Return: the entry.
 */
u64 tcpstate_account_entry(struct tcpstate *tcpstate, const struct tcpstate_slot *slot);

/**
 * tcpstate_account_resync() - the table says another state than the event
 * @tn: the socket's namespace
 * @entry: its entry
 * @from: the state that it leaves by what the event says, which is right
 *
 * Return: the entry as it should have been: of @from, its age a lower bound only.
 */
u64 tcpstate_account_resync(struct tcpstate_net *tn, u64 entry, enum tcpstate_state from);

/**
 * tcpstate_account_irregular() - a self loop, or a pair that is no arc
 * @tcpstate: the instance
 * @tn: the socket's namespace
 * @sk: the socket
 * @arc: which of the two
 * @off: there is no table
 * @oldstate: as the kernel numbers it
 * @newstate: likewise
 */
void tcpstate_account_irregular(struct tcpstate *tcpstate, struct tcpstate_net *tn,
				const struct sock *sk, enum tcpstate_arc arc, bool off, int oldstate,
				int newstate);

/**
 * tcpstate_account_listener() - remember or forget a listener's requests
 * @tcpstate: the instance
 * @tn: the socket's namespace
 * @sk: the listener
 * @arc: CLOSE to LISTEN, or LISTEN to CLOSE
 */
void tcpstate_account_listener(struct tcpstate *tcpstate, struct tcpstate_net *tn,
			       const struct sock *sk, enum tcpstate_arc arc);

#endif
