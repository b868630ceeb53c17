/* SPDX-License-Identifier: GPL-2.0-only */
/* The page for browsers: the state machine with current numbers. */
#ifndef TCPSTATE_TOOLS_EXPORTER_PAGE_H
#define TCPSTATE_TOOLS_EXPORTER_PAGE_H

#include <stdio.h>

/**
 * page_write() - write the page, which refreshes itself
 * @input: a saved text, or NULL for /proc
 * @out: where to write
 *
 * Ends the program with a message if there is nothing to read.
 */
void page_write(const char *input, FILE *out);

/* Writes the part of the page that is refreshed: the diagram and the numbers. */
void page_write_live(const char *input, FILE *out);

/* Writes the page with an error in place of the numbers; it refreshes itself, too. */
void page_write_reason(const char *reason, FILE *out);

/* The script that refreshes the page. */
extern const char page_script[];

#endif
