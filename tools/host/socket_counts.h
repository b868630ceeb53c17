/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel itself says of the TCP sockets of this network namespace. */
#ifndef TCPSTATE_TOOLS_HOST_SOCKET_COUNTS_H
#define TCPSTATE_TOOLS_HOST_SOCKET_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

#include "tools/host/sock_diag.h"

/* Sockets by the number of their state. */
struct socket_counts {
	uint64_t sockets[SOCK_DIAG_STATES];
};

/**
 * socket_counts_dump() - dump all TCP sockets by sock_diag(7) and count them
 * @counts: overwritten
 *
 * Minisocks count for the state they stand for, requests for SYN_RECV: as in ss.
 *
 * Return: false, with errno, if the kernel does not answer.
 */
bool socket_counts_dump(struct socket_counts *counts);

/* Whether a state, by its name, is one of those that are counted. */
bool socket_counts_knows(const char *state);

/**
 * socket_counts_of() - how many are in a state
 * @counts: of the dump
 * @state: its name, as in the text of /proc/tcpstate
 *
 * Return: the number; 0 for a state that is not counted.
 */
uint64_t socket_counts_of(const struct socket_counts *counts, const char *state);

bool socket_counts_equal(const struct socket_counts *a, const struct socket_counts *b);

#endif
