// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracepoint's callback.
 *
 * What it may assume about its context is little, and differs by kernel
 * (trace_inet_sock_set_state() in net/ipv4/af_inet.c and __DECLARE_TRACE in
 * include/linux/tracepoint.h):
 *
 * - Process context with bottom halves on (connect, listen, close, the backlog),
 *   process context with them off, or softirq. Never hardirq, never NMI.
 * - Up to 6.12 preemption is off. On 7.x it may be on.
 * - A softirq on the same CPU may run another event in the middle of one.
 * - Events of one socket never overlap: its lock is held.
 * - The event comes before the store: sk->sk_state is still the old one.
 */

#include <linux/in.h>
#include <linux/ktime.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <net/sock.h>
#include <net/tcp_states.h>
#include <trace/events/sock.h>

#include "module/account.h"
#include "module/tcpstate.h"

#define TRACEPOINT_NAME "inet_sock_set_state"

#define STATE(name, number) static_assert(number == (int)TCP_##name);
TCPSTATE_COUNTED_STATES(STATE)
static_assert((int)TCPSTATE_CLOSE == (int)TCP_CLOSE);
#undef STATE
/* What tcpstate_arc_of_pair() relies on. */
static_assert(TCP_MAX_STATES <= TCPSTATE_PAIR_STATES);

/*
 * What follows is the path of every event. Each function ends in the one that it calls,
 * so that only what lives through the clock is saved and restored; rare cases are
 * functions of their own for the same reason. An arc is as wide as an index is, as in
 * states.h. notrace: whoever traces functions did not ask for the inside of a tracepoint.
 */

/* When a socket entered its state, as it is summed up. */
static __always_inline u64 since_of(u64 entry)
{
	return tcpstate_stats_time(tcpstate_entry_since_ns(entry));
}

/* Its bucket is full, or the table is bounded. */
static noinline notrace void count_birth_beyond(struct tcpstate *tcpstate, const struct sock *sk,
						struct tcpstate_bucket *home,
						unsigned long arc, u64 now_ns)
{
	struct tcpstate_counts __percpu *counts =
		tcpstate_net_counts(&tcpstate->netns, sock_net(sk));
	enum tcpstate_state to = tcpstate_arc_to(arc);
	bool tracked = tcpstate_sockets_insert_beyond(&tcpstate->sockets, home, sk,
						      tcpstate_entry(to, now_ns));

	tcpstate_stats_begin(counts);
	this_cpu_inc(counts->arc[arc]);
	if (likely(tracked))
		this_cpu_add(counts->since_sum[to], tcpstate_stats_time(now_ns));
	else
		tcpstate_account_no_room(counts, to);
	tcpstate_stats_end(counts);
}

static noinline notrace void count_birth(struct tcpstate *tcpstate, const struct sock *sk,
					 unsigned long arc)
{
	struct tcpstate_bucket *home = tcpstate_sockets_home(&tcpstate->sockets, sk);
	struct tcpstate_counts __percpu *counts;
	enum tcpstate_state to;
	u64 now_ns, entry;

	prefetchw(home);
	now_ns = ktime_get_mono_fast_ns();

	/* Computed after the call above: a register would have to be saved over it. */
	OPTIMIZER_HIDE_VAR(arc);
	to = tcpstate_arc_to(arc);
	entry = tcpstate_entry(to, now_ns);
	if (unlikely(!tcpstate_sockets_insert_near(&tcpstate->sockets, home, sk, entry))) {
		count_birth_beyond(tcpstate, sk, home, arc, now_ns);
		return;
	}
	counts = tcpstate_net_counts(&tcpstate->netns, sock_net(sk));
	tcpstate_stats_begin(counts);
	this_cpu_inc(counts->arc[arc]);
	this_cpu_add(counts->since_sum[to], since_of(entry));
	tcpstate_stats_end(counts);
}

/* Takes a tracked socket from one state to the next, or out of the table. */
static __always_inline void move(struct tcpstate *tcpstate, struct tcpstate_counts __percpu *counts,
				 struct tcpstate_slot *slot, unsigned long arc,
				 enum tcpstate_state from, u64 entry, u64 now_ns)
{
	enum tcpstate_state to;

	this_cpu_inc(counts->arc[arc]);
	this_cpu_add(counts->since_gone[from], since_of(entry));
	if (likely(arc < TCPSTATE_ARC_FIRST_END)) {
		to = tcpstate_arc_to(arc);
		entry = tcpstate_entry(to, now_ns);
		WRITE_ONCE(slot->entry, entry);
		this_cpu_add(counts->since_sum[to], since_of(entry));
	} else {
		tcpstate_sockets_remove(&tcpstate->sockets, slot);
	}
}

/* The entry says another state than the event, or only how long it was at least. */
static noinline notrace void count_odd_move(struct tcpstate *tcpstate, const struct sock *sk,
					    struct tcpstate_slot *slot, unsigned long arc,
					    u64 now_ns)
{
	struct tcpstate_net *tn = tcpstate_net(&tcpstate->netns, sock_net(sk));
	enum tcpstate_state from = tcpstate_arc_from(arc);
	u64 entry = tcpstate_account_entry(tcpstate, slot);

	tcpstate_stats_begin(tn->stats.counts);
	if (tcpstate_entry_state(entry) != from)
		entry = tcpstate_account_resync(tn, entry, from);
	move(tcpstate, tn->stats.counts, slot, arc, from, entry, now_ns);
	tcpstate_stats_end(tn->stats.counts);
}

static __always_inline void count_found(struct tcpstate *tcpstate, const struct sock *sk,
					struct tcpstate_slot *slot, unsigned long arc,
					u64 now_ns)
{
	struct tcpstate_counts __percpu *counts =
		tcpstate_net_counts(&tcpstate->netns, sock_net(sk));
	enum tcpstate_state from = tcpstate_arc_from(arc);
	u64 entry = READ_ONCE(slot->entry) ^ from;

	/* Of the right state, and an exact age: nothing is left of both. */
	if (unlikely(entry & (TCPSTATE_ENTRY_AT_LEAST * 2 - 1))) {
		count_odd_move(tcpstate, sk, slot, arc, now_ns);
		return;
	}
	tcpstate_stats_begin(counts);
	move(tcpstate, counts, slot, arc, from, entry, now_ns);
	tcpstate_stats_end(counts);
	tcpstate_dwell_count(&tcpstate->dwell, arc, now_ns - tcpstate_entry_since_ns(entry));
}

/* Not in its bucket: beyond it, or not in the table. */
static noinline notrace void count_move_beyond(struct tcpstate *tcpstate, const struct sock *sk,
					       unsigned long arc, u64 now_ns)
{
	struct tcpstate_bucket *home = tcpstate_sockets_home(&tcpstate->sockets, sk);
	struct tcpstate_slot *slot = tcpstate_sockets_find_beyond(home, sk);

	if (unlikely(!slot))
		slot = tcpstate_account_unknown(tcpstate, sk, home, arc, now_ns);
	if (slot)
		count_found(tcpstate, sk, slot, arc, now_ns);
}

static noinline notrace void count_move(struct tcpstate *tcpstate, const struct sock *sk,
					unsigned long arc)
{
	struct tcpstate_slot *slot = tcpstate_sockets_home(&tcpstate->sockets, sk)->slot;
	u64 now_ns;

	/* Fetches the cache line while the clock is read. */
	prefetchw(slot);
	now_ns = ktime_get_mono_fast_ns();

	BUILD_BUG_ON(TCPSTATE_BUCKET_SLOTS != 4);
	/* No READ_ONCE(): other CPUs may write other keys here, but none writes or clears @sk. */
	if (unlikely(data_race(slot->sk) != sk) && data_race((++slot)->sk) != sk &&
	    data_race((++slot)->sk) != sk && data_race((++slot)->sk) != sk)
		count_move_beyond(tcpstate, sk, arc, now_ns);
	else
		count_found(tcpstate, sk, slot, arc, now_ns);
}

/* The socket leaves the table, but not FIN_WAIT2: its minisock is parked there. */
static noinline void count_parking(struct tcpstate *tcpstate, const struct sock *sk,
				   enum tcpstate_arc arc)
{
	struct tcpstate_bucket *home = tcpstate_sockets_home(&tcpstate->sockets, sk);
	struct tcpstate_net *tn = tcpstate_net(&tcpstate->netns, sock_net(sk));
	struct tcpstate_counts __percpu *counts = tn->stats.counts;
	enum tcpstate_state from = tcpstate_arc_from(arc);
	struct tcpstate_slot *slot = tcpstate_sockets_find(home, sk);
	u64 now_ns = ktime_get_mono_fast_ns(), entry;

	if (unlikely(!slot)) {
		slot = tcpstate_account_unknown(tcpstate, sk, home, arc, now_ns);
		if (!slot)
			return;
	}
	tcpstate_stats_begin(counts);
	entry = tcpstate_account_entry(tcpstate, slot);
	if (unlikely(tcpstate_entry_state(entry) != from))
		entry = tcpstate_account_resync(tn, entry, from);
	this_cpu_add(counts->since_gone[from], since_of(entry));
	tcpstate_sockets_remove(&tcpstate->sockets, slot);
	arc = tcpstate_account_close(tcpstate, tn, sk, arc, entry);
	if (arc != TCPSTATE_ARC_NOT_YET)
		this_cpu_inc(counts->arc[arc]);
	tcpstate_stats_end(counts);
	/* The minisock went on while we looked. */
	if (arc != TCPSTATE_ARC_NOT_YET && !(entry & TCPSTATE_ENTRY_AT_LEAST))
		tcpstate_dwell_count(&tcpstate->dwell, arc,
				     now_ns - tcpstate_entry_since_ns(entry));
}

/* The socket leaves the table; a minisock may stand in its place. */
static noinline notrace void count_close(struct tcpstate *tcpstate, const struct sock *sk,
					 enum tcpstate_arc arc)
{
	enum tcpstate_minisock minisock = tcpstate_timewait_find_state(sk);

	if (unlikely(minisock == TCPSTATE_MINISOCK_PARKED)) {
		count_parking(tcpstate, sk, arc);
		return;
	}
	if (likely(minisock == TCPSTATE_MINISOCK_TIME_WAIT))
		arc = tcpstate_arc_of_minisock(arc);
	count_move(tcpstate, sk, arc);
}

/* Without a table there are no ages. */
static notrace void count_without_table(struct tcpstate *tcpstate, const struct sock *sk,
					enum tcpstate_arc arc)
{
	struct tcpstate_counts __percpu *counts =
		tcpstate_net_counts(&tcpstate->netns, sock_net(sk));

	tcpstate_stats_begin(counts);
	this_cpu_inc(counts->arc[arc]);
	tcpstate_stats_end(counts);
}

/* Irregular events, listeners, and without a table whatever may leave a minisock. */
static noinline void count_special(struct tcpstate *tcpstate, const struct sock *sk,
				   enum tcpstate_arc arc, bool off, int oldstate, int newstate)
{
	struct tcpstate_net *tn = tcpstate_net(&tcpstate->netns, sock_net(sk));

	if (arc < TCPSTATE_ARC_FIRST) {
		tcpstate_account_irregular(tcpstate, tn, sk, arc, off, oldstate, newstate);
		return;
	}
	if (!tcpstate_account_leaves_minisock(arc))
		tcpstate_account_listener(tcpstate, tn, sk, arc);
	if (off) {
		tcpstate_stats_begin(tn->stats.counts);
		tcpstate_account_untracked(tcpstate, tn, sk, arc);
		tcpstate_stats_end(tn->stats.counts);
	} else if (arc <= TCPSTATE_ARC_LAST_BIRTH) {
		count_birth(tcpstate, sk, arc);
	} else {
		count_move(tcpstate, sk, arc);
	}
}

/* Each call is a tail call: no register has to survive it. */
static __always_inline void count(struct tcpstate *tcpstate, const struct sock *sk, int oldstate,
				  int newstate)
{
	enum tcpstate_arc arc = tcpstate_arc_of_pair(oldstate, newstate);

	/* Looked at once: a load may give the table up in the middle of an event. */
	if (unlikely(READ_ONCE(tcpstate->sockets.off))) {
		if (likely(tcpstate_account_is_common(arc)))
			count_without_table(tcpstate, sk, arc);
		else
			count_special(tcpstate, sk, arc, true, oldstate, newstate);
	} else if (likely(tcpstate_account_is_common_move(arc))) {
		count_move(tcpstate, sk, arc);
	} else if (likely(tcpstate_account_is_common(arc))) {
		count_birth(tcpstate, sk, arc);
	} else if (likely(tcpstate_account_leaves_minisock(arc))) {
		count_close(tcpstate, sk, arc);
	} else {
		count_special(tcpstate, sk, arc, false, oldstate, newstate);
	}
}

notrace void tcpstate_probe_event(void *data, const struct sock *sk, const int oldstate,
				  const int newstate)
{
	/* SCTP, DCCP and the MPTCP socket above its subflows fire it too. */
	if (sk->sk_protocol != IPPROTO_TCP)
		return;

	/* Counts as an RCU read side, and keeps an event on one CPU. */
	tcpstate_event_begin();
	count(data, sk, oldstate, newstate);
	tcpstate_event_end();
}

static void match_by_name(struct tracepoint *tracepoint, void *data)
{
	struct tracepoint **found = data;

	if (!strcmp(tracepoint->name, TRACEPOINT_NAME))
		*found = tracepoint;
}

int tcpstate_probe_init(struct tcpstate *tcpstate)
{
	struct tcpstate_probe *probe = &tcpstate->probe;

	/* Attaching by name loses the compiler's check of the prototype: win it back. */
	check_trace_callback_type_inet_sock_set_state(tcpstate_probe_event);

	for_each_kernel_tracepoint(match_by_name, &probe->tracepoint);
	if (!probe->tracepoint) {
		pr_err("this kernel has no tracepoint " TRACEPOINT_NAME "; it needs CONFIG_TRACEPOINTS and CONFIG_INET\n");
		return -EOPNOTSUPP;
	}
	return tracepoint_probe_register(probe->tracepoint, tcpstate_probe_event, tcpstate);
}

void tcpstate_probe_uninit(struct tcpstate *tcpstate)
{
	tracepoint_probe_unregister(tcpstate->probe.tracepoint, tcpstate_probe_event, tcpstate);
	tracepoint_synchronize_unregister();
	/* Since 7.x the line above no longer waits for a regular grace period. */
	synchronize_rcu();
}
