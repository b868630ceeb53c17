// SPDX-License-Identifier: GPL-2.0-only
/* Handles the keys of top. */

#include <curses.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/top/view.h"

enum { ESCAPE = 27, CTRL_L = 12, CTRL_U = 21, CTRL_H = 8, DELETE = 127 };

/* Limits of an interval that is typed in; the command line takes shorter ones. */
static const double shortest_s = 0.1, longest_s = 31536000;

static const struct socket_column *sort_by(const char *name)
{
	return socket_column_find(name, strlen(name));
}

/* The columns that the key S goes through. */
static const struct socket_column *next_sort(const struct socket_column *column)
{
	static const char * const names[] = { "age", "rxq", "txq", "local", "remote", "process" };
	size_t i, count = sizeof(names) / sizeof(names[0]);

	for (i = 0; i < count; i++)
		if (!strcmp(names[i], column->name))
			return sort_by(names[(i + 1) % count]);
	return sort_by(names[0]);
}

static void select_by(struct top_view *view, const struct top_history *history, int step)
{
	size_t place;

	for (place = 0; place < history->states; place++)
		if (history->order[place] == view->selected)
			break;
	if ((step < 0 && !place) || (step > 0 && place + 1 >= history->states))
		return;
	view->selected = history->order[place + step];
	view->list_outdated = true;
}

static void select_place(struct top_view *view, const struct top_history *history, size_t place)
{
	if (place >= history->states)
		return;
	view->selected = history->order[place];
	view->list_outdated = true;
}

static void toggle_list(struct top_view *view)
{
	if (view->no_list) {
		snprintf(view->message, sizeof(view->message),
			 "the list of sockets is not read: start top without --no-sockets");
		return;
	}
	view->list = !view->list;
	view->list_outdated = true;
}

static void ask(struct top_view *view, enum top_prompt prompt, const char *begin)
{
	view->prompt = prompt;
	snprintf(view->input, sizeof(view->input), "%s", begin);
}

static void use_filter(struct top_view *view)
{
	char *words[] = { view->input };
	struct filter *filter = filter_parse(words, *view->input ? 1 : 0, view->message);

	/* filter_parse() wrote the message; the input stays, so that it can be corrected. */
	if (!filter)
		return;
	filter_free(view->filter);
	view->filter = filter;
	memcpy(view->filter_text, view->input, sizeof(view->filter_text));
	view->prompt = TOP_PROMPT_NONE;
	view->list_outdated = true;
	if (*view->filter_text && !view->list)
		toggle_list(view);
}

static void use_interval(struct top_view *view)
{
	char *end;
	double seconds = strtod(view->input, &end);

	if (!strspn(view->input, "0123456789.") || *end || !(seconds >= shortest_s) ||
	    !(seconds <= longest_s)) {
		snprintf(view->message, sizeof(view->message),
			 "'%s' is an invalid number of seconds: use at least %g", view->input, shortest_s);
		return;
	}
	view->interval_ns = llround(seconds * 1e9);
	view->prompt = TOP_PROMPT_NONE;
}

static void edit(struct top_view *view, int key)
{
	size_t length = strlen(view->input);

	*view->message = '\0';
	switch (key) {
	case ESCAPE:
		view->prompt = TOP_PROMPT_NONE;
		break;
	case '\n':
	case '\r':
	case KEY_ENTER:
		if (view->prompt == TOP_PROMPT_FILTER)
			use_filter(view);
		else
			use_interval(view);
		break;
	case KEY_BACKSPACE:
	case CTRL_H:
	case DELETE:
		if (length)
			view->input[length - 1] = '\0';
		break;
	case CTRL_U:
		*view->input = '\0';
		break;
	default:
		if (key < ' ' || key > '~' || length + 1 == sizeof(view->input))
			break;
		view->input[length] = key;
		view->input[length + 1] = '\0';
	}
}

static void ask_interval(struct top_view *view)
{
	char seconds[32];

	snprintf(seconds, sizeof(seconds), "%g", view->interval_ns / 1e9);
	ask(view, TOP_PROMPT_INTERVAL, seconds);
}

/* Return: true if it is a key of the states. */
static bool handle_state_key(struct top_view *view, const struct top_history *history, int key)
{
	switch (key) {
	case KEY_UP:
	case 'k':
		select_by(view, history, -1);
		return true;
	case KEY_DOWN:
	case 'j':
		select_by(view, history, 1);
		return true;
	case 's':
		view->order = (view->order + 1) % TOP_ORDERS;
		return true;
	case 'g':
		view->graph = (view->graph + 1) % TOP_MEASURES;
		return true;
	default:
		if (key < '0' || key > '9')
			return false;
		select_place(view, history, (key - '0' + 9) % 10);
		return true;
	}
}

/* Return: true if it is a key of the list of sockets. */
static bool handle_list_key(struct top_view *view, int key)
{
	switch (key) {
	case '\n':
	case '\r':
	case KEY_ENTER:
		toggle_list(view);
		return true;
	case ESCAPE:
		view->list = false;
		return true;
	case 'S':
		view->sort = next_sort(view->sort);
		view->list_outdated = true;
		return true;
	case 'R':
		view->reverse = !view->reverse;
		view->list_outdated = true;
		return true;
	case '/':
		ask(view, TOP_PROMPT_FILTER, view->filter_text);
		return true;
	default:
		return false;
	}
}

static void handle_other_key(struct top_view *view, int key)
{
	switch (key) {
	case 'q':
		view->quit = true;
		break;
	case '?':
	case 'h':
	case KEY_F(1):
		view->help = true;
		break;
	case 'i':
		ask_interval(view);
		break;
	case ' ':
	case 'p':
		view->paused = !view->paused;
		break;
	case '.':
		view->steps++;
		break;
	case CTRL_L:
		view->redraw = true;
		break;
	}
}

void top_view_key(struct top_view *view, const struct top_history *history, int key)
{
	/* A screen of another size has room for more sockets, or fewer. */
	if (key == KEY_RESIZE) {
		view->list_outdated = true;
		return;
	}
	if (view->prompt != TOP_PROMPT_NONE) {
		edit(view, key);
		return;
	}
	*view->message = '\0';
	/* Any key leaves the help; q does not quit here. */
	if (view->help) {
		view->help = false;
		return;
	}
	if (!handle_state_key(view, history, key) && !handle_list_key(view, key))
		handle_other_key(view, key);
}
