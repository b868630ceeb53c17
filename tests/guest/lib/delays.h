/* SPDX-License-Identifier: GPL-2.0-only */
/* How long connections take to be made, usually and while something else happens. */
#ifndef TCPSTATE_TESTS_GUEST_DELAYS_H
#define TCPSTATE_TESTS_GUEST_DELAYS_H

#include <stdint.h>

#include "tests/guest/lib/loopback.h"

/* Connections by which the usual time is known. */
enum { DELAYS_USUAL = 300 };

struct delays {
	unsigned int count;
	uint64_t sum_ns;
	uint64_t max_ns;
};

/**
 * delays_time() - make a connection, and end it so that no minisock is left
 * @delays: gets how long it took
 * @listener: to which it goes
 * @begin_ns: when it should have begun
 */
void delays_time(struct delays *delays, int listener, uint64_t begin_ns);

void delays_add(struct delays *delays, const struct delays *more);

void delays_print(const char *when, const struct delays *delays);

/* Fails the scenario if one took 10 ms longer than is usual. */
void delays_compare(const struct delays *usual, const struct delays *meanwhile);

#endif
