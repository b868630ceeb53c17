/* SPDX-License-Identifier: GPL-2.0-only */
/* A grid of characters to draw boxes, lines and words on. */
#ifndef TCPSTATE_TOOLS_DIAGRAM_GRID_H
#define TCPSTATE_TOOLS_DIAGRAM_GRID_H

#include <stdbool.h>
#include <stdio.h>

enum { GRID_WIDTH = 80, GRID_HEIGHT = 40 };

enum grid_colour { GRID_PLAIN, GRID_SOFT, GRID_GOOD, GRID_ALARM };

/* All 0 is an empty grid. A cell holds one character of UTF-8. */
struct grid {
	struct grid_cell {
		/* Directions in which lines leave the cell: bits of enum grid_way. */
		unsigned char ways;
		unsigned char colour;
		char text[4];
	} cell[GRID_HEIGHT][GRID_WIDTH];
};

/* Draws a line between two cells of one row or column, both included. Lines that meet join. */
void grid_line(struct grid *grid, int x0, int y0, int x1, int y1, enum grid_colour colour);

void grid_box(struct grid *grid, int x, int y, int width, int height, enum grid_colour colour);

/* Puts an arrowhead in place of the line in a cell: '<', '>', '^' or 'v'. */
void grid_head(struct grid *grid, int x, int y, char head);

/**
 * grid_words() - write one line of text
 * @grid: the grid
 * @x: column of the first character, or of the last one if @right
 * @y: row
 * @words: the text
 * @right: the text ends at @x
 * @colour: colour of the text
 */
void grid_words(struct grid *grid, int x, int y, const char *words, bool right,
		enum grid_colour colour);

/* Prints the rows down to the last one that is not empty, without blanks at their ends. */
void grid_print(const struct grid *grid, FILE *out, bool ascii, bool colours);

#endif
