// SPDX-License-Identifier: GPL-2.0-only
/* Tables on standard output whose lines are printed as they come. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/failure.h"
#include "tools/output/listing.h"
#include "tools/output/paragraph.h"

/* The gap to the next column. */
enum { GAP = 2 };

static void make_room(struct listing *listing, size_t length)
{
	if (listing->used + length <= listing->room)
		return;
	listing->room = 2 * (listing->used + length) + 256;
	listing->text = xreallocarray(listing->text, listing->room, 1);
}

static void put_bytes(struct listing *listing, const char *text, size_t length)
{
	make_room(listing, length);
	memcpy(listing->text + listing->used, text, length);
	listing->used += length;
}

void listing_put(struct listing *listing, const char *text)
{
	put_bytes(listing, text, strlen(text));
}

void listing_put_number(struct listing *listing, uint64_t number)
{
	char digits[20], *begin = digits + sizeof(digits);

	do {
		*--begin = '0' + number % 10;
		number /= 10;
	} while (number);
	put_bytes(listing, begin, digits + sizeof(digits) - begin);
}

static void put_blanks(struct listing *listing, size_t count)
{
	make_room(listing, count);
	memset(listing->text + listing->used, ' ', count);
	listing->used += count;
}

static void align(struct listing *listing, size_t missing)
{
	size_t length = listing->used - listing->cell;
	bool last = listing->column + 1 == listing->columns;

	if (listing->right[listing->column]) {
		put_blanks(listing, missing);
		memmove(listing->text + listing->cell + missing, listing->text + listing->cell,
			length);
		memset(listing->text + listing->cell, ' ', missing);
	} else if (!last) {
		put_blanks(listing, missing);
	}
	if (!last) {
		put_blanks(listing, GAP);
		return;
	}
	while (listing->used && listing->text[listing->used - 1] == ' ')
		listing->used--;
	put_bytes(listing, "\n", 1);
}

void listing_next(struct listing *listing)
{
	size_t *width = &listing->width[listing->column];
	size_t used = text_width(listing->text + listing->cell, listing->used - listing->cell);

	if (listing->measuring)
		*width = used > *width ? used : *width;
	else
		align(listing, used < *width ? *width - used : 0);
	listing->cell = listing->used;
	if (++listing->column < listing->columns)
		return;
	if (!listing->measuring)
		fwrite_unlocked(listing->text, 1, listing->used, stdout);
	listing->column = 0;
	listing->used = 0;
	listing->cell = 0;
}

void listing_free(struct listing *listing)
{
	free(listing->text);
}
