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
 * (tcp_timewait_state_process()), without any event. So each namespace has a list
 * of its own, which is rechecked by its readers and once a second.
 *
 * The contract:
 *
 * 1. The list holds a reference to each minisock: its memory stays, and says whether
 *    it is still hashed, and which substate it had last.
 * 2. All references are given back before the namespace is gone, to which minisocks
 *    point.
 * 3. The probe adds to the list without a lock. Only a recheck walks it and takes
 *    away, under a mutex: nothing is done per minisock with interrupts off.
 * 4. The list's memory comes from a stock (stock.h). A namespace holds as many minisocks
 *    as it may have, and a stock's worth more, for those that went since the last recheck.
 */
#ifndef TCPSTATE_MODULE_TIMEWAIT_H
#define TCPSTATE_MODULE_TIMEWAIT_H

#include <linux/atomic.h>
#include <linux/llist.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct inet_timewait_sock;
struct net;
struct sock;
struct tcpstate;
struct tcpstate_net;

enum {
	/* Held for a namespace, whatever it allows itself by its tcp_max_tw_buckets. */
	TCPSTATE_PARKED_MAX = 1 << 20,
	/* What a reading of the host looks at; what is beyond it is a second old at most. */
	TCPSTATE_PARKED_OF_HOST = 4096,
	/*
	 * How long a minisock can be in FIN_WAIT2: 3.5 times the longest timeout of a
	 * retransmission (tcp_time_wait() in net/ipv4/tcp_minisocks.c), and the timers' slack.
	 */
	TCPSTATE_PARKED_MAX_S = 8 * 60,
};

/**
 * struct tcpstate_parking - the parked minisocks of one namespace
 * @added: those parked since the last recheck
 * @held: how many are held
 * @lock: serialises rechecks; protects @list
 * @list: those that were parked at the last recheck
 * @time_wait_left: how many minisocks left TIME_WAIT until the last recheck
 * @there: how many the kernel counted at the last recheck
 * @stale: a reading of the host found that the next recheck may change something
 * @lost_ns: when there was no room for one the last time, CLOCK_MONOTONIC; 0 for never
 */
struct tcpstate_parking {
	struct llist_head added;
	atomic_t held;
	struct mutex lock;
	struct llist_node *list;
	atomic64_t time_wait_left;
	u64 there;
	bool stale;
	u64 lost_ns;
};

enum tcpstate_minisock {
	TCPSTATE_MINISOCK_NONE,
	TCPSTATE_MINISOCK_TIME_WAIT,
	TCPSTATE_MINISOCK_PARKED,
	TCPSTATE_MINISOCK_KNOWN,
	TCPSTATE_MINISOCK_NO_ROOM,
};

/**
 * tcpstate_timewait_find_state() - what a closing socket left behind
 * @sk: a socket whose event FIN_WAIT2 or CLOSING to CLOSE this is
 *
 * Context: RCU read side or preemption off.
 *
 * Return: NONE: it is closed. TIME_WAIT: it is there. PARKED: it is in FIN_WAIT2, which
 * tcpstate_timewait_close() remembers.
 */
enum tcpstate_minisock tcpstate_timewait_find_state(const struct sock *sk);

/**
 * tcpstate_timewait_close() - what a closing socket left behind; parks it if need be
 * @tcpstate: the instance
 * @tn: its namespace
 * @sk: a socket whose event FIN_WAIT2 or CLOSING to CLOSE this is
 * @entry: its entry in the table, 0 for none
 *
 * Context: preemption off.
 *
 * Return: NONE: it is closed. TIME_WAIT: it is there. PARKED: it is in FIN_WAIT2, and
 * now remembered. KNOWN: likewise, but the baseline had met the minisock already.
 * NO_ROOM: in FIN_WAIT2, but it could not be remembered.
 */
enum tcpstate_minisock tcpstate_timewait_close(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					       const struct sock *sk, u64 entry);

/**
 * tcpstate_timewait_park() - remember a minisock that the baseline met
 * @tcpstate: the instance
 * @tn: its namespace
 * @tw: in substate FIN_WAIT2, its hash bucket locked
 * @entry: its entry
 *
 * Return: PARKED, KNOWN or NO_ROOM. NONE: it is not to be counted, as its namespace
 * has ended or its event is still to come.
 */
enum tcpstate_minisock tcpstate_timewait_park(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					      struct inet_timewait_sock *tw, u64 entry);

/**
 * tcpstate_timewait_is_known() - can it be told how many are parked, and how many in TIME_WAIT?
 * @tcpstate: the instance
 * @net: of which namespace, pinned; NULL for the host
 *
 * Return: false while one for which there was no room may still be in FIN_WAIT2.
 */
bool tcpstate_timewait_is_known(const struct tcpstate *tcpstate, const struct net *net);

/**
 * tcpstate_timewait_entry() - the entry that a parked minisock's socket had
 * @tcpstate: the instance
 * @tw: a minisock, pinned
 *
 * Return: the entry, 0 if it is not remembered.
 */
u64 tcpstate_timewait_entry(struct tcpstate *tcpstate, const struct inet_timewait_sock *tw);

/**
 * tcpstate_timewait_recheck() - see which of a namespace's minisocks went on
 * @tcpstate: the instance
 * @tn: the namespace, pinned
 *
 * Parked ones that went on are counted: FIN_WAIT2 to TIME_WAIT, or to CLOSE. So are
 * those that left TIME_WAIT. Costs the number of CPUs and of its parked ones. May sleep.
 */
void tcpstate_timewait_recheck(struct tcpstate *tcpstate, struct tcpstate_net *tn);

/**
 * tcpstate_timewait_recheck_all() - the same for every namespace
 * @tcpstate: the instance
 *
 * May sleep.
 */
void tcpstate_timewait_recheck_all(struct tcpstate *tcpstate);

/**
 * tcpstate_timewait_note() - see whether a recheck of a namespace may change something
 * @tn: the namespace, in a pass of a host's reading
 * @unchanged: whether the pass found that nothing was counted since the one before
 */
void tcpstate_timewait_note(struct tcpstate_net *tn, bool unchanged);

/**
 * tcpstate_timewait_recheck_stale() - the same for each namespace where it may
 * @tcpstate: the instance
 * @most: passes over namespaces that hold more than what is left of this number
 *
 * May sleep.
 */
void tcpstate_timewait_recheck_stale(struct tcpstate *tcpstate, unsigned int most);

/**
 * tcpstate_timewait_set_at_load() - fix TIME_WAIT's at_load so that none has left
 * @tcpstate: the instance, at the end of its baseline
 * @tn: a namespace, pinned
 *
 * Minisocks in TIME_WAIT are not counted one by one at load: the kernel's own number
 * says how many there are. May sleep.
 */
void tcpstate_timewait_set_at_load(struct tcpstate *tcpstate, struct tcpstate_net *tn);

/**
 * tcpstate_timewait_forget() - count a namespace's parked minisocks as closed
 * @tcpstate: the instance
 * @tn: the namespace, for which nothing is parked any more
 */
void tcpstate_timewait_forget(struct tcpstate *tcpstate, struct tcpstate_net *tn);

#endif
