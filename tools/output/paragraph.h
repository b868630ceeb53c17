/* SPDX-License-Identifier: GPL-2.0-only */
/* Prose on standard output, and how wide a text is. */
#ifndef TCPSTATE_TOOLS_OUTPUT_PARAGRAPH_H
#define TCPSTATE_TOOLS_OUTPUT_PARAGRAPH_H

#include <stddef.h>

/* Columns that prose takes. */
enum { PARAGRAPH_WIDTH = 78 };

/**
 * paragraph_print() - print a text, broken between words into lines of PARAGRAPH_WIDTH
 * @title: stands before the first line, or ""
 * @indent: columns before each line; more than the title has
 * @text: of words
 */
void paragraph_print(const char *title, int indent, const char *text);

/* Return: the columns of a text, where the "µ" of a duration is two bytes and one column. */
size_t text_width(const char *text, size_t length);

#endif
