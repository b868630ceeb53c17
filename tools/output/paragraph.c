// SPDX-License-Identifier: GPL-2.0-only
/* Prints prose, and measures text. */

#include <stdio.h>
#include <string.h>

#include "tools/output/paragraph.h"

void paragraph_print(const char *title, int indent, const char *text)
{
	int column, length;

	for (column = printf("%-*s", indent, title); *text; text += strspn(text, " ")) {
		length = strcspn(text, " ");
		if (column > indent && column + 1 + length > PARAGRAPH_WIDTH)
			column = printf("\n%*s", indent, "") - 1;
		column += printf("%s%.*s", column > indent ? " " : "", length, text);
		text += length;
	}
	putchar('\n');
}

size_t text_width(const char *text, size_t length)
{
	size_t width = 0;

	for (; length; length--, text++)
		width += (*text & 0xc0) != 0x80;
	return width;
}
