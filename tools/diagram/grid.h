/* SPDX-License-Identifier: GPL-2.0-only */
/* A grid of characters to draw boxes, lines and words on. */
#ifndef TCPSTATE_TOOLS_DIAGRAM_GRID_H
#define TCPSTATE_TOOLS_DIAGRAM_GRID_H

#include <stdbool.h>
#include <stdio.h>

enum { GRID_WIDTH = 80, GRID_HEIGHT = 40 };

enum grid_colour { GRID_PLAIN, GRID_SOFT, GRID_GOOD, GRID_ALARM };

/* Zeroed is an empty one. Text is kept as bytes of UTF-8: "µ" is one cell. */
struct grid {
	struct grid_cell {
		/* Lines that leave the cell: bits of enum grid_way. */
		unsigned char ways;
		unsigned char colour;
		char text[4];
	} cell[GRID_HEIGHT][GRID_WIDTH];
};

/* A line between two cells of one row or column, both included; where lines meet they join. */
void grid_line(struct grid *grid, int x0, int y0, int x1, int y1, enum grid_colour colour);

void grid_box(struct grid *grid, int x, int y, int width, int height, enum grid_colour colour);

/* @head: '<', '>', '^' or 'v', instead of the line that is there. */
void grid_head(struct grid *grid, int x, int y, char head);

/**
 * grid_words() - one line of text
 * @grid: the grid
 * @x: of the first character, or of the last one if @right
 * @y: row
 * @words: the text
 * @right: it ends at @x
 * @colour: of the text
 */
void grid_words(struct grid *grid, int x, int y, const char *words, bool right,
		enum grid_colour colour);

/* Down to the last row that has something, no blanks at the ends of rows. */
void grid_print(const struct grid *grid, FILE *out, bool ascii, bool colours);

#endif
