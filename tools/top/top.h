/* SPDX-License-Identifier: GPL-2.0-only */
/* Readings for top, on a screen or without one. */
#ifndef TCPSTATE_TOOLS_TOP_H
#define TCPSTATE_TOOLS_TOP_H

#include "tools/top/screen.h"

/* Goes on to the next reading. Return: false if there is none. */
bool top_read(struct top_frame *frame);

/**
 * top_read_sockets() - read the list of sockets, as the view wants it
 * @frame: gets it
 * @state: only those in this state, NULL for all
 * @limit: so many
 */
void top_read_sockets(struct top_frame *frame, const char *state, size_t limit);

#endif
