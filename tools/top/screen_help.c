// SPDX-License-Identifier: GPL-2.0-only
/* Draws the list of keys. */

#include <curses.h>
#include <stdio.h>

#include "tools/top/paint.h"
#include "tools/top/screen_help.h"

/* No longer and no wider than the states, so that it fits where they do. */
static const struct {
	const char *keys;
	const char *purpose;
} keys[] = {
	{ "up down, 1 to 9, 0", "choose a state" },
	{ "enter", "show or hide its sockets and their processes" },
	{ "/", "only sockets as in 'dst 192.0.2.0/24 and age > 5m'" },
	{ "S, R", "sort the sockets by the next column, reverse" },
	{ "s", "sort the states by the next column" },
	{ "g", "bars of now, of entered/s or of left/s" },
	{ "space", "pause, go on" },
	{ ".", "one reading at once" },
	{ "i", "another interval" },
	{ "ctrl-l", "draw it all again" },
	{ "?", "this help; any key goes back" },
	{ "q", "quit" },
};

void top_screen_help(int row)
{
	char line[TOP_LINE_MAX];
	size_t i;

	top_paint_line(row, A_BOLD, "Keys of tcpstate top; more in tcpstate(8)");
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		snprintf(line, sizeof(line), "%-19s %s", keys[i].keys, keys[i].purpose);
		top_paint_line(row + 2 + i, A_NORMAL, line);
	}
}
