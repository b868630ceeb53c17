/* SPDX-License-Identifier: GPL-2.0-only */
/* Where top's readings come from: /proc, or a recording from its first reading to its last. */
#ifndef TCPSTATE_TOOLS_TOP_SOURCE_H
#define TCPSTATE_TOOLS_TOP_SOURCE_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/recording/index.h"
#include "tools/text/lines.h"

/**
 * struct top_source - the texts of the current reading
 * @saved: they come from a recording
 * @without_module: the module is not loaded, they come from sock_diag(7)
 * @when: the reading was made
 * @recording: the reading, if @saved
 */
struct top_source {
	bool saved;
	bool without_module;
	char when[32];
	struct recording recording;

	const char *input;
	struct lines lines;
	FILE *current;
	char path[32];
	char *text;
	size_t length;
	size_t room;
	size_t readings;
	bool has_head;
	bool has_summary;
	bool ended;
	char recorded[32];
};

/**
 * top_source_open() - begin, before the first reading
 * @source: overwritten; must not be moved until it is closed
 * @input: a recording, "-" for standard input, NULL for /proc
 *
 * Ends the program with a message if it cannot.
 */
void top_source_open(struct top_source *source, const char *input);

/**
 * top_source_next() - go on to the next reading
 * @source: the source
 *
 * /proc always has a next one. Ends the program with a message if a recording has none at all.
 *
 * Return: false at the end of the recording; the texts stay those of the last reading.
 */
bool top_source_next(struct top_source *source);

void top_source_close(struct top_source *source);

#endif
