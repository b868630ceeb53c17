// SPDX-License-Identifier: GPL-2.0-only
/* Puts lines on the screen. */

#include <curses.h>
#include <stdlib.h>

#include "tools/top/paint.h"
#include "tools/top/terminal.h"

/* Bytes that are invalid in this locale are shown one by one, as "?". */
static size_t widen(wchar_t *wide, const char *text)
{
	size_t length = mbstowcs(wide, text, TOP_LINE_MAX);

	if (length != (size_t)-1)
		return length;
	for (length = 0; text[length] && length < TOP_LINE_MAX; length++)
		wide[length] = text[length] >= ' ' && text[length] <= '~' ? text[length] : L'?';
	return length;
}

void top_paint_line(int row, int attributes, const char *text)
{
	wchar_t wide[TOP_LINE_MAX];
	size_t length = widen(wide, text);
	int column;

	if (row < 0 || row >= LINES)
		return;
	/* Every character that top shows is one column wide. */
	column = (int)length < COLS ? (int)length : COLS;
	attrset(attributes);
	mvaddnwstr(row, 0, wide, column);
	for (; attributes & A_REVERSE && column < COLS; column++)
		addch(' ');
	attrset(A_NORMAL);
}

int top_paint_trouble(bool colours)
{
	return colours ? COLOR_PAIR(TOP_TERMINAL_RED) : A_BOLD;
}
