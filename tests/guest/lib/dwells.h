/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What /proc/tcpstate_dwell must gain: a ledger of dwells that a test has caused, each
 * with the least and the most that it can have lasted.
 */
#ifndef TCPSTATE_TESTS_GUEST_DWELLS_H
#define TCPSTATE_TESTS_GUEST_DWELLS_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/guest/lib/clock.h"

/* One up to 2^10 ns, four a power of two up to 2^46 ns, and the rest. */
enum { DWELL_BUCKETS = 1 + 4 * 36 + 1, DWELL_ARCS = 32, DWELL_NAME = 40 };

/*
 * @name: "FROM>TO"
 * @count: that were measured
 * @bucket: by the bounds of procfs/ABI
 */
struct dwell_arc {
	char name[DWELL_NAME];
	uint64_t count, unmeasured, sum_ns, max_ns;
	uint64_t bucket[DWELL_BUCKETS];
};

struct dwells {
	unsigned int count;
	struct dwell_arc arc[DWELL_ARCS];
};

/**
 * dwells_take() - read the file
 * @dwells: overwritten
 *
 * Fails the scenario if the file breaks the rules of procfs/ABI.
 */
void dwells_take(struct dwells *dwells);

/**
 * dwells_sound() - whether each arc's numbers can belong together
 * @dwells: at rest: an event may be in its bucket and not in the sum yet
 * @tell: print what cannot be
 *
 * Return: whether buckets add up to counts and agree with sums and maxima.
 */
bool dwells_sound(const struct dwells *dwells, bool tell);

/* The arc's numbers, all 0 if the file does not show it. */
struct dwell_arc dwells_of(const struct dwells *dwells, const char *name);

/* The bucket of a duration, and the shortest duration that is in a bucket. */
unsigned int dwell_bucket(uint64_t ns);
uint64_t dwell_bucket_begin_ns(unsigned int bucket);

/* Nothing is expected yet, and what the file shows now is there. */
void dwells_begin(void);

/**
 * dwells_expect() - an arc will have been taken once, by a socket whose dwell is measured
 * @name: the arc
 * @entered: when the socket entered the state
 * @left: when it left it
 */
void dwells_expect(const char *name, struct moment entered, struct moment left);

/* An arc will have been taken once, by a socket whose dwell must not be measured. */
void dwells_expect_unmeasured(const char *name);

/* How far apart the least and the most of an arc are, in thousandths of the least. */
unsigned int dwells_vagueness(const char *name);

/**
 * dwells_settle() - wait until the file shows exactly what is expected
 * @step: what happened, as the diagnosis names it
 *
 * Every arc counts, those of which nothing is expected too. Fails the scenario after
 * ten seconds. Begins anew.
 */
void dwells_settle(const char *step);

#endif
