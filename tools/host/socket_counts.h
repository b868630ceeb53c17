/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel itself says of the TCP sockets of this network namespace. */
#ifndef TCPSTATE_TOOLS_HOST_SOCKET_COUNTS_H
#define TCPSTATE_TOOLS_HOST_SOCKET_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CENSUS_STATES = 12 };

/* Sockets by state, as include/net/tcp_states.h numbers them. */
struct census {
	uint64_t sockets[CENSUS_STATES];
};

/**
 * census_take() - dump all TCP sockets by sock_diag(7) and count them
 * @census: overwritten
 *
 * Minisocks count for the state they stand for, requests for SYN_RECV: as in ss.
 *
 * Return: false, with errno, if the kernel does not answer.
 */
bool census_take(struct census *census);

/* Whether a state is one of those that are counted. */
bool census_knows(const char *state);

/* Return: the name of the Nth state that is counted, NULL after the last. */
const char *census_state(size_t n);

/* Return: the name of a state by its number, NULL if it is none of those that are counted. */
const char *census_state_of(unsigned int number);

/**
 * census_of() - how many are in a state
 * @census: the census
 * @state: its name, as in the text of /proc/tcpstate
 *
 * Return: the number; 0 for a name it does not know.
 */
uint64_t census_of(const struct census *census, const char *state);

bool census_equal(const struct census *a, const struct census *b);

#endif
