/* SPDX-License-Identifier: GPL-2.0-only */
/* Puts lines on the screen. */
#ifndef TCPSTATE_TOOLS_TOP_PAINT_H
#define TCPSTATE_TOOLS_TOP_PAINT_H

#include <stdbool.h>

/* Room for a line in bytes; a character may take several. */
enum { TOP_LINE_MAX = 2048 };

/**
 * top_paint_line() - put one line on the screen
 * @row: the row
 * @attributes: of curses
 * @text: the line; cut where the screen ends
 */
void top_paint_line(int row, int attributes, const char *text);

/* Return: the attributes of a line that reports trouble. */
int top_paint_trouble(bool colours);

#endif
