// SPDX-License-Identifier: GPL-2.0-only
/* Divides the rows of the screen among states, arcs and sockets. */

#include <curses.h>

#include "tools/top/layout.h"

/* Title, head of the states, gauges, and the line at the bottom. */
enum { ROWS_BESIDE_STATES = 4 };

/* A blank line and the head of the list; sockets also have a line that names them. */
enum { ROWS_BESIDE_ARCS = 2, ROWS_BESIDE_SOCKETS = 3 };

/* With fewer rows than that below the states, sockets get them all. */
enum { ROWS_FOR_BOTH = 18 };

int top_layout_rows_min(const struct top_frame *frame)
{
	return ROWS_BESIDE_STATES + (int)frame->history.states;
}

bool top_layout_is_tiny(const struct top_frame *frame)
{
	return COLS < TOP_COLUMNS_MIN || LINES < top_layout_rows_min(frame);
}

/* Return: how many rows arcs take with their head. If sockets are shown, these get two thirds. */
static int rows_for_arcs(const struct top_frame *frame, int rows)
{
	int most = (int)frame->history.arcs + ROWS_BESIDE_ARCS;

	if (frame->view.list)
		rows = rows >= ROWS_FOR_BOTH ? rows / 3 : 0;
	if (rows > most)
		rows = most;
	return rows > ROWS_BESIDE_ARCS ? rows : 0;
}

struct top_layout top_layout_of(const struct top_frame *frame)
{
	int rows = LINES - top_layout_rows_min(frame), arcs = rows_for_arcs(frame, rows);
	int blank = LINES - 1 - rows;
	struct top_layout layout = { .gauges_row = blank - 1 };

	if (arcs) {
		layout.arcs_row = blank + 1;
		layout.arcs = arcs - ROWS_BESIDE_ARCS;
	}
	if (frame->view.list && rows - arcs > ROWS_BESIDE_SOCKETS) {
		layout.sockets_row = blank + arcs + 1;
		layout.sockets = rows - arcs - ROWS_BESIDE_SOCKETS;
	}
	return layout;
}

size_t top_layout_sockets(const struct top_frame *frame)
{
	return top_layout_is_tiny(frame) ? 0 : top_layout_of(frame).sockets;
}
