// SPDX-License-Identifier: GPL-2.0-only
/* The diagram in characters, laid out by hand for 80 columns. */

#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/health.h"
#include "tools/diagram/grid.h"
#include "tools/diagram/model.h"
#include "tools/states/table.h"

/* Columns of the left borders of boxes. */
enum { LEFT = 11, MIDDLE = 33, RIGHT = 55, BOX_WIDTH = 15, BOX_HEIGHT = 4 };

static const struct {
	unsigned int state;
	int x;
	int y;
} places[] = {
	{ TCP_LISTEN, LEFT, 4 }, { TCP_SYN_SENT, RIGHT, 4 }, { TCP_SYN_RECV, LEFT, 10 },
	{ TCP_ESTABLISHED, MIDDLE, 16 }, { TCP_FIN_WAIT1, LEFT, 22 }, { TCP_CLOSE_WAIT, RIGHT, 22 },
	{ TCP_CLOSING, MIDDLE, 25 }, { TCP_FIN_WAIT2, LEFT, 31 }, { TCP_TIME_WAIT, MIDDLE, 31 },
	{ TCP_LAST_ACK, RIGHT, 31 },
};

enum { CORNERS = 4 };

/*
 * A line goes through up to four corners; x 0 ends it early. Its label is count and median side
 * by side, or one above the other if median_y is given.
 */
static const struct {
	unsigned int from;
	unsigned int to;
	struct { signed char x, y; } corner[CORNERS];
	char head;
	bool right;
	signed char label_x, label_y, median_y;
} lines[] = {
	{ TCP_CLOSE, TCP_LISTEN, { { 33, 1 }, { 18, 1 }, { 18, 4 } },
	  'v', false, 20, 2, 0 },
	{ TCP_CLOSE, TCP_SYN_SENT, { { 47, 1 }, { 62, 1 }, { 62, 4 } },
	  'v', true, 60, 2, 0 },
	{ TCP_LISTEN, TCP_SYN_RECV, { { 18, 7 }, { 18, 10 } },
	  'v', false, 20, 8, 0 },
	{ TCP_SYN_SENT, TCP_SYN_RECV, { { 55, 5 }, { 31, 5 }, { 31, 11 }, { 26, 11 } },
	  '<', true, 52, 6, 0 },
	{ TCP_SYN_SENT, TCP_ESTABLISHED, { { 60, 7 }, { 60, 17 }, { 48, 17 } },
	  '<', true, 58, 9, 0 },
	{ TCP_SYN_RECV, TCP_ESTABLISHED, { { 22, 13 }, { 22, 17 }, { 32, 17 } },
	  '>', false, 24, 15, 0 },
	{ TCP_SYN_RECV, TCP_FIN_WAIT1, { { 14, 13 }, { 14, 22 } },
	  'v', true, 12, 17, 0 },
	{ TCP_SYN_RECV, TCP_CLOSE_WAIT, { { 25, 12 }, { 67, 12 }, { 67, 22 } },
	  'v', false, 36, 13, 0 },
	{ TCP_ESTABLISHED, TCP_FIN_WAIT1, { { 33, 18 }, { 22, 18 }, { 22, 22 } },
	  'v', false, 24, 20, 0 },
	{ TCP_ESTABLISHED, TCP_CLOSE_WAIT, { { 47, 18 }, { 60, 18 }, { 60, 22 } },
	  'v', true, 58, 20, 0 },
	{ TCP_FIN_WAIT1, TCP_FIN_WAIT2, { { 14, 25 }, { 14, 31 } },
	  'v', true, 12, 28, 0 },
	{ TCP_FIN_WAIT1, TCP_CLOSING, { { 22, 25 }, { 22, 27 }, { 32, 27 } },
	  '>', false, 19, 28, 0 },
	{ TCP_CLOSE_WAIT, TCP_LAST_ACK, { { 62, 25 }, { 62, 31 } },
	  'v', false, 64, 28, 0 },
	{ TCP_CLOSING, TCP_TIME_WAIT, { { 40, 28 }, { 40, 31 } },
	  'v', false, 42, 29, 0 },
	{ TCP_FIN_WAIT2, TCP_TIME_WAIT, { { 25, 32 }, { 32, 32 } },
	  '>', true, 31, 31, 33 },
	{ TCP_TIME_WAIT, TCP_CLOSE, { { 40, 34 }, { 40, 37 } },
	  'v', false, 42, 35, 0 },
	{ TCP_LAST_ACK, TCP_CLOSE, { { 62, 34 }, { 62, 38 }, { 48, 38 } },
	  '<', false, 64, 36, 0 },
	{ TCP_LISTEN, TCP_CLOSE, { { 11, 5 }, { 6, 5 } },
	  '<', true, 9, 6, 7 },
	{ TCP_SYN_SENT, TCP_CLOSE, { { 69, 5 }, { 74, 5 } },
	  '>', false, 71, 6, 7 },
	{ TCP_SYN_RECV, TCP_CLOSE, { { 11, 11 }, { 6, 11 } },
	  '<', true, 9, 12, 13 },
	{ TCP_ESTABLISHED, TCP_CLOSE, { { 40, 19 }, { 40, 22 } },
	  'v', false, 42, 21, 0 },
	{ TCP_FIN_WAIT1, TCP_CLOSE, { { 11, 23 }, { 6, 23 } },
	  '<', true, 9, 24, 25 },
	{ TCP_CLOSE_WAIT, TCP_CLOSE, { { 69, 23 }, { 74, 23 } },
	  '>', false, 71, 24, 25 },
	{ TCP_CLOSING, TCP_CLOSE, { { 47, 26 }, { 50, 26 } },
	  '>', false, 49, 27, 0 },
	{ TCP_FIN_WAIT2, TCP_CLOSE, { { 11, 32 }, { 6, 32 } },
	  '<', true, 9, 33, 34 },
};

enum { LINES = sizeof(lines) / sizeof(lines[0]), PLACES = sizeof(places) / sizeof(places[0]) };

static bool ends_at_word(size_t i)
{
	return lines[i].to == TCP_CLOSE && lines[i].from != TCP_TIME_WAIT &&
	       lines[i].from != TCP_LAST_ACK;
}

static void draw_word_at_end(struct grid *grid, int x, int y, char head)
{
	if (head == 'v')
		grid_words(grid, x - 2, y + 1, "CLOSE", false, GRID_SOFT);
	else
		grid_words(grid, head == '<' ? x - 1 : x + 1, y, "CLOSE", head == '<', GRID_SOFT);
}

static void draw_line(struct grid *grid, const struct diagram *diagram, size_t i)
{
	const struct diagram_arc *arc = diagram_arc_between(diagram, lines[i].from, lines[i].to);
	enum grid_colour colour = arc->count.value ? GRID_PLAIN : GRID_SOFT;
	size_t corner;

	for (corner = 1; corner < CORNERS && lines[i].corner[corner].x; corner++)
		grid_line(grid, lines[i].corner[corner - 1].x, lines[i].corner[corner - 1].y,
			  lines[i].corner[corner].x, lines[i].corner[corner].y, colour);
	corner--;
	grid_head(grid, lines[i].corner[corner].x, lines[i].corner[corner].y, lines[i].head);
	if (ends_at_word(i))
		draw_word_at_end(grid, lines[i].corner[corner].x, lines[i].corner[corner].y,
				 lines[i].head);
}

static void draw_label(struct grid *grid, const struct diagram *diagram, size_t i)
{
	const struct diagram_arc *arc = diagram_arc_between(diagram, lines[i].from, lines[i].to);
	char count[DIAGRAM_NUMBER_MAX], median[DIAGRAM_SPAN_MAX];
	char label[DIAGRAM_NUMBER_MAX + DIAGRAM_SPAN_MAX + 1];
	enum grid_colour colour = arc->count.value ? GRID_PLAIN : GRID_SOFT;

	diagram_number(arc->count, count);
	diagram_span(arc->median_ns, median);
	if (lines[i].median_y) {
		grid_words(grid, lines[i].label_x, lines[i].label_y, count, lines[i].right, colour);
		grid_words(grid, lines[i].label_x, lines[i].median_y, median, lines[i].right,
			   colour);
		return;
	}
	snprintf(label, sizeof(label), "%s%s%s", count, *median ? " " : "", median);
	grid_words(grid, lines[i].label_x, lines[i].label_y, label, lines[i].right, colour);
}

static enum grid_colour colour_of(const struct diagram *diagram, const struct state_row *row)
{
	if (!row || !row->now.value)
		return GRID_PLAIN;
	switch (state_health(diagram->summary, row)) {
	case HEALTH_TOO_OLD:
		return GRID_ALARM;
	case HEALTH_PERSISTENT:
		return GRID_GOOD;
	default:
		return GRID_PLAIN;
	}
}

static void draw_box(struct grid *grid, const struct diagram *diagram, size_t i)
{
	const struct state_row *row = diagram_state(diagram, places[i].state);
	char now[DIAGRAM_NUMBER_MAX], age[DIAGRAM_SPAN_MAX];
	enum grid_colour colour = colour_of(diagram, row);

	grid_box(grid, places[i].x, places[i].y, BOX_WIDTH, BOX_HEIGHT, GRID_PLAIN);
	grid_words(grid, places[i].x + 2, places[i].y + 1, tcp_state_name(places[i].state), false,
		   colour);
	if (!row)
		return;
	grid_words(grid, places[i].x + 2, places[i].y + 2, diagram_number(row->now, now), false,
		   colour);
	diagram_span(state_mean_age_ns(diagram->summary, row), age);
	if (strlen(now) + strlen(age) > BOX_WIDTH - 5)
		age[strspn(age, "0123456789.") + 1] = '\0';
	grid_words(grid, places[i].x + BOX_WIDTH - 3, places[i].y + 2, age, true, GRID_SOFT);
}

static void print_unexpected(const struct diagram *diagram, FILE *out, bool colour)
{
	char count[DIAGRAM_NUMBER_MAX];
	const struct diagram_arc *arc;

	for (arc = diagram->arcs; arc < diagram->arcs + diagram->arc_count; arc++)
		if (arc->unexpected)
			fprintf(out, "%sunexpected: %s -> %s, %s%s\n", colour ? "\033[1;31m" : "",
				arc->from, arc->to, diagram_number(arc->count, count),
				colour ? "\033[0m" : "");
}

void diagram_text(const struct diagram *diagram, FILE *out, bool ascii, bool colour)
{
	struct grid grid = { 0 };
	size_t i;

	grid_box(&grid, MIDDLE, 0, BOX_WIDTH, 3, GRID_PLAIN);
	grid_box(&grid, MIDDLE, 37, BOX_WIDTH, 3, GRID_PLAIN);
	grid_words(&grid, MIDDLE + 5, 1, "CLOSE", false, GRID_PLAIN);
	grid_words(&grid, MIDDLE + 5, 38, "CLOSE", false, GRID_PLAIN);
	for (i = 0; i < PLACES; i++)
		draw_box(&grid, diagram, i);
	for (i = 0; i < LINES; i++)
		draw_line(&grid, diagram, i);
	for (i = 0; i < LINES; i++)
		draw_label(&grid, diagram, i);
	fprintf(out, "TCP sockets of %s: how many now and their mean age;\n"
		     "transitions: how often, and the median time in the state before\n\n",
		strcmp(diagram->summary->scope, TCPSTATE_SCOPE_HOST) ? diagram->summary->scope :
								       "this host, all namespaces");
	grid_print(&grid, out, ascii, colour);
	print_unexpected(diagram, out, colour);
}
