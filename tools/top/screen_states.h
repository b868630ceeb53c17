/* SPDX-License-Identifier: GPL-2.0-only */
/* Draws states and arcs with their rates and the history of these. */
#ifndef TCPSTATE_TOOLS_TOP_SCREEN_STATES_H
#define TCPSTATE_TOOLS_TOP_SCREEN_STATES_H

#include <stddef.h>

#include "tools/top/frame.h"

/* Draws a head and a line for each state, from @row on. */
void top_screen_states(const struct top_frame *frame, int row);

/* Draws a head and a line for each of the first @count arcs, from @row on. */
void top_screen_arcs(const struct top_frame *frame, int row, size_t count);

#endif
