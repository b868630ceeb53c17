/* SPDX-License-Identifier: GPL-2.0-only */
/* Puts lines on the screen. */
#ifndef TCPSTATE_TOOLS_TOP_PAINT_H
#define TCPSTATE_TOOLS_TOP_PAINT_H

#include <stdbool.h>

/* A line, whose characters may take several bytes. */
enum { TOP_LINE_MAX = 2048 };

/**
 * top_paint_line() - one line
 * @row: of the screen
 * @attributes: of curses
 * @text: is cut where the screen ends
 */
void top_paint_line(int row, int attributes, const char *text);

/* Return: attributes that make a line of trouble stand out, with @colours or without. */
int top_paint_trouble(bool colours);

#endif
