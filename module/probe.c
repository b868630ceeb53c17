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

static __always_inline void count_birth(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					struct tcpstate_bucket *home, const struct sock *sk,
					enum tcpstate_arc arc, enum tcpstate_state to, u64 now_ns)
{
	struct tcpstate_counts __percpu *host = tcpstate->stats.counts;
	struct tcpstate_counts __percpu *own = tn->stats.counts;

	if (arc == TCPSTATE_ARC_CLOSE_LISTEN)
		tcpstate_account_listener(tcpstate, tn, sk, arc);
	tcpstate_account_arc(host, own, arc);
	if (likely(tcpstate_sockets_insert(&tcpstate->sockets, home, sk,
					   tcpstate_word(to, now_ns))))
		tcpstate_account_enter(host, own, to, now_ns);
	else
		tcpstate_account_untracked(host, own);
}

static __always_inline void count_move(struct tcpstate *tcpstate, struct tcpstate_net *tn,
				       struct tcpstate_slot *slot, const struct sock *sk,
				       enum tcpstate_arc arc, enum tcpstate_state from,
				       enum tcpstate_state to, u64 now_ns)
{
	struct tcpstate_counts __percpu *host = tcpstate->stats.counts;
	struct tcpstate_counts __percpu *own = tn->stats.counts;
	u64 word = READ_ONCE(slot->word);

	if (unlikely(tcpstate_word_state(word) != from))
		word = tcpstate_account_resync(tcpstate, tn, word, from);
	tcpstate_account_leave(host, own, from, tcpstate_word_since_ns(word));
	if (arc < TCPSTATE_ARC_FIRST_END) {
		WRITE_ONCE(slot->word, tcpstate_word(to, now_ns));
		tcpstate_account_enter(host, own, to, now_ns);
	} else {
		tcpstate_sockets_remove(&tcpstate->sockets, slot);
		if (arc == TCPSTATE_ARC_LISTEN_CLOSE)
			tcpstate_account_listener(tcpstate, tn, sk, arc);
		if (tcpstate_account_leaves_minisock(arc)) {
			arc = tcpstate_account_close(tcpstate, tn, sk, arc, word);
			if (arc == TCPSTATE_ARC_NOT_YET)
				return;
		}
	}
	tcpstate_account_arc(host, own, arc);
	if (likely(!(word & TCPSTATE_WORD_AT_LEAST)))
		tcpstate_dwell_count(&tcpstate->dwell, arc, tcpstate_word_since_ns(word), now_ns);
}

static __always_inline void count_event(struct tcpstate *tcpstate, struct tcpstate_net *tn,
					const struct sock *sk, enum tcpstate_arc arc,
					enum tcpstate_state from, enum tcpstate_state to)
{
	struct tcpstate_bucket *home;
	struct tcpstate_slot *slot;
	u64 now_ns;

	if (unlikely(!READ_ONCE(tcpstate->sockets.buckets))) {
		tcpstate_account_only(tcpstate, tn, sk, arc);
		return;
	}
	home = tcpstate_sockets_home(&tcpstate->sockets, sk);
	/* The line comes while the clock is read. */
	prefetchw(home);
	now_ns = ktime_get_mono_fast_ns();

	if (arc <= TCPSTATE_ARC_LAST_BIRTH) {
		count_birth(tcpstate, tn, home, sk, arc, to, now_ns);
		return;
	}
	slot = tcpstate_sockets_find(home, sk);
	if (unlikely(!slot)) {
		slot = tcpstate_account_unknown(tcpstate, tn, sk, arc, to, now_ns);
		if (!slot)
			return;
	}
	count_move(tcpstate, tn, slot, sk, arc, from, to, now_ns);
}

static void set_state(void *data, const struct sock *sk, const int oldstate, const int newstate)
{
	enum tcpstate_arc arc = tcpstate_arc(oldstate, newstate);
	struct tcpstate *tcpstate = data;
	struct tcpstate_net *tn;

	/* SCTP, DCCP and the MPTCP socket above its subflows fire it too. */
	if (sk->sk_protocol != IPPROTO_TCP)
		return;

	/* Counts as an RCU read side, and keeps an event on one CPU. */
	preempt_disable_notrace();
	tn = tcpstate_net(&tcpstate->netns, sock_net(sk));
	tcpstate_stats_begin(tcpstate->stats.counts);
	if (likely(arc >= TCPSTATE_ARC_FIRST))
		count_event(tcpstate, tn, sk, arc, oldstate, newstate);
	else
		tcpstate_account_oddity(tcpstate, tn, sk, arc, oldstate, newstate);
	tcpstate_stats_end(tcpstate->stats.counts);
	preempt_enable_notrace();
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
	check_trace_callback_type_inet_sock_set_state(set_state);

	for_each_kernel_tracepoint(match_by_name, &probe->tracepoint);
	if (!probe->tracepoint) {
		pr_err("this kernel has no tracepoint " TRACEPOINT_NAME "; it needs CONFIG_TRACEPOINTS and CONFIG_INET\n");
		return -EOPNOTSUPP;
	}
	return tracepoint_probe_register(probe->tracepoint, set_state, tcpstate);
}

void tcpstate_probe_uninit(struct tcpstate *tcpstate)
{
	tracepoint_probe_unregister(tcpstate->probe.tracepoint, set_state, tcpstate);
	tracepoint_synchronize_unregister();
	/* Since 7.x the line above no longer waits for a regular grace period. */
	synchronize_rcu();
}
