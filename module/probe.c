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

static __always_inline void count_birth(struct tcpstate *tcpstate,
					struct tcpstate_counts __percpu *counts,
					struct tcpstate_bucket *home, const struct sock *sk,
					enum tcpstate_arc arc, enum tcpstate_state to, u64 now_ns)
{
	this_cpu_inc(counts->arc[arc]);
	if (likely(tcpstate_sockets_insert(&tcpstate->sockets, home, sk,
					   tcpstate_word(to, now_ns))))
		this_cpu_add(counts->since_sum_ns[to], now_ns);
	else
		tcpstate_account_no_room(counts, to);
}

/* Takes a tracked socket from one state to the next, or out of the table. */
static __always_inline void move(struct tcpstate *tcpstate, struct tcpstate_counts __percpu *counts,
				 struct tcpstate_slot *slot, enum tcpstate_arc arc,
				 enum tcpstate_state from, enum tcpstate_state to, u64 since_ns,
				 u64 now_ns)
{
	this_cpu_sub(counts->since_sum_ns[from], since_ns);
	if (arc < TCPSTATE_ARC_FIRST_END) {
		WRITE_ONCE(slot->word, tcpstate_word(to, now_ns));
		this_cpu_add(counts->since_sum_ns[to], now_ns);
	} else {
		tcpstate_sockets_remove(&tcpstate->sockets, slot);
	}
}

/* What only some events do, and what would keep the others waiting. */
static noinline void count_odd_move(struct tcpstate *tcpstate, struct tcpstate_net *tn,
				    struct tcpstate_slot *slot, enum tcpstate_arc arc,
				    enum tcpstate_state from, u64 now_ns)
{
	struct tcpstate_counts __percpu *counts = tn->stats.counts;
	u64 word = READ_ONCE(slot->word);

	/* If not, it is of a socket that was open at load: its age is a lower bound. */
	if (tcpstate_word_state(word) != from)
		word = tcpstate_account_resync(tn, word, from);
	move(tcpstate, counts, slot, arc, from, tcpstate_arc_to(arc),
	     tcpstate_word_since_ns(word), now_ns);
	this_cpu_inc(counts->arc[arc]);
}

static __always_inline void count_socket(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					 struct tcpstate_counts __percpu *counts,
					 struct tcpstate_bucket *home, const struct sock *sk,
					 enum tcpstate_arc arc, enum tcpstate_state from,
					 enum tcpstate_state to, u64 now_ns)
{
	struct tcpstate_slot *slot = &home->slot[0];
	u64 word, since_ns;

	if (arc <= TCPSTATE_ARC_LAST_BIRTH) {
		count_birth(tcpstate, counts, home, sk, arc, to, now_ns);
		return;
	}
	if (unlikely(READ_ONCE(slot->sk) != sk)) {
		slot = tcpstate_sockets_find(home, sk);
		if (unlikely(!slot))
			slot = tcpstate_account_unknown(tcpstate, tn, sk, arc, to, now_ns);
		if (!slot)
			return;
	}
	word = READ_ONCE(slot->word);
	/* Of the right state, and an exact age: one comparison. */
	if (unlikely((word & (TCPSTATE_WORD_AT_LEAST * 2 - 1)) != from)) {
		count_odd_move(tcpstate, tn, slot, arc, from, now_ns);
		return;
	}
	since_ns = tcpstate_word_since_ns(word);
	move(tcpstate, counts, slot, arc, from, to, since_ns, now_ns);
	this_cpu_inc(counts->arc[arc]);
	tcpstate_dwell_count(&tcpstate->dwell, arc, now_ns - since_ns);
}

/* The socket leaves the table; a minisock may stand in its place. */
static __always_inline void count_close(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					struct tcpstate_bucket *home, const struct sock *sk,
					enum tcpstate_arc arc, enum tcpstate_state from,
					u64 now_ns)
{
	struct tcpstate_counts __percpu *counts = tn->stats.counts;
	struct tcpstate_slot *slot = tcpstate_sockets_find(home, sk);
	u64 word, since_ns;

	if (unlikely(!slot)) {
		slot = tcpstate_account_unknown(tcpstate, tn, sk, arc, TCPSTATE_CLOSE, now_ns);
		if (!slot)
			return;
	}
	word = READ_ONCE(slot->word);
	if (unlikely(tcpstate_word_state(word) != from))
		word = tcpstate_account_resync(tn, word, from);
	since_ns = tcpstate_word_since_ns(word);
	this_cpu_sub(counts->since_sum_ns[from], since_ns);
	tcpstate_sockets_remove(&tcpstate->sockets, slot);
	arc = tcpstate_account_close(tcpstate, tn, sk, arc, word);
	if (arc == TCPSTATE_ARC_NOT_YET)
		return;
	this_cpu_inc(counts->arc[arc]);
	if (!(word & TCPSTATE_WORD_AT_LEAST))
		tcpstate_dwell_count(&tcpstate->dwell, arc, now_ns - since_ns);
}

static noinline void count_special(struct tcpstate *tcpstate, struct tcpstate_net *tn,
				   const struct sock *sk, int from, int to, u64 now_ns)
{
	struct tcpstate_bucket *home = tcpstate_sockets_home(&tcpstate->sockets, sk);
	enum tcpstate_arc arc = tcpstate_arc(from, to);

	if (likely(tcpstate_account_leaves_minisock(arc))) {
		count_close(tcpstate, tn, home, sk, arc, from, now_ns);
	} else if (arc >= TCPSTATE_ARC_FIRST) {
		tcpstate_account_listener(tcpstate, tn, sk, arc);
		count_socket(tcpstate, tn, tn->stats.counts, home, sk, arc, from, to, now_ns);
	} else {
		tcpstate_account_oddity(tcpstate, tn, sk, arc, from, to);
	}
}

/* Not inline: what it keeps in registers is not for count_only() to save. */
static noinline void count(struct tcpstate *tcpstate, const struct sock *sk, int oldstate,
			   int newstate)
{
	struct tcpstate_bucket *home = tcpstate_sockets_home(&tcpstate->sockets, sk);
	struct tcpstate_counts __percpu *counts;
	struct tcpstate_net *tn;
	enum tcpstate_arc arc;
	u64 now_ns;

	/* The line comes while the clock is read, and little has to be kept meanwhile. */
	prefetchw(home);
	now_ns = ktime_get_mono_fast_ns();

	arc = tcpstate_arc(oldstate, newstate);
	tn = tcpstate_net(&tcpstate->netns, sock_net(sk));
	counts = tn->stats.counts;
	tcpstate_stats_begin(counts);
	if (likely(tcpstate_account_is_usual(arc)))
		count_socket(tcpstate, tn, counts, home, sk, arc, oldstate, newstate, now_ns);
	else
		count_special(tcpstate, tn, sk, oldstate, newstate, now_ns);
	tcpstate_stats_end(counts);
}

static noinline void count_special_only(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					const struct sock *sk, enum tcpstate_arc arc, int from,
					int to)
{
	if (arc < TCPSTATE_ARC_FIRST) {
		tcpstate_account_oddity(tcpstate, tn, sk, arc, from, to);
		return;
	}
	if (!tcpstate_account_leaves_minisock(arc))
		tcpstate_account_listener(tcpstate, tn, sk, arc);
	tcpstate_account_only(tcpstate, tn, sk, arc);
}

/* Without a table there are no ages: nothing that could be seen half done. */
static __always_inline void count_only(struct tcpstate *tcpstate, const struct sock *sk,
				       int oldstate, int newstate)
{
	enum tcpstate_arc arc = tcpstate_arc(oldstate, newstate);
	struct tcpstate_net *tn = tcpstate_net(&tcpstate->netns, sock_net(sk));

	if (likely(tcpstate_account_is_usual(arc)))
		this_cpu_inc(tn->stats.counts->arc[arc]);
	else
		count_special_only(tcpstate, tn, sk, arc, oldstate, newstate);
}

void tcpstate_probe_event(void *data, const struct sock *sk, const int oldstate,
			  const int newstate)
{
	struct tcpstate *tcpstate = data;

	/* SCTP, DCCP and the MPTCP socket above its subflows fire it too. */
	if (sk->sk_protocol != IPPROTO_TCP)
		return;

	/* Counts as an RCU read side, and keeps an event on one CPU. */
	tcpstate_event_begin();
	if (likely(READ_ONCE(tcpstate->sockets.buckets)))
		count(tcpstate, sk, oldstate, newstate);
	else
		count_only(tcpstate, sk, oldstate, newstate);
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
