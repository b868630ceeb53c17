/* SPDX-License-Identifier: GPL-2.0-only */
/* What lock_holds.bpf.c and longest_hold.c tell each other. */
#ifndef TCPSTATE_TESTS_GUEST_LOCK_HOLDS_H
#define TCPSTATE_TESTS_GUEST_LOCK_HOLDS_H

enum { HOLD_FRAMES = 12 };

/**
 * struct holds - the spinlocks with interrupts or softirqs off that one process takes, on one CPU
 * @reader: the process, as its own namespace numbers it
 * @allocating: how many searches for a page it is in
 * @depth: how many it holds now
 * @begin_ns: since when it holds any
 * @taken: how often it took one without holding any
 * @longest_ns: the longest time that it held any
 * @stack: where it gave that one back, the innermost address first
 */
struct holds {
	unsigned long long reader;
	unsigned long long allocating;
	unsigned long long depth;
	unsigned long long begin_ns;
	unsigned long long taken;
	unsigned long long longest_ns;
	unsigned long long stack[HOLD_FRAMES];
};

#endif
