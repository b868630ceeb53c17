/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine: everything the module knows, one struct that is passed around. */
#ifndef TCPSTATE_MODULE_TCPSTATE_H
#define TCPSTATE_MODULE_TCPSTATE_H

#include <linux/types.h>

#include "module/compat.h"
#include "module/probe.h"
#include "module/stats.h"

/**
 * struct tcpstate - one observer of the host's TCP state machine
 * @stats: the counters
 * @probe: the hook that feeds them
 * @loaded_ns: CLOCK_MONOTONIC when the probe was attached
 *
 * main.c owns the only instance of a running module; tests make more.
 */
struct tcpstate {
	struct tcpstate_stats stats;
	struct tcpstate_probe probe;
	u64 loaded_ns;
};

#endif
