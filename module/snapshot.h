/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A reading as plain numbers: what the observing half hands to the publishing
 * half. PURE: no kernel types, compiles in userspace unchanged.
 */
#ifndef TCPSTATE_MODULE_SNAPSHOT_H
#define TCPSTATE_MODULE_SNAPSHOT_H

#include <linux/types.h>

#include "module/states.h"

/* A number that is not known or does not apply. Never shown as 0. */
#define TCPSTATE_NO_NUMBER	(~(__u64)0)

/**
 * struct tcpstate_occupancy - one state's row
 * @now: sockets in the state
 * @at_load: how many of those that were open at load began in it
 * @entered: how often a socket entered it since
 * @left: how often a socket left it since
 * @age_sum_ns: over its tracked sockets, the sum of the time since they entered
 */
struct tcpstate_occupancy {
	__u64 now;
	__u64 at_load;
	__u64 entered;
	__u64 left;
	__u64 age_sum_ns;
};

/**
 * struct tcpstate_snapshot - one reading of one scope
 * @netns_inode: the namespace's inode number, 0 for the whole host
 * @loaded_ns: CLOCK_MONOTONIC when counting began
 * @now_ns: CLOCK_MONOTONIC of the reading
 * @state: rows, by state; only the counted states are filled
 * @transition: events, by arc
 * @unexpected_pair: events of pairs that are not on the list of arcs, by [old][new]
 * @half_open: request socks of open and closed listeners
 * @parked: timewait minisocks that stand for FIN_WAIT2
 * @tracked: sockets whose age is known
 * @self_loops: events that changed nothing
 * @late: sockets met after the attach and before the end of the baseline
 * @resync: sockets found in another state than their event says
 * @untracked: how often an age, or a parked minisock, was lost for want of room or memory
 * @unexpected: the sum of @unexpected_pair
 */
struct tcpstate_snapshot {
	__u64 netns_inode;
	__u64 loaded_ns;
	__u64 now_ns;
	struct tcpstate_occupancy state[TCPSTATE_STATES];
	__u64 transition[TCPSTATE_ARCS];
	__u64 unexpected_pair[TCPSTATE_STATES][TCPSTATE_STATES];
	__u64 half_open;
	__u64 parked;
	__u64 tracked;
	__u64 self_loops;
	__u64 late;
	__u64 resync;
	__u64 untracked;
	__u64 unexpected;
};

#endif
