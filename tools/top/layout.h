/* SPDX-License-Identifier: GPL-2.0-only */
/* Divides the rows of the screen among states, arcs and sockets. */
#ifndef TCPSTATE_TOOLS_TOP_LAYOUT_H
#define TCPSTATE_TOOLS_TOP_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "tools/top/frame.h"

/* Columns that a state and its numbers take. */
enum { TOP_COLUMNS_MIN = 53 };

/**
 * struct top_layout - where the parts below the states begin, and how many records they show
 * @gauges_row: the line of gauges
 * @arcs_row: the first line about arcs, if there are any
 * @arcs: how many arcs; 0 if they are not shown
 * @sockets_row: the first line about sockets, if there are any
 * @sockets: how many sockets; 0 if they are not shown
 */
struct top_layout {
	int gauges_row;
	int arcs_row;
	int arcs;
	int sockets_row;
	int sockets;
};

/* Return: how many rows the states need. */
int top_layout_rows_min(const struct top_frame *frame);

/* Return: true if the screen is too small for the states. */
bool top_layout_is_tiny(const struct top_frame *frame);

/* Return: the layout of a screen that is not tiny. */
struct top_layout top_layout_of(const struct top_frame *frame);

/* Return: how many sockets there is room for; 0 if they are not shown. */
size_t top_layout_sockets(const struct top_frame *frame);

#endif
