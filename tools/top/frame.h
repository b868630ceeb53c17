/* SPDX-License-Identifier: GPL-2.0-only */
/* What top draws: readings, the user's view of them, and the list of sockets. */
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
 * struct top_frame - what one picture is drawn from
 * @history: the readings so far
 * @view: what the user chose to see
 * @source: where readings come from
 * @sockets: the list, filled by top_frame_read_sockets()
 * @newer_reading: there was a reading since the list was read
 * @next_list_ns: the list is not read again before this time of CLOCK_MONOTONIC
 * @ended: there are no more readings
 * @colours: use colours
 * @ascii: use ASCII characters only
 *
 * All 0 before the first reading, but for @view and @source.
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
 * @frame: its list is overwritten
 * @state: only sockets in this state, NULL for all
 * @limit: keep at most this many
 */
void top_frame_read_sockets(struct top_frame *frame, const char *state, size_t limit);

#endif
