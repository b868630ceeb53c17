// SPDX-License-Identifier: GPL-2.0-only
/* The accounting rules for the events that are not the usual ones. */

#include <linux/ktime.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "module/account.h"
#include "module/tcpstate.h"

void tcpstate_account_no_room(struct tcpstate_counts __percpu *counts, enum tcpstate_state state)
{
	this_cpu_inc(counts->untracked);
	this_cpu_dec(counts->tracked_extra[state]);
}

static bool is_counted(enum tcpstate_state state)
{
	return state >= TCPSTATE_ESTABLISHED && state <= TCPSTATE_CLOSING &&
	       state != TCPSTATE_CLOSE;
}

/* Changes the gauges without an arc: for what no event told. */
static void move_silently(struct tcpstate_net *tn, enum tcpstate_state from, enum tcpstate_state to)
{
	atomic64_inc(&tn->stats.rare.left[from]);
	atomic64_inc(&tn->stats.rare.entered[to]);
}

noinline enum tcpstate_arc tcpstate_account_close(struct tcpstate *tcpstate,
						  struct tcpstate_net *tn, const struct sock *sk,
						  enum tcpstate_arc arc, u64 entry)
{
	bool closing = tcpstate_arc_from(arc) == TCPSTATE_CLOSING;

	arc = closing ? TCPSTATE_ARC_CLOSING_CLOSE : TCPSTATE_ARC_FIN_WAIT2_CLOSE;
	switch (tcpstate_timewait_close(tcpstate, tn, sk, entry)) {
	case TCPSTATE_MINISOCK_NONE:
		return arc;
	case TCPSTATE_MINISOCK_PARKED:
		this_cpu_inc(tn->stats.counts->parked);
		return TCPSTATE_ARC_NOT_YET;
	case TCPSTATE_MINISOCK_KNOWN:
		/* The baseline has counted the minisock already: the socket's own count ends. */
		move_silently(tn, TCPSTATE_FIN_WAIT2, TCPSTATE_CLOSE);
		this_cpu_dec(tn->stats.counts->tracked_extra[TCPSTATE_FIN_WAIT2]);
		return TCPSTATE_ARC_NOT_YET;
	case TCPSTATE_MINISOCK_NO_ROOM:
		this_cpu_inc(tn->stats.counts->untracked);
		break;
	case TCPSTATE_MINISOCK_TIME_WAIT:
		break;
	}
	return tcpstate_arc_of_minisock(arc);
}

void tcpstate_account_untracked(struct tcpstate *tcpstate, struct tcpstate_net *tn,
				const struct sock *sk, enum tcpstate_arc arc)
{
	struct tcpstate_counts __percpu *counts = tn->stats.counts;

	/* As if it had been tracked in the state that it leaves. */
	if (arc > TCPSTATE_ARC_LAST_BIRTH)
		this_cpu_inc(counts->tracked_extra[tcpstate_arc_from(arc)]);
	if (tcpstate_account_leaves_minisock(arc))
		arc = tcpstate_account_close(tcpstate, tn, sk, arc, 0);
	if (arc != TCPSTATE_ARC_NOT_YET)
		this_cpu_inc(counts->arc[arc]);
}

static bool is_end(enum tcpstate_arc arc)
{
	return arc >= TCPSTATE_ARC_FIRST_END;
}

/*
 * A socket that was open before the probe was attached and that the baseline has not met:
 * it enters the new state and leaves none.
 */
static void add_late(struct tcpstate *tcpstate, struct tcpstate_net *tn, const struct sock *sk,
		     struct tcpstate_bucket *home, enum tcpstate_state to, u64 now_ns)
{
	struct tcpstate_counts __percpu *counts = tn->stats.counts;

	atomic64_inc(&tn->stats.rare.late);
	move_silently(tn, TCPSTATE_CLOSE, to);
	if (tcpstate_sockets_insert(&tcpstate->sockets, home, sk, tcpstate_entry(to, now_ns)))
		tcpstate_stats_enter(counts, to, now_ns);
	else if (READ_ONCE(tcpstate->loading))
		tcpstate->load_failed = true;
	else
		this_cpu_inc(counts->untracked);
}

/* The same of one that is closed by the event; its minisock may be in a state. */
static void end_late(struct tcpstate *tcpstate, struct tcpstate_net *tn, const struct sock *sk,
		     enum tcpstate_arc arc)
{
	atomic64_inc(&tn->stats.rare.late);
	if (!tcpstate_account_leaves_minisock(arc))
		return;
	move_silently(tn, TCPSTATE_CLOSE, TCPSTATE_FIN_WAIT2);
	if (tcpstate_account_close(tcpstate, tn, sk, TCPSTATE_ARC_FIN_WAIT2_CLOSE, 0) ==
	    TCPSTATE_ARC_NOT_YET)
		this_cpu_inc(tn->stats.counts->tracked_extra[TCPSTATE_FIN_WAIT2]);
	else
		move_silently(tn, TCPSTATE_FIN_WAIT2, TCPSTATE_CLOSE);
}

/* Its arcs count as usual; only its age was lost, and may be had again from here. */
static void retry_untracked(struct tcpstate *tcpstate, struct tcpstate_net *tn,
			    const struct sock *sk, struct tcpstate_bucket *home,
			    enum tcpstate_arc arc, u64 now_ns)
{
	struct tcpstate_counts __percpu *counts = tn->stats.counts;
	enum tcpstate_state to = tcpstate_arc_to(arc);

	tcpstate_account_untracked(tcpstate, tn, sk, arc);
	if (is_end(arc))
		return;
	if (tcpstate_sockets_insert(&tcpstate->sockets, home, sk, tcpstate_entry(to, now_ns)))
		this_cpu_add(counts->since_sum[to], tcpstate_stats_time(now_ns));
	else
		tcpstate_account_no_room(counts, to);
}

/* Return: the slot that the baseline has made meanwhile. */
static struct tcpstate_slot *find_or_add_late(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					      const struct sock *sk, struct tcpstate_bucket *home,
					      enum tcpstate_arc arc, u64 now_ns)
{
	struct tcpstate_slot *slot;
	unsigned long flags;

	raw_spin_lock_irqsave(&tcpstate->load_lock, flags);
	slot = tcpstate_sockets_find(home, sk);
	if (!slot && !is_end(arc))
		add_late(tcpstate, tn, sk, home, tcpstate_arc_to(arc), now_ns);
	raw_spin_unlock_irqrestore(&tcpstate->load_lock, flags);
	if (!slot && is_end(arc))
		end_late(tcpstate, tn, sk, arc);
	return slot;
}

noinline struct tcpstate_slot *
tcpstate_account_unknown(struct tcpstate *tcpstate, const struct sock *sk,
			 struct tcpstate_bucket *home, enum tcpstate_arc arc, u64 now_ns)
{
	struct tcpstate_net *tn = tcpstate_net(&tcpstate->netns, sock_net(sk));
	struct tcpstate_slot *slot = NULL;

	tcpstate_stats_begin(tn->stats.counts);
	if (READ_ONCE(tcpstate->sockets.refused) && !READ_ONCE(tcpstate->loading))
		retry_untracked(tcpstate, tn, sk, home, arc, now_ns);
	else
		slot = find_or_add_late(tcpstate, tn, sk, home, arc, now_ns);
	tcpstate_stats_end(tn->stats.counts);
	return slot;
}

noinline u64 tcpstate_account_entry(struct tcpstate *tcpstate, const struct tcpstate_slot *slot)
{
	u64 entry = READ_ONCE(slot->entry);
	unsigned long flags;

	if (likely(entry))
		return entry;
	/* The baseline has claimed the slot, and fills it before it lets go of the lock. */
	raw_spin_lock_irqsave(&tcpstate->load_lock, flags);
	entry = READ_ONCE(slot->entry);
	raw_spin_unlock_irqrestore(&tcpstate->load_lock, flags);
	return entry;
}

noinline u64 tcpstate_account_resync(struct tcpstate_net *tn, u64 entry, enum tcpstate_state from)
{
	enum tcpstate_state known = tcpstate_entry_state(entry);
	u64 since_ns = tcpstate_entry_since_ns(entry);

	atomic64_inc(&tn->stats.rare.resync);
	move_silently(tn, known, from);
	tcpstate_stats_leave(tn->stats.counts, known, since_ns);
	tcpstate_stats_enter(tn->stats.counts, from, since_ns);
	return tcpstate_entry(from, since_ns) | TCPSTATE_ENTRY_AT_LEAST;
}

/* Lets the table follow a pair that is no arc, so that what comes next fits again. */
static void track_unexpected(struct tcpstate *tcpstate, struct tcpstate_net *tn,
			     const struct sock *sk, enum tcpstate_state from,
			     enum tcpstate_state to)
{
	struct tcpstate_counts __percpu *counts = tn->stats.counts;
	struct tcpstate_bucket *home;
	struct tcpstate_slot *slot;
	u64 now_ns, entry;

	home = tcpstate_sockets_home(&tcpstate->sockets, sk);
	now_ns = ktime_get_mono_fast_ns();
	slot = tcpstate_sockets_find(home, sk);
	if (slot) {
		entry = tcpstate_account_entry(tcpstate, slot);
		if (is_counted(from) && tcpstate_entry_state(entry) != from)
			entry = tcpstate_account_resync(tn, entry, from);
		tcpstate_stats_leave(counts, tcpstate_entry_state(entry),
				     tcpstate_entry_since_ns(entry));
		if (!is_counted(to)) {
			tcpstate_sockets_remove(&tcpstate->sockets, slot);
			return;
		}
		WRITE_ONCE(slot->entry, tcpstate_entry(to, now_ns));
	} else if (!is_counted(to)) {
		return;
	} else if (!tcpstate_sockets_insert(&tcpstate->sockets, home, sk,
					    tcpstate_entry(to, now_ns))) {
		this_cpu_inc(counts->untracked);
		return;
	}
	tcpstate_stats_enter(counts, to, now_ns);
}

void tcpstate_account_irregular(struct tcpstate *tcpstate, struct tcpstate_net *tn,
				const struct sock *sk, enum tcpstate_arc arc, bool off, int oldstate,
				int newstate)
{
	/* Whatever it is now, it may be freed without being a listener again. */
	if (arc != TCPSTATE_ARC_SELF_LOOP && oldstate == TCP_LISTEN)
		tcpstate_account_listener(tcpstate, tn, sk, TCPSTATE_ARC_LISTEN_CLOSE);
	tcpstate_stats_begin(tn->stats.counts);
	this_cpu_inc(tn->stats.counts->arc[arc]);
	if (arc != TCPSTATE_ARC_SELF_LOOP) {
		tcpstate_stats_count_unexpected(&tn->stats, oldstate, newstate);
		if (!off)
			track_unexpected(tcpstate, tn, sk, tcpstate_state_of(oldstate),
					 tcpstate_state_of(newstate));
	}
	tcpstate_stats_end(tn->stats.counts);
}

void tcpstate_account_listener(struct tcpstate *tcpstate, struct tcpstate_net *tn,
			       const struct sock *sk, enum tcpstate_arc arc)
{
	/* The prototype of the tracepoint is const; a reference count is not. */
	struct sock *listener = (struct sock *)sk;

	if (arc == TCPSTATE_ARC_CLOSE_LISTEN) {
		tcpstate_listeners_open(tcpstate, tn, listener);
	} else if (!tcpstate_listeners_close(tcpstate, tn, listener)) {
		tcpstate_stats_begin(tn->stats.counts);
		this_cpu_inc(tn->stats.counts->untracked);
		tcpstate_stats_end(tn->stats.counts);
	}
}
