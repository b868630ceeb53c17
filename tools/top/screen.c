// SPDX-License-Identifier: GPL-2.0-only
/* Draws a picture of top: the lines at the top and bottom here, the parts between in screen_*.c. */

#include <curses.h>
#include <inttypes.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/top/layout.h"
#include "tools/top/paint.h"
#include "tools/top/screen.h"
#include "tools/top/screen_help.h"
#include "tools/top/screen_sockets.h"
#include "tools/top/screen_states.h"

static const char *scope_of(const struct top_frame *frame)
{
	const char *scope = frame->history.summary.scope;

	return strcmp(scope, TCPSTATE_SCOPE_HOST) ? scope : "this host, all namespaces";
}

static const char *lack_of(const struct top_frame *frame)
{
	return frame->source.without_module ? ", without the module" : "";
}

static const char *pace_of(const struct top_frame *frame, char *text, size_t size)
{
	if (frame->ended)
		return "the end";
	if (frame->view.paused)
		return "paused";
	snprintf(text, size, "every %gs", frame->view.interval_ns / 1e9);
	return text;
}

/* The time of day, without the date. */
static const char *when_of(const struct top_frame *frame)
{
	const char *blank = strchr(frame->source.when, ' ');

	return blank ? blank + 1 : frame->source.when;
}

static void draw_title(const struct top_frame *frame)
{
	char text[TOP_LINE_MAX], right[128], pace[64];
	int length;

	snprintf(right, sizeof(right), "  %s  %s", pace_of(frame, pace, sizeof(pace)),
		 when_of(frame));
	length = snprintf(text, sizeof(text), "TCP sockets of %s%s", scope_of(frame),
			  lack_of(frame));
	if (length > COLS - (int)strlen(right))
		length = COLS > (int)strlen(right) ? COLS - (int)strlen(right) : 0;
	snprintf(text + length, sizeof(text) - length, "%*s", COLS - length, right);
	top_paint_line(0, A_BOLD, text);
}

static size_t add_row(char *text, size_t used, const struct named_row *row)
{
	char number[24] = TCPSTATE_NOT_KNOWN;

	if (row->value.known)
		snprintf(number, sizeof(number), "%" PRIu64, row->value.value);
	used += snprintf(text + used, TOP_LINE_MAX - used, "%s%s %s", used ? ", " : "",
			 row->name, number);
	return used < TOP_LINE_MAX ? used : TOP_LINE_MAX - 1;
}

/* Counters of errors come first, since the line may be cut. */
static void draw_gauges(const struct top_frame *frame, int row)
{
	const struct summary *summary = &frame->history.summary;
	char text[TOP_LINE_MAX] = "";
	size_t used = 0, trouble, i;

	for (i = 0; i < summary->counters; i++)
		if (strcmp(summary->counter[i].name, TCPSTATE_COUNTER_SELF_LOOPS) != 0 &&
		    summary->counter[i].value.known && summary->counter[i].value.value)
			used = add_row(text, used, &summary->counter[i]);
	trouble = used;
	for (i = 0; i < summary->gauges; i++)
		used = add_row(text, used, &summary->gauge[i]);
	top_paint_line(row, A_NORMAL, text);
	text[trouble] = '\0';
	top_paint_line(row, top_paint_trouble(frame->colours), text);
}

static void draw_prompt(const struct top_view *view)
{
	const char *label = view->prompt == TOP_PROMPT_FILTER ? "filter: " : "seconds: ";
	const char *input = view->input;
	char text[TOP_LINE_MAX];
	int room = COLS - (int)strlen(label) - 1, length = strlen(input);

	/* Show the end of a long input, where the cursor is. */
	if (length > room)
		input += length - room;
	snprintf(text, sizeof(text), "%s%s", label, input);
	/* An error message replaces the line above the input. */
	if (*view->message) {
		move(LINES - 2, 0);
		clrtoeol();
		top_paint_line(LINES - 2, A_BOLD, view->message);
	}
	top_paint_line(LINES - 1, A_NORMAL, text);
	move(LINES - 1, strlen(text));
}

static void draw_bottom(const struct top_view *view)
{
	static const char keys[] =
		"? help  q quit  up, down state  enter its sockets  / filter  space pause";
	static const char keys_without_list[] =
		"? help  q quit  up, down state  s sort  g graph  i interval  space pause";

	if (view->prompt != TOP_PROMPT_NONE)
		draw_prompt(view);
	else if (*view->message)
		top_paint_line(LINES - 1, A_BOLD, view->message);
	else
		top_paint_line(LINES - 1, A_DIM, view->no_list ? keys_without_list : keys);
}

static void draw_tiny(const struct top_frame *frame)
{
	char text[64];

	snprintf(text, sizeof(text), "%dx%d is too small", COLS, LINES);
	top_paint_line(0, A_NORMAL, text);
	snprintf(text, sizeof(text), "%dx%d will do", TOP_COLUMNS_MIN, top_layout_rows_min(frame));
	top_paint_line(1, A_NORMAL, text);
	top_paint_line(2, A_NORMAL, "q quits");
}

static void draw_parts(const struct top_frame *frame)
{
	struct top_layout layout = top_layout_of(frame);

	draw_title(frame);
	top_screen_states(frame, 1);
	draw_gauges(frame, layout.gauges_row);
	if (layout.arcs)
		top_screen_arcs(frame, layout.arcs_row, layout.arcs);
	if (layout.sockets)
		top_screen_sockets(frame, layout.sockets_row, layout.sockets);
	draw_bottom(&frame->view);
}

void top_screen_draw(const struct top_frame *frame)
{
	erase();
	curs_set(frame->view.prompt != TOP_PROMPT_NONE && !top_layout_is_tiny(frame));
	if (top_layout_is_tiny(frame))
		draw_tiny(frame);
	else if (frame->view.help)
		top_screen_help(0);
	else
		draw_parts(frame);
	if (frame->view.redraw)
		clearok(curscr, TRUE);
	wnoutrefresh(stdscr);
	doupdate();
}
