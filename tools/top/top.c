// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate top: states, arcs and sockets as they change. */

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/command.h"
#include "tools/failure.h"
#include "tools/options.h"
#include "tools/output/colour.h"
#include "tools/top/frame.h"
#include "tools/top/layout.h"
#include "tools/top/plain.h"
#include "tools/top/screen.h"
#include "tools/top/terminal.h"

#define SECOND_NS UINT64_C(1000000000)

/* A list is not read again for this many times as long: a million sockets must not fill a CPU. */
enum { IDLE_FACTOR = 9 };

/* A list that the user asked for is read at once, and so is one of a recording, which is cheap. */
static bool wants_list(const struct top_frame *frame)
{
	if (frame->view.list_outdated)
		return true;
	return frame->newer_reading &&
	       (frame->source.saved || top_terminal_now_ns() >= frame->next_list_ns);
}

static void read_shown_sockets(struct top_frame *frame)
{
	size_t room = top_layout_sockets(frame);
	uint64_t begin_ns, end_ns;

	if (!room || !wants_list(frame))
		return;
	begin_ns = top_terminal_now_ns();
	top_frame_read_sockets(frame, frame->history.state[frame->view.selected].name, room);
	end_ns = top_terminal_now_ns();
	frame->next_list_ns = end_ns + IDLE_FACTOR * (end_ns - begin_ns);
	frame->newer_reading = false;
	frame->view.list_outdated = false;
}

static void parse_filter(struct top_view *view, const struct options *options)
{
	char error[FILTER_ERROR_MAX];
	size_t i, used = 0;

	view->filter = filter_parse(options->words, options->word_count, error);
	if (!view->filter) {
		fprintf(stderr, "tcpstate: filter: %s\n", error);
		exit(EXIT_USAGE);
	}
	for (i = 0; i < options->word_count; i++) {
		used += snprintf(view->filter_text + used, sizeof(view->filter_text) - used, "%s%s",
				 i ? " " : "", options->words[i]);
		if (used >= sizeof(view->filter_text))
			usage_error("too long a filter at", options->words[i]);
	}
}

static void parse_sort(struct top_view *view, const char *name)
{
	view->reverse = *name == '-';
	name += view->reverse;
	view->sort = socket_column_find(name, strlen(name));
	if (!view->sort)
		usage_error("unknown column", name);
}

static void parse_options(struct top_view *view, const struct options *options)
{
	view->interval_ns = options->interval_ns ? options->interval_ns : SECOND_NS;
	view->no_list = options->no_sockets;
	if (options->no_sockets && (options->word_count || options->sort))
		usage_error("a filter or --sort needs the list of sockets: drop",
			    "--no-sockets");
	parse_filter(view, options);
	parse_sort(view, options->sort ? options->sort : "age");
	view->list = options->word_count || options->sort;
}

/* The next reading is due an interval after the last; one that was missed is not made up for. */
static uint64_t next_moment(uint64_t last_ns, uint64_t interval_ns)
{
	uint64_t now_ns = top_terminal_now_ns();

	return last_ns + interval_ns > now_ns ? last_ns + interval_ns : now_ns;
}

static void handle_keys(struct top_frame *frame)
{
	int key;

	while (!frame->view.quit && (key = top_terminal_key()) != ERR)
		top_view_key(&frame->view, &frame->history, key);
}

static void draw(struct top_frame *frame)
{
	top_history_order(&frame->history, frame->view.order);
	read_shown_sockets(frame);
	top_screen_draw(frame);
	frame->view.redraw = false;
}

static bool read_due(struct top_frame *frame, unsigned int readings)
{
	for (; readings; readings--)
		if (!top_frame_read(frame))
			return false;
	return true;
}

static void watch(struct top_frame *frame, uint64_t count)
{
	uint64_t last_ns = top_terminal_now_ns(), moment_ns, taken = 0;
	bool due;

	for (;;) {
		draw(frame);
		moment_ns = TOP_TERMINAL_FOREVER;
		if (!frame->view.paused && !frame->ended)
			moment_ns = next_moment(last_ns, frame->view.interval_ns);
		if (!top_terminal_wait(moment_ns))
			break;
		handle_keys(frame);
		if (frame->view.quit)
			break;
		due = !frame->view.paused && top_terminal_now_ns() >= moment_ns;
		if (due || frame->view.steps)
			last_ns = due ? moment_ns : top_terminal_now_ns();
		if (due && count && taken++ == count)
			break;
		if (!read_due(frame, due + frame->view.steps))
			frame->ended = true;
		frame->view.steps = 0;
	}
}

static int watch_screen(struct top_frame *frame, const struct options *options)
{
	frame->ascii = top_terminal_is_ascii();
	frame->colours = colour_wanted();
	top_terminal_open();
	watch(frame, options->count);
	top_terminal_close();
	top_terminal_reraise();
	return EXIT_SUCCESS;
}

int top_main(const struct options *options)
{
	static struct top_frame frame;
	bool full_screen;
	int status;

	parse_options(&frame.view, options);
	full_screen = top_terminal_usable();
	top_source_open(&frame.source, options->input);
	top_frame_read(&frame);
	if (full_screen)
		status = watch_screen(&frame, options);
	else
		status = top_plain(&frame, options);
	filter_free(frame.view.filter);
	top_sockets_free(&frame.sockets);
	top_history_free(&frame.history);
	top_source_close(&frame.source);
	return status;
}
