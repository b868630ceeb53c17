/* SPDX-License-Identifier: GPL-2.0-only */
/* The numbers behind the examples in procfs/ABI, for userspace and kernel tests alike. */
#ifndef TCPSTATE_TESTS_UNIT_FORMAT_EXAMPLE_H
#define TCPSTATE_TESTS_UNIT_FORMAT_EXAMPLE_H

#include "module/hist.h"
#include "module/snapshot.h"

static const struct tcpstate_snapshot format_example = {
	.loaded_ns = 5021193885,
	.now_ns = 8213420117334,
	.state = {
		[TCPSTATE_LISTEN] = { 12, 11, 4, 3, 98341234123412 },
		[TCPSTATE_SYN_SENT] = { 3, 0, 1823, 1820, 912341234 },
		[TCPSTATE_SYN_RECV] = { 41, 0, 904, 904, 0 },
		[TCPSTATE_ESTABLISHED] = { 210, 2, 2713, 2505, 81234567890 },
		[TCPSTATE_FIN_WAIT1] = { 0, 0, 1822, 1822, 0 },
		[TCPSTATE_FIN_WAIT2] = { 7, 0, 1822, 1815, 0 },
		[TCPSTATE_TIME_WAIT] = { 310, 5, 1810, 1505, TCPSTATE_NO_NUMBER },
		[TCPSTATE_CLOSE_WAIT] = { 1, 0, 890, 889, 12345678901 },
		[TCPSTATE_LAST_ACK] = { 0, 0, 889, 889, 0 },
	},
	.transition = {
		[TCPSTATE_ARC_CLOSE_LISTEN] = 4,
		[TCPSTATE_ARC_CLOSE_SYN_SENT] = 1823,
		[TCPSTATE_ARC_LISTEN_SYN_RECV] = 904,
	},
	.unexpected_pair[TCPSTATE_LISTEN][TCPSTATE_SYN_SENT] = 1,
	.half_open = 41,
	.parked = 7,
	.tracked = 226,
	.self_loops = 12,
	.unexpected = 1,
};

/* Of ESTABLISHED to FIN_WAIT1. */
#define FORMAT_DWELL_TAKEN	25
#define FORMAT_DWELL_SUM_NS	16384
#define FORMAT_DWELL_MAX_NS	1501
static const __u64 format_dwell[TCPSTATE_HIST_BUCKETS] = { 3, 8, 2 };

#endif
