// SPDX-License-Identifier: GPL-2.0-only
/* Draws the sockets of the selected state, with the processes that hold them. */

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "tools/output/paragraph.h"
#include "tools/top/paint.h"
#include "tools/top/screen_sockets.h"

enum { GAP = 2 };

static const char * const names[] = { "age", "rxq", "txq", "local", "remote", "process" };

enum { COLUMNS_SHOWN = sizeof(names) / sizeof(names[0]) };

static void add_cell(char *line, const char *text, int width, bool right)
{
	size_t used = strlen(line);
	int missing = width - (int)text_width(text, strlen(text));

	snprintf(line + used, TOP_LINE_MAX - used, "%*s%s%*s", right ? missing : 0, "", text,
		 GAP + (right ? 0 : missing), "");
}

static void draw_table(const struct top_sockets *sockets, int row, size_t count)
{
	const struct socket_column *column[COLUMNS_SHOWN];
	int width[COLUMNS_SHOWN], wide;
	char line[TOP_LINE_MAX], text[TOP_CELL_MAX];
	const char *cell;
	size_t i, j;

	for (j = 0; j < COLUMNS_SHOWN; j++) {
		column[j] = socket_column_find(names[j], strlen(names[j]));
		width[j] = strlen(column[j]->title);
		for (i = 0; i < count; i++) {
			cell = top_sockets_cell(column[j], &sockets->socket[i]->item, text);
			wide = text_width(cell, strlen(cell));
			width[j] = wide > width[j] ? wide : width[j];
		}
	}
	for (*line = '\0', j = 0; j < COLUMNS_SHOWN; j++)
		add_cell(line, column[j]->title, width[j], column[j]->right);
	top_paint_line(row, A_BOLD, line);
	for (i = 0; i < count; i++) {
		for (*line = '\0', j = 0; j < COLUMNS_SHOWN; j++)
			add_cell(line, top_sockets_cell(column[j], &sockets->socket[i]->item, text),
				 width[j], column[j]->right);
		top_paint_line(row + 1 + i, A_NORMAL, line);
	}
}

static const char *order_of(const struct top_view *view, char *text, size_t size)
{
	if (!strcmp(view->sort->name, "age"))
		return view->reverse ? "the youngest first" : "the oldest first";
	snprintf(text, size, "by %s%s", view->sort->name, view->reverse ? ", reversed" : "");
	return text;
}

void top_screen_sockets(const struct top_frame *frame, int row, size_t count)
{
	const struct top_sockets *sockets = &frame->sockets;
	const struct top_view *view = &frame->view;
	const char *state = frame->history.state[view->selected].name;
	char line[TOP_LINE_MAX], order[64];

	if (!sockets->present) {
		top_paint_line(row, A_BOLD, "the recording has no list of sockets");
		return;
	}
	snprintf(line, sizeof(line), "%zu in %s of %s%s%s, %s", sockets->total, state,
		 sockets->scope, *view->filter_text ? " with " : "", view->filter_text,
		 order_of(view, order, sizeof(order)));
	top_paint_line(row, A_BOLD, line);
	draw_table(sockets, row + 1, sockets->count < count ? sockets->count : count);
}
