/* SPDX-License-Identifier: GPL-2.0-only */
/* What connections with unsent or unread data wait for: in no list, but sock_diag(7) knows. */
#ifndef TCPSTATE_TOOLS_RECORDING_STALLED_H
#define TCPSTATE_TOOLS_RECORDING_STALLED_H

#include <stdio.h>

#include "tools/host/socket_info.h"
#include "tools/recording/index.h"

/* First word of the text within a recording, and of its records. */
#define WAITS_TEXT "tcpstate_waits"
#define WAITS_WAIT "wait"

/* One of them; listeners on all IPv6 addresses are among them, for who else they take. */
struct wait {
	struct socket_end local;
	struct socket_end remote;
	struct one_socket said;
};

/* In an order by which waits_find() finds them. */
struct waits {
	struct wait *wait;
	size_t count;
	size_t room;
};

/**
 * waits_write() - ask for those of this network namespace and print them
 * @out: where to
 *
 * Prints nothing at all if the kernel does not say, for want of tcp_diag.
 */
void waits_write(FILE *out);

/**
 * waits_read() - read them from a recording
 * @waits: overwritten
 * @recording: which holds WAITS_TEXT
 *
 * Ends the program with a message if it cannot be read.
 */
void waits_read(struct waits *waits, const struct recording *recording);

/**
 * waits_find() - what one waits for
 * @waits: all of them
 * @local: its end, no IPv4 address as IPv6
 * @remote: the other one
 *
 * Return: what the kernel said, NULL if it said nothing.
 */
const struct one_socket *waits_find(const struct waits *waits, const struct socket_end *local,
				    const struct socket_end *remote);

void waits_free(struct waits *waits);

#endif
