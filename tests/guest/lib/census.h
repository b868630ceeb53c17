/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts TCP sockets by state in another way than the module: it asks the kernel for each. */
#ifndef TCPSTATE_TESTS_GUEST_CENSUS_H
#define TCPSTATE_TESTS_GUEST_CENSUS_H

#include <stdbool.h>
#include <stdint.h>

/* The kernel's numbers of the states, 1 (ESTABLISHED) to 11 (CLOSING). */
enum { CENSUS_STATES = 12 };

/*
 * @count: sockets by state, as ss shows them: a half-open request is in SYN_RECV,
 *	a minisock in its substate
 * @digest: of which socket is in which state, whatever their order
 */
struct census {
	uint64_t count[CENSUS_STATES];
	uint64_t digest;
};

/**
 * census_take() - count the sockets of the process's own network namespace
 * @census: filled
 *
 * Asks by sock_diag, as ss does. Fails the scenario if the kernel does not answer.
 */
void census_take(struct census *census);

/**
 * census_take_by_ss() - the same, by what "ss -tan" prints in the ten states
 * @census: filled
 */
void census_take_by_ss(struct census *census);

/* True if two counts, a while apart, saw the same sockets in the same states. */
bool census_equal(const struct census *a, const struct census *b);

/* The name of a state in /proc, NULL for a number that is none that is counted. */
const char *census_state_name(unsigned int state);

#endif
