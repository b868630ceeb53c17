/* SPDX-License-Identifier: GPL-2.0-only */
/* Dumps the TCP sockets of this network namespace by sock_diag(7). */
#ifndef TCPSTATE_TOOLS_HOST_SOCK_DIAG_H
#define TCPSTATE_TOOLS_HOST_SOCK_DIAG_H

#include <stdbool.h>
#include <stddef.h>

struct inet_diag_msg;

/* Gets each socket; the message lives until it returns. */
typedef void (*sock_diag_visit)(const struct inet_diag_msg *socket, void *data);

/* Bits of all states that have sockets, as include/net/tcp_states.h numbers them. */
enum { SOCK_DIAG_STATES = 12, SOCK_DIAG_ALL = ((1 << SOCK_DIAG_STATES) - 1) & ~(1 << 7) };

/**
 * sock_diag_dump() - ask the kernel for all sockets
 * @states: bits of those to ask for
 * @visit: gets each socket, those of IPv4 first
 * @data: for it
 *
 * Minisocks come as sockets in the state they stand for, requests as sockets in SYN_RECV: as in ss.
 *
 * Return: false, with errno, if the kernel does not answer or the answer is not whole.
 */
bool sock_diag_dump(unsigned int states, sock_diag_visit visit, void *data);

/* What an answer says of the dump. */
enum sock_diag_part {
	/* Another answer follows. */
	SOCK_DIAG_MORE,
	SOCK_DIAG_COMPLETE,
	/* With errno. */
	SOCK_DIAG_FAILED,
};

/**
 * sock_diag_decode() - take one answer apart
 * @answer: its bytes, aligned as a struct nlmsghdr
 * @length: how many
 * @sequence: of the request
 * @port: of the netlink socket, 0 for any
 * @visit: gets each socket
 * @data: for it
 *
 * Return: how it goes on.
 */
enum sock_diag_part sock_diag_decode(const void *answer, size_t length, unsigned int sequence,
				     unsigned int port, sock_diag_visit visit, void *data);

#endif
