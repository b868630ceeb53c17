// SPDX-License-Identifier: GPL-2.0-only
/* Draws states and arcs with their rates and the history of these. */

#include <curses.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/output/duration.h"
#include "tools/output/paragraph.h"
#include "tools/top/format.h"
#include "tools/top/paint.h"
#include "tools/top/screen_states.h"
#include "tools/top/terminal.h"

/* Columns left of the bars, the same in both tables. */
enum { NUMBERS_WIDTH = 55 };

static const char * const measures[TOP_MEASURES] = {
	[TOP_NOW] = "NOW", [TOP_ENTERED] = "ENTERED/S", [TOP_LEFT] = "LEFT/S",
};

static size_t bars(void)
{
	int width = COLS - NUMBERS_WIDTH;

	return width < 0 ? 0 : width < TOP_HISTORY_MAX ? width : TOP_HISTORY_MAX;
}

/* The head of the bars, shortened if there is no room. */
static const char *bars_head(const char *measure, char *text, size_t size)
{
	snprintf(text, size, "%s, LAST %zu", measure, bars());
	if (strlen(text) > bars())
		snprintf(text, size, "%.*s", (int)bars(), measure);
	return text;
}

/* Marks the column that the states are sorted by. */
static void draw_states_head(const struct top_frame *frame, int row)
{
	static const char * const heads[TOP_ORDERS] = {
		[TOP_ORDER_TEXT] = "STATE", [TOP_ORDER_NOW] = "NOW",
		[TOP_ORDER_AGE] = "MEAN AGE", [TOP_ORDER_ENTERED] = "ENTERED/S",
		[TOP_ORDER_LEFT] = "LEFT/S",
	};
	char head[TOP_ORDERS][16], line[TOP_LINE_MAX], text[64];
	int i;

	for (i = 0; i < TOP_ORDERS; i++)
		snprintf(head[i], sizeof(head[i]), "%s%s",
			 i != TOP_ORDER_TEXT && i == (int)frame->view.order ? ">" : "", heads[i]);
	snprintf(line, sizeof(line), "%-12s%10s%10s%11s%10s  %s", head[TOP_ORDER_TEXT],
		 head[TOP_ORDER_NOW], head[TOP_ORDER_AGE], head[TOP_ORDER_ENTERED],
		 head[TOP_ORDER_LEFT],
		 bars_head(measures[frame->view.graph], text, sizeof(text)));
	top_paint_line(row, A_BOLD, line);
}

static int attributes_of(const struct top_frame *frame, const struct top_state *state)
{
	if (!state->now.value)
		return A_NORMAL;
	if (state->health == HEALTH_TOO_OLD)
		return top_paint_trouble(frame->colours);
	if (state->health == HEALTH_PERSISTENT && frame->colours)
		return COLOR_PAIR(TOP_TERMINAL_CYAN);
	return A_NORMAL;
}

/* The width for printf(), which counts bytes: "µ" is two bytes but one column wide. */
static int padded(const char *text, int width)
{
	size_t bytes = strlen(text);

	return width + (int)(bytes - text_width(text, bytes));
}

static void draw_state(const struct top_frame *frame, int row, size_t index)
{
	const struct top_state *state = &frame->history.state[index];
	char now[TOP_NUMBER_MAX], entered[TOP_NUMBER_MAX], left[TOP_NUMBER_MAX];
	char line[TOP_LINE_MAX], spark[TOP_SPARK_MAX];
	char age[DURATION_MAX] = TCPSTATE_NOT_KNOWN;
	int attributes = attributes_of(frame, state);

	if (state->mean_age_ns.known)
		duration_format(state->mean_age_ns.value, age);
	snprintf(line, sizeof(line), "%-12.12s%10s%*s%11s%10s  %s", state->name,
		 top_count(state->now, now), padded(age, 10), age,
		 top_rate(top_series_at(&state->series[TOP_ENTERED], 0), entered),
		 top_rate(top_series_at(&state->series[TOP_LEFT], 0), left),
		 top_spark(&state->series[frame->view.graph], bars(), frame->ascii, spark));
	if (index == frame->view.selected)
		attributes |= A_REVERSE;
	top_paint_line(row, attributes, line);
}

void top_screen_states(const struct top_frame *frame, int row)
{
	size_t i;

	draw_states_head(frame, row);
	for (i = 0; i < frame->history.states; i++)
		draw_state(frame, row + 1 + i, frame->history.order[i]);
}

void top_screen_arcs(const struct top_frame *frame, int row, size_t count)
{
	char line[TOP_LINE_MAX], spark[TOP_SPARK_MAX], rate[TOP_NUMBER_MAX];
	char times[TOP_NUMBER_MAX], text[64];
	const struct top_arc *arc;
	int attributes;
	size_t i;

	snprintf(line, sizeof(line), "%-12s -> %-12s%11s%14s  %s", "FROM", "TO", "COUNT/S", "COUNT",
		 bars_head("COUNT/S", text, sizeof(text)));
	top_paint_line(row, A_BOLD, line);
	for (i = 0; i < count && i < frame->history.arcs; i++) {
		arc = &frame->history.arc[i];
		snprintf(line, sizeof(line), "%-12.12s -> %-12.12s%11s%14s  %s", arc->from, arc->to,
			 top_rate(top_series_at(&arc->rate, 0), rate), top_count(arc->count, times),
			 top_spark(&arc->rate, bars(), frame->ascii, spark));
		attributes = A_NORMAL;
		if (arc->unexpected)
			attributes = top_paint_trouble(frame->colours);
		top_paint_line(row + 1 + i, attributes, line);
	}
}
