/* SPDX-License-Identifier: GPL-2.0-only */
/* Draws the sockets of the selected state, with the processes that hold them. */
#ifndef TCPSTATE_TOOLS_TOP_SCREEN_SOCKETS_H
#define TCPSTATE_TOOLS_TOP_SCREEN_SOCKETS_H

#include <stddef.h>

#include "tools/top/frame.h"

/* Draws a title, a head, and a line for each of the first @count sockets, from @row on. */
void top_screen_sockets(const struct top_frame *frame, int row, size_t count);

#endif
