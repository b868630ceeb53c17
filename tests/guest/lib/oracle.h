/* SPDX-License-Identifier: GPL-2.0-only */
/* What oracle.bpf.c has counted, read where workloads.sh has pinned it. */
#ifndef TCPSTATE_TESTS_GUEST_ORACLE_H
#define TCPSTATE_TESTS_GUEST_ORACLE_H

#include <linux/bpf.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Cells of old state * 16 + new state, and one for what is no pair of states. */
enum { ORACLE_STATES = 16, ORACLE_IMPOSSIBLE = ORACLE_STATES * ORACLE_STATES, ORACLE_CELLS };

/**
 * oracle_pairs() - how often each pair was seen, on all CPUs together
 * @pair: ORACLE_CELLS counts, filled
 *
 * Fails the scenario if the map cannot be read.
 */
void oracle_pairs(uint64_t *pair);

/**
 * oracle_missed() - how many events the kernel has not shown to it
 *
 * Those that interrupt it on its CPU (__bpf_trace_run in kernel/trace/bpf_trace.c). Fails the
 * scenario if the program is not there.
 */
uint64_t oracle_missed(void);

/* bpf(2), which the C library has no function for. */
static inline int bpf(enum bpf_cmd command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof(*attr));
}

#endif
