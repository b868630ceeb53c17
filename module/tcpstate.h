/* SPDX-License-Identifier: GPL-2.0-only */
/* The instance: everything the module knows, one struct that is passed around. */
#ifndef TCPSTATE_MODULE_TCPSTATE_H
#define TCPSTATE_MODULE_TCPSTATE_H

#include <linux/spinlock.h>
#include <linux/types.h>

#include "module/baseline.h"
#include "module/chain.h"
#include "module/compat.h"
#include "module/dwell.h"
#include "module/halfopen.h"
#include "module/listeners.h"
#include "module/netns.h"
#include "module/probe.h"
#include "module/recheck.h"
#include "module/sockets.h"
#include "module/stats.h"
#include "module/stock.h"
#include "module/timewait.h"

/**
 * struct tcpstate - one observer of the host's TCP state machine
 * @netns: the namespaces and their counters
 * @dwell: how long sockets stayed in their states
 * @sockets: the table of tracked sockets
 * @stock: what the lists of parked minisocks are made of
 * @listeners: those of each namespace, and closed ones that still have requests
 * @probe: the hook that feeds them all
 * @recheck: looks after the last two
 * @loaded_ns: CLOCK_MONOTONIC when the probe was attached
 * @lost_ns: the latest @lost_ns of all namespaces' parked minisocks
 * @loading: between attaching and the end of the baseline
 * @load_failed: something did not fit while loading; protected by @load_lock
 * @load_lock: keeps the baseline and events of sockets not yet in the table from
 *	entering the same socket twice; raw, as the probe takes it
 *
 * main.c owns the only instance of a running module; tests make more.
 */
struct tcpstate {
	struct tcpstate_netns netns;
	struct tcpstate_dwell dwell;
	struct tcpstate_sockets sockets;
	struct tcpstate_stock stock;
	struct tcpstate_listeners listeners;
	struct tcpstate_probe probe;
	struct tcpstate_recheck recheck;
	u64 loaded_ns;
	u64 lost_ns;
	bool loading;
	bool load_failed;
	raw_spinlock_t load_lock;
};

#endif
