/* SPDX-License-Identifier: GPL-2.0-only */
/* What connections waited for when a recording was made. */
#ifndef TCPSTATE_TOOLS_RECORDING_STALLED_H
#define TCPSTATE_TOOLS_RECORDING_STALLED_H

#include <stdio.h>

#include "tools/host/stalled.h"
#include "tools/recording/index.h"

/* First word of the text within a recording, and of its records. */
#define STALLED_TEXT "tcpstate_waits"
#define STALLED_WAIT "wait"

/**
 * stalled_write() - print them as a text
 * @list: all of them
 * @out: where to
 */
void stalled_write(const struct stalled_list *list, FILE *out);

/**
 * stalled_read() - read them from a recording
 * @list: overwritten; in an order by which stalled_find() finds them
 * @recording: which holds STALLED_TEXT
 *
 * Ends the program with a message if it cannot be read.
 */
void stalled_read(struct stalled_list *list, const struct recording *recording);

/**
 * stalled_find() - what one waits for
 * @list: as stalled_read() made it
 * @local: its end, no IPv4 address as IPv6
 * @remote: the other one
 *
 * Return: what the kernel said, NULL if it said nothing.
 */
const struct socket_info *stalled_find(const struct stalled_list *list,
				       const struct socket_end *local,
				       const struct socket_end *remote);

#endif
