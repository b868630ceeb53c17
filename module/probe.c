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
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/tracepoint.h>
#include <net/sock.h>
#include <net/tcp_states.h>
#include <trace/events/sock.h>

#include "module/tcpstate.h"

#define TRACEPOINT_NAME "inet_sock_set_state"

#define STATE(name, number) static_assert(number == (int)TCP_##name);
TCPSTATE_COUNTED_STATES(STATE)
static_assert((int)TCPSTATE_CLOSE == (int)TCP_CLOSE);
#undef STATE

static void set_state(void *data, const struct sock *sk, const int oldstate, const int newstate)
{
	struct tcpstate *tcpstate = data;

	/* SCTP, DCCP and the MPTCP socket above its subflows fire it too. */
	if (sk->sk_protocol != IPPROTO_TCP)
		return;

	tcpstate_stats_count(&tcpstate->stats, oldstate, newstate);
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
