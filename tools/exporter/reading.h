/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One reading of /proc, done by a process of its own: the parsers end their program at a
 * text that they cannot read, and a text must never end the exporter. Nor does it grow:
 * what a reading allocates ends with it.
 */
#ifndef TCPSTATE_TOOLS_EXPORTER_READING_H
#define TCPSTATE_TOOLS_EXPORTER_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tools/exporter/render.h"

/**
 * struct reading - one that is under way
 * @process: that reads; 0 if none does
 * @end: becomes readable when it has ended
 * @plain: what it makes of it
 * @gzip: the same, compressed
 * @error: what it says on standard error
 */
struct reading {
	pid_t process;
	int end;
	int plain;
	int gzip;
	int error;
};

/* Bytes, the receiver's own. */
struct bytes {
	char *data;
	size_t length;
};

/**
 * struct reading_result - what came of it
 * @good: there is a document; else there is only an error
 * @plain: the document
 * @gzip: the same, compressed
 * @error: one line without its end that says why there is none; from malloc()
 */
struct reading_result {
	bool good;
	struct bytes plain;
	struct bytes gzip;
	char *error;
};

/**
 * reading_start() - begin to read
 * @reading: overwritten
 * @request: what is asked for
 * @kind: what to make of it
 *
 * Return: false, with errno, if there are no more processes or files.
 */
bool reading_start(struct reading *reading, const struct metrics_request *request,
		   enum document_kind kind);

/**
 * reading_finish() - take what a reading has come to
 * @reading: whose @end is readable, or which takes too long: then it is ended
 * @too_long: the latter
 *
 * Return: what came of it.
 */
struct reading_result reading_finish(struct reading *reading, bool too_long);

#endif
