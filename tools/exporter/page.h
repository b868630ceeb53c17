/* SPDX-License-Identifier: GPL-2.0-only */
/* The page for people: the state machine with the numbers of now. */
#ifndef TCPSTATE_TOOLS_EXPORTER_PAGE_H
#define TCPSTATE_TOOLS_EXPORTER_PAGE_H

#include <stdio.h>

/**
 * page_write() - the whole page, which refreshes itself
 * @input: a saved text, or NULL for /proc
 * @out: where to
 *
 * Ends the program with a message if there is nothing to read.
 */
void page_write(const char *input, FILE *out);

/* What the page refreshes: the picture and the numbers, without the frame. */
void page_write_live(const char *input, FILE *out);

/* The page with a reason instead of the numbers; refreshes itself as well. */
void page_write_reason(const char *reason, FILE *out);

/* The page's program, which refreshes it. */
extern const char page_script[];

#endif
