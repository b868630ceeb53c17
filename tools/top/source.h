/* SPDX-License-Identifier: GPL-2.0-only */
/* Where top's readings come from: /proc as it is now, or a recording from its begin to its end. */
#ifndef TCPSTATE_TOOLS_TOP_SOURCE_H
#define TCPSTATE_TOOLS_TOP_SOURCE_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/recording/index.h"
#include "tools/text/lines.h"

/**
 * struct top_source - texts of the current reading
 * @saved: it is a recording
 * @without_module: it is of now, as sock_diag(7) tells it
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
 * @source: overwritten; must stay where it is until it is closed
 * @input: a recording, "-" for standard input, NULL for /proc
 *
 * Ends the program with a message if it cannot.
 */
void top_source_open(struct top_source *source, const char *input);

/**
 * top_source_next() - go on to the next reading
 * @source: the source
 *
 * /proc always has one. Ends the program with a message at a recording that has none at all.
 *
 * Return: false, with the texts as they were, if the recording is at its end.
 */
bool top_source_next(struct top_source *source);

void top_source_close(struct top_source *source);

#endif
