/* SPDX-License-Identifier: GPL-2.0-only */
/* What top shows on a full screen. */
#ifndef TCPSTATE_TOOLS_TOP_SCREEN_H
#define TCPSTATE_TOOLS_TOP_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/top/history.h"
#include "tools/top/sockets.h"
#include "tools/top/source.h"
#include "tools/top/view.h"

/* A line, whose characters may take several bytes. */
enum { TOP_SCREEN_LINE_MAX = 2048 };

/**
 * struct top_frame - all that a picture is made of
 * @history: the readings
 * @view: what of them is to be seen
 * @source: where they come from
 * @sockets: the list, as top_sockets_read() left it
 * @list_old: the list is of an earlier reading
 * @list_due_ns: until then, in CLOCK_MONOTONIC, it may be
 * @ended: no further reading will come
 * @colours: they are welcome
 * @ascii: other characters are not
 */
struct top_frame {
	struct top_history history;
	struct top_view view;
	struct top_source source;
	struct top_sockets sockets;
	bool list_old;
	uint64_t list_due_ns;
	bool ended;
	bool colours;
	bool ascii;
};

/* Draws the frame; the terminal gets what is different from the one before, at once. */
void top_screen_draw(const struct top_frame *frame);

/* Return: how many sockets there is room for; 0 if they are not shown. */
size_t top_screen_room(const struct top_frame *frame);

/**
 * top_screen_put() - one line
 * @row: of the screen
 * @attributes: of curses
 * @text: is cut where the screen ends
 */
void top_screen_put(int row, int attributes, const char *text);

/* What makes a line of trouble stand out. */
int top_screen_trouble(const struct top_frame *frame);

/* The parts, each from a row on: a head and a line each. */
void top_screen_states(const struct top_frame *frame, int row);
void top_screen_arcs(const struct top_frame *frame, int row, size_t count);
void top_screen_sockets(const struct top_frame *frame, int row);
void top_screen_help(int row);

#endif
