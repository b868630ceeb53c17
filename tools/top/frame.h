/* SPDX-License-Identifier: GPL-2.0-only */
/* All that a picture of top is made of: readings, what of them is to be seen, and sockets. */
#ifndef TCPSTATE_TOOLS_TOP_FRAME_H
#define TCPSTATE_TOOLS_TOP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/top/history.h"
#include "tools/top/sockets.h"
#include "tools/top/source.h"
#include "tools/top/view.h"

/**
 * struct top_frame - all 0 before the first reading, but for @view and @source
 * @history: the readings
 * @view: what of them is to be seen
 * @source: where they come from
 * @sockets: the list, as top_frame_read_sockets() left it
 * @newer_reading: a reading came after the list
 * @next_list_ns: the list is not read again before, in CLOCK_MONOTONIC
 * @ended: no further reading will come
 * @colours: they are welcome
 * @ascii: other characters are not
 */
struct top_frame {
	struct top_history history;
	struct top_view view;
	struct top_source source;
	struct top_sockets sockets;
	bool newer_reading;
	uint64_t next_list_ns;
	bool ended;
	bool colours;
	bool ascii;
};

/**
 * top_frame_read() - go on to the next reading
 * @frame: with its source open
 *
 * Return: false if there is none.
 */
bool top_frame_read(struct top_frame *frame);

/**
 * top_frame_read_sockets() - read the list of sockets, filtered and sorted as in the view
 * @frame: gets it
 * @state: only those in this state, NULL for all
 * @limit: so many
 */
void top_frame_read_sockets(struct top_frame *frame, const char *state, size_t limit);

#endif
