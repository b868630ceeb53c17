/* SPDX-License-Identifier: GPL-2.0-only */
/* Which texts a file holds, and where: it is opened once and gone through once. */
#ifndef TCPSTATE_TOOLS_RECORDING_INDEX_H
#define TCPSTATE_TOOLS_RECORDING_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "tools/text/report.h"

/* The texts that begin and end a reading of a recording: "tcpstate record" writes them. */
#define REPORT_RECORDING "tcpstate_recording"
#define REPORT_RECORDING_END "tcpstate_end"

/* Which reading of a recording. */
enum report_reading { REPORT_FIRST, REPORT_LAST };

struct indexed_text;

/**
 * struct recording - a file of texts that is open
 * @file: the file, at the end of what was gone through
 * @complete: its first text begins a reading, so that a text has another one behind it
 * @text: each kind of text that it holds
 * @texts: how many
 */
struct recording {
	struct report file;
	bool complete;
	struct indexed_text *text;
	size_t texts;
};

/**
 * recording_open() - open a file and note where its texts begin
 * @recording: overwritten
 * @path: of a recording, of texts one after the other as cat(1) makes them, or of one text;
 *	"-" is standard input
 *
 * Ends the program with a message if the file cannot be read or is cut off within a line. What
 * comes through a pipe is kept in memory. A file in /proc is one text, which is read once.
 */
void recording_open(struct recording *recording, const char *path);

/**
 * recording_open_if_allowed() - the same, of a file that need not be there
 * @recording: overwritten
 * @path: of the file
 *
 * Return: false, and there is nothing to close, if it is not there or may not be read.
 */
bool recording_open_if_allowed(struct recording *recording, const char *path);

/**
 * recording_holds() - whether there is a text
 * @recording: the file
 * @file: the text's name in its first line, like TCPSTATE_PROC_SUMMARY
 *
 * Return: true if there is.
 */
bool recording_holds(const struct recording *recording, const char *file);

/**
 * recording_text() - begin to read a text
 * @recording: the file; must stay open
 * @report: overwritten
 * @file: the text's name in its first line
 * @reading: of the first or the last reading that is whole; a text that no end of a reading
 *	follows counts only if there is no other
 *
 * Ends the program with a message if there is no such text, or it speaks a newer version.
 *
 * Return: @report, of which the first line is read.
 */
struct report *recording_text(const struct recording *recording, struct report *report,
			      const char *file, enum report_reading reading);

void recording_close(struct recording *recording);

#endif
