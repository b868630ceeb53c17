// SPDX-License-Identifier: GPL-2.0-only
/* A grid of characters to draw boxes, lines and words on. */

#include <string.h>

#include "tools/diagram/grid.h"

enum grid_way { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

static void add_way(struct grid *grid, int x, int y, enum grid_way way, enum grid_colour colour)
{
	struct grid_cell *cell = &grid->cell[y][x];

	/* Where a busy and an idle line meet, the cell has the colour of the busy one. */
	if (!cell->ways || cell->colour == GRID_SOFT)
		cell->colour = colour;
	cell->ways |= way;
}

void grid_line(struct grid *grid, int x0, int y0, int x1, int y1, enum grid_colour colour)
{
	int dx = (x1 > x0) - (x1 < x0), dy = (y1 > y0) - (y1 < y0);
	enum grid_way ahead = dx > 0 ? RIGHT : dx < 0 ? LEFT : dy > 0 ? DOWN : UP;
	enum grid_way back = dx > 0 ? LEFT : dx < 0 ? RIGHT : dy > 0 ? UP : DOWN;

	for (; x0 != x1 || y0 != y1; x0 += dx, y0 += dy) {
		add_way(grid, x0, y0, ahead, colour);
		add_way(grid, x0 + dx, y0 + dy, back, colour);
	}
}

void grid_box(struct grid *grid, int x, int y, int width, int height, enum grid_colour colour)
{
	int right = x + width - 1, bottom = y + height - 1;

	grid_line(grid, x, y, right, y, colour);
	grid_line(grid, x, bottom, right, bottom, colour);
	grid_line(grid, x, y, x, bottom, colour);
	grid_line(grid, right, y, right, bottom, colour);
}

void grid_head(struct grid *grid, int x, int y, char head)
{
	grid->cell[y][x].text[0] = head;
	grid->cell[y][x].text[1] = '\0';
	/* Marks it as a head: the letter "v" may stand in a text as well. */
	grid->cell[y][x].text[2] = 1;
}

static int cells_of(const char *words)
{
	int cells = 0;

	for (; *words; words++)
		cells += (*words & 0xc0) != 0x80;
	return cells;
}

void grid_words(struct grid *grid, int x, int y, const char *words, bool right,
		enum grid_colour colour)
{
	size_t length;

	if (right)
		x -= cells_of(words) - 1;
	for (; *words && x < GRID_WIDTH; x++, words += length) {
		for (length = 1; (words[length] & 0xc0) == 0x80; length++)
			;
		if (x < 0 || length > 3)
			continue;
		memset(grid->cell[y][x].text, 0, sizeof(grid->cell[y][x].text));
		memcpy(grid->cell[y][x].text, words, length);
		grid->cell[y][x].colour = colour;
	}
}

static const char *line_of(unsigned int ways, bool ascii)
{
	static const char * const drawn[16] = {
		" ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼",
	};

	if (!ascii)
		return drawn[ways];
	if (!ways)
		return " ";
	if (!(ways & (UP | DOWN)))
		return "-";
	return ways & (LEFT | RIGHT) ? "+" : "|";
}

static const char *head_of(char head)
{
	switch (head) {
	case '<':
		return "◀";
	case '>':
		return "▶";
	case '^':
		return "▲";
	default:
		return "▼";
	}
}

static const char *glyph_of(const struct grid_cell *cell, bool ascii)
{
	if (!cell->text[0])
		return line_of(cell->ways, ascii);
	if (cell->text[1] == '\0' && cell->text[2] && !ascii)
		return head_of(cell->text[0]);
	return cell->text;
}

static bool is_empty(const struct grid_cell *cell)
{
	return !cell->ways && (!cell->text[0] || cell->text[0] == ' ');
}

static int used_cells(const struct grid *grid, int y)
{
	int x = GRID_WIDTH;

	while (x && is_empty(&grid->cell[y][x - 1]))
		x--;
	return x;
}

static const char *begin_colour(enum grid_colour colour)
{
	switch (colour) {
	case GRID_SOFT:
		return "\033[2m";
	case GRID_GOOD:
		return "\033[1;36m";
	case GRID_ALARM:
		return "\033[1;31m";
	default:
		return "";
	}
}

static void print_row(const struct grid *grid, int y, FILE *out, bool ascii, bool colours)
{
	int x, end = used_cells(grid, y);
	enum grid_colour colour = GRID_PLAIN;
	const struct grid_cell *cell;

	for (x = 0; x < end; x++) {
		cell = &grid->cell[y][x];
		if (colours && !is_empty(cell) && cell->colour != colour) {
			fputs("\033[0m", out);
			fputs(begin_colour(cell->colour), out);
			colour = cell->colour;
		}
		fputs(glyph_of(cell, ascii), out);
	}
	if (colour != GRID_PLAIN)
		fputs("\033[0m", out);
	putc('\n', out);
}

void grid_print(const struct grid *grid, FILE *out, bool ascii, bool colours)
{
	int y, rows = GRID_HEIGHT;

	while (rows && !used_cells(grid, rows - 1))
		rows--;
	for (y = 0; y < rows; y++)
		print_row(grid, y, out, ascii, colours);
}
