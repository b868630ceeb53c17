/* SPDX-License-Identifier: GPL-2.0-only */
/* What somebody at the keyboard of top has chosen to see. */
#ifndef TCPSTATE_TOOLS_TOP_VIEW_H
#define TCPSTATE_TOOLS_TOP_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/filter/filter.h"
#include "tools/output/socket_columns.h"
#include "tools/top/history.h"

enum { TOP_INPUT_MAX = 200 };

/* What the line at the bottom asks for. */
enum top_prompt { TOP_PROMPT_NONE, TOP_PROMPT_FILTER, TOP_PROMPT_INTERVAL };

/**
 * struct top_view - what is shown, and how
 * @selected: index of a state in struct top_history
 * @list: the sockets of that state are shown
 * @no_list: they may not be
 * @list_outdated: the list that was read is not the one that is asked for
 * @order: of the states
 * @graph: what the bars beside a state are of
 * @sort: of the sockets
 * @reverse: likewise
 * @filter: of the sockets
 * @filter_text: as it was written
 * @interval_ns: between two readings
 * @paused: no readings
 * @steps: so many readings at once, paused or not
 * @help: the keys are shown instead
 * @redraw: what another program wrote on the terminal has to go
 * @quit: enough
 * @prompt: what is asked for
 * @input: what has been typed so far
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
 * top_view_key() - do what a key stands for
 * @view: the view
 * @history: what is seen
 * @key: as getch() of curses returns it
 */
void top_view_key(struct top_view *view, const struct top_history *history, int key);

/**
 * top_view_next_sort() - the column after one, of those that a key goes round
 * @column: the column
 *
 * Return: the next one.
 */
const struct socket_column *top_view_next_sort(const struct socket_column *column);

#endif
