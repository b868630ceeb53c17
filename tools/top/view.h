/* SPDX-License-Identifier: GPL-2.0-only */
/* What the user of top has chosen to see. */
#ifndef TCPSTATE_TOOLS_TOP_VIEW_H
#define TCPSTATE_TOOLS_TOP_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/filter/filter.h"
#include "tools/output/socket_columns.h"
#include "tools/top/history.h"

enum { TOP_INPUT_MAX = 200 };

/* What the user is asked for at the bottom line. */
enum top_prompt { TOP_PROMPT_NONE, TOP_PROMPT_FILTER, TOP_PROMPT_INTERVAL };

/**
 * struct top_view - what is shown, and how
 * @selected: index of the selected state in struct top_history
 * @list: show the sockets of that state
 * @no_list: started with --no-sockets: never show them
 * @list_outdated: the user asked for another list than the one that was read
 * @order: how states are sorted
 * @graph: the number that bars beside a state show
 * @sort: the column that sockets are sorted by
 * @reverse: sort sockets in reverse order
 * @filter: show only sockets that match
 * @filter_text: the filter as it was typed
 * @interval_ns: time between two readings
 * @paused: take no readings
 * @steps: take this many readings at once, even if paused
 * @help: show the keys instead
 * @redraw: draw everything again, another program may have written on the terminal
 * @quit: end the program
 * @prompt: what the user is asked for
 * @input: what the user has typed so far
 * @message: one line for the bottom, until the next key
 */
struct top_view {
	size_t selected;
	bool list;
	bool no_list;
	bool list_outdated;
	enum top_order order;
	enum top_measure graph;
	const struct socket_column *sort;
	bool reverse;
	struct filter *filter;
	char filter_text[TOP_INPUT_MAX];
	uint64_t interval_ns;
	bool paused;
	unsigned int steps;
	bool help;
	bool redraw;
	bool quit;
	enum top_prompt prompt;
	char input[TOP_INPUT_MAX];
	char message[FILTER_ERROR_MAX];
};

/**
 * top_view_key() - handle a key
 * @view: the view, which the key changes
 * @history: the states on the screen
 * @key: as getch() of curses returns it
 */
void top_view_key(struct top_view *view, const struct top_history *history, int key);

#endif
