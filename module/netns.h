/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The namespaces: each has counters of its own beside the host's.
 *
 * A namespace costs sizeof(struct tcpstate_net) plus, for every possible CPU,
 * sizeof(struct tcpstate_counts): 2.5 KiB + 456 bytes * CPUs, that is 61 KiB on
 * 128 CPUs and 61 MiB for 1,000 namespaces there. The kernel's own SNMP counters of
 * a namespace take several times that (struct netns_mib).
 *
 * A namespace that ends takes its counters along; the host's were counted beside
 * them and stay. Kernel sockets can outlive our exit from a namespace, as the
 * protocols' exits come after ours: their events then count for the host and, in
 * place of the namespace, in a limbo that nobody reads.
 */
#ifndef TCPSTATE_MODULE_NETNS_H
#define TCPSTATE_MODULE_NETNS_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "module/stats.h"

struct tcpstate;

/**
 * struct tcpstate_net - one network namespace
 * @stats: its counters
 * @net: the kernel's
 * @ending: we have left it: nothing is remembered for it any more
 * @counts: its own counts, also when @stats.counts already points to the limbo's
 * @list: in the list of namespaces
 */
struct tcpstate_net {
	struct tcpstate_stats stats;
	struct net *net;
	bool ending;
	struct tcpstate_counts __percpu *counts;
	struct list_head list;
};

/**
 * struct tcpstate_netns - all of them
 * @limbo: stands in for a namespace that is not ours yet or any more
 * @lock: protects @list; taken in process context only
 * @list: struct tcpstate_net
 */
struct tcpstate_netns {
	struct tcpstate_net limbo;
	struct mutex lock;
	struct list_head list;
};

extern unsigned int tcpstate_net_id;

/**
 * tcpstate_net() - our part of a namespace
 * @netns: all of them
 * @net: the kernel's
 *
 * Context: preemption off, or RCU read side.
 *
 * Return: never NULL.
 */
static __always_inline struct tcpstate_net *tcpstate_net(struct tcpstate_netns *netns,
							 const struct net *net)
{
	/* net_generic() without the calls that tell RCU what the context says already. */
	struct tcpstate_net *tn = rcu_dereference_raw(net->gen)->ptr[tcpstate_net_id];

	/* Protocols older than us may open sockets in a namespace before we join it. */
	if (unlikely(!tn || !READ_ONCE(tn->stats.counts)))
		return &netns->limbo;
	return tn;
}

/**
 * tcpstate_netns_init() - join every namespace, present and future
 * @tcpstate: the machine
 *
 * Return: 0 or a negative errno.
 */
int tcpstate_netns_init(struct tcpstate *tcpstate);

/**
 * tcpstate_netns_uninit() - leave them all
 * @tcpstate: the machine, no longer probing
 */
void tcpstate_netns_uninit(struct tcpstate *tcpstate);

/**
 * tcpstate_netns_minisocks() - the kernel's own count of timewait minisocks
 * @netns: all namespaces
 * @net: of which; NULL for their sum, which takes the lock
 *
 * Return: how many, parked ones included.
 */
u64 tcpstate_netns_minisocks(struct tcpstate_netns *netns, const struct net *net);

#endif
