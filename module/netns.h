/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The namespaces: each has counters of its own; the host's are their sums.
 *
 * A namespace costs sizeof(struct tcpstate_net) plus, for every possible CPU,
 * sizeof(struct tcpstate_counts) and an eighth of it: 2 KiB + 657 bytes * CPUs, that is
 * 84 KiB on 128 CPUs and 166 KiB on 256. It is all there from the start: the probe may
 * not allocate, and what it counted must not be lost. The kernel's own per-CPU counters
 * of a namespace are five times as large (3.2 KiB a CPU in 6.12).
 *
 * What a namespace counted until it ended is kept for the host. Kernel sockets can
 * outlive our exit from a namespace, as the protocols' exits come after ours: their
 * events then count as unattributed, which is part of the host and of nothing else.
 */
#ifndef TCPSTATE_MODULE_NETNS_H
#define TCPSTATE_MODULE_NETNS_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "module/listeners.h"
#include "module/stats.h"
#include "module/timewait.h"

struct tcpstate;
struct tcpstate_net;

/**
 * struct tcpstate_net - one network namespace
 * @stats: its counters
 * @target: where its events are counted: NULL before we joined it, @unattributed of
 *	struct tcpstate_netns after it ended
 * @counts: those of @target
 * @tcpstate: the instance
 * @net: the kernel's; NULL for what is unattributed
 * @parking: its parked minisocks; none without a @net
 * @listeners: its listeners
 * @serial: rises along the list of namespaces
 * @list: in the list of namespaces
 */
struct tcpstate_net {
	struct tcpstate_stats stats;
	struct tcpstate_net *target;
	struct tcpstate_counts __percpu *counts;
	struct tcpstate *tcpstate;
	struct net *net;
	struct tcpstate_parking parking;
	struct tcpstate_listener_list listeners;
	u64 serial;
	struct list_head list;
};

/**
 * struct tcpstate_pass - a pass of a host's reading over all namespaces
 * @next: the one to be read next, NULL at the end
 * @read: reads one
 * @tally: what is read into
 */
struct tcpstate_pass {
	struct tcpstate_net *next;
	void (*read)(struct tcpstate_net *tn, struct tcpstate_tally *tally);
	struct tcpstate_tally *tally;
};

/**
 * struct tcpstate_netns - all of them
 * @unattributed: stands in for a namespace that is not ours yet or any more
 * @passing: held over a pass, of which there is one at a time
 * @pass: the pass under way, NULL for none
 * @lock: protects all below, @pass and the folds of every namespace; taken in process
 *	context only, and by a pass for one namespace at a time
 * @joined: how many namespaces have joined
 * @list: struct tcpstate_net
 * @totals: what was counted in those that are no more, and what was folded of @list
 */
struct tcpstate_netns {
	struct tcpstate_net unattributed;
	struct mutex passing;
	struct tcpstate_pass *pass;
	struct mutex lock;
	u64 joined;
	struct list_head list;
	struct tcpstate_totals totals;
};

extern unsigned int tcpstate_net_id;

/* net_generic() without the calls that tell RCU what the context says already. */
static __always_inline struct tcpstate_net *tcpstate_net_part(const struct net *net)
{
	RCU_LOCKDEP_WARN(!rcu_read_lock_any_held(), "a namespace outside of a read side");
	return rcu_dereference_raw(net->gen)->ptr[tcpstate_net_id];
}

/**
 * tcpstate_net() - our part of a namespace
 * @netns: all of them
 * @net: the kernel's
 *
 * Context: preemption off, or RCU read side.
 *
 * Return: where to count, never NULL.
 */
static __always_inline struct tcpstate_net *tcpstate_net(struct tcpstate_netns *netns,
							 const struct net *net)
{
	struct tcpstate_net *tn = tcpstate_net_part(net);

	/* Protocols older than us may open sockets in a namespace before we join it. */
	if (likely(tn))
		tn = READ_ONCE(tn->target);
	return likely(tn) ? tn : &netns->unattributed;
}

/**
 * tcpstate_net_counts() - where to count a namespace's usual events
 * @netns: all of them
 * @net: the kernel's
 *
 * Context: as tcpstate_net(), of which it is the counters, one step nearer.
 *
 * Return: the counters.
 */
static __always_inline struct tcpstate_counts __percpu *
tcpstate_net_counts(struct tcpstate_netns *netns, const struct net *net)
{
	struct tcpstate_net *tn = tcpstate_net_part(net);
	struct tcpstate_counts __percpu *counts = likely(tn) ? READ_ONCE(tn->counts) : NULL;

	return likely(counts) ? counts : netns->unattributed.stats.counts;
}

/**
 * tcpstate_netns_init() - join every namespace, present and future
 * @tcpstate: the instance
 *
 * Return: 0 or a negative errno.
 */
int tcpstate_netns_init(struct tcpstate *tcpstate);

/**
 * tcpstate_netns_uninit() - leave them all
 * @tcpstate: the instance, no longer probing
 */
void tcpstate_netns_uninit(struct tcpstate *tcpstate);

/**
 * tcpstate_netns_join() - begin to count for a namespace
 * @tcpstate: the instance
 * @net: the namespace, with room for struct tcpstate_net, zeroed
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_netns_join(struct tcpstate *tcpstate, struct net *net);

/**
 * tcpstate_netns_end() - count a namespace's events as unattributed from now on
 * @tcpstate: the instance
 * @net: the namespace
 *
 * The caller waits for a grace period before it calls tcpstate_netns_leave().
 */
void tcpstate_netns_end(struct tcpstate *tcpstate, struct net *net);

/**
 * tcpstate_netns_leave() - end counting for a namespace; the host keeps what it counted
 * @tcpstate: the instance
 * @net: the namespace
 */
void tcpstate_netns_leave(struct tcpstate *tcpstate, struct net *net);

/**
 * tcpstate_net_of() - our part of a namespace that is there
 * @net: joined and not left, pinned
 *
 * Return: the part.
 */
struct tcpstate_net *tcpstate_net_of(const struct net *net);

/**
 * tcpstate_netns_next() - go through the namespaces without holding the lock
 * @netns: all of them
 * @previous: the one before, whose pin is given back; NULL to begin
 * @stale: those only whose parked minisocks want a recheck
 *
 * Passes over those that are about to end. May sleep.
 *
 * Return: the next one, pinned; NULL at the end.
 */
struct tcpstate_net *tcpstate_netns_next(struct tcpstate_netns *netns,
					 struct tcpstate_net *previous, bool stale);

/**
 * tcpstate_netns_add_departures() - the first pass of a reading
 * @netns: all namespaces
 * @net: the one to read, pinned; NULL for all
 * @tally: zeroed; gets the departures
 *
 * May sleep.
 */
void tcpstate_netns_add_departures(struct tcpstate_netns *netns, const struct net *net,
				   struct tcpstate_tally *tally);

/**
 * tcpstate_netns_add_arrivals() - the second pass of a reading
 * @netns: all namespaces
 * @net: the one to read, pinned; NULL for all
 * @tally: holds the departures
 *
 * May sleep.
 */
void tcpstate_netns_add_arrivals(struct tcpstate_netns *netns, const struct net *net,
				 struct tcpstate_tally *tally);

/**
 * tcpstate_netns_time_wait_left() - how many minisocks left TIME_WAIT
 * @netns: all namespaces
 * @net: the one to read, pinned; NULL for all
 *
 * By the last recheck of each. May sleep.
 *
 * Return: how many; never less than before.
 */
u64 tcpstate_netns_time_wait_left(struct tcpstate_netns *netns, const struct net *net);

/**
 * tcpstate_netns_minisocks() - the kernel's own count of timewait minisocks
 * @netns: all namespaces
 * @net: of which; NULL for their sum, which takes the lock
 *
 * Return: how many, parked ones included.
 */
u64 tcpstate_netns_minisocks(struct tcpstate_netns *netns, const struct net *net);

#endif
