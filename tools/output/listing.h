/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables on standard output whose lines are printed as they come: lists of hundreds of
 * thousands of lines, for which libsmartcols would keep every cell.
 */
#ifndef TCPSTATE_TOOLS_OUTPUT_LISTING_H
#define TCPSTATE_TOOLS_OUTPUT_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LISTING_COLUMNS_MAX = 16 };

/**
 * struct listing - a table
 * @columns: how many
 * @right: of a column: whether it is for numbers
 * @width: of a column: at least so wide; grows while @measuring
 * @measuring: lines are not printed, only their widths are learned
 */
struct listing {
	size_t columns;
	bool right[LISTING_COLUMNS_MAX];
	size_t width[LISTING_COLUMNS_MAX];
	bool measuring;

	size_t column;
	char *text;
	size_t used;
	size_t room;
	size_t cell;
};

/* Appends to the current cell. */
void listing_put(struct listing *listing, const char *text);
void listing_put_number(struct listing *listing, uint64_t number);

/* Goes on to the next cell; the last one ends the line and prints it. */
void listing_next(struct listing *listing);

void listing_free(struct listing *listing);

#endif
