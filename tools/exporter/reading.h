/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One reading of /proc, by a child process: the parsers end their program at an invalid text,
 * which must not end the exporter. Besides, the memory of a reading is freed with its process.
 */
#ifndef TCPSTATE_TOOLS_EXPORTER_READING_H
#define TCPSTATE_TOOLS_EXPORTER_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tools/exporter/render.h"

/**
 * struct reading - a reading that is under way
 * @process: the child; 0 if there is none
 * @end: a file that becomes readable when the child has ended
 * @plain: the file of its document
 * @gzip: the file of its document, compressed
 * @error: the file of its standard error
 */
struct reading {
	pid_t process;
	int end;
	int plain;
	int gzip;
	int error;
};

/* Bytes from malloc(), which belong to the receiver. */
struct bytes {
	char *data;
	size_t length;
};

/**
 * struct reading_result - the result of a reading
 * @good: there is a document, else there is an error
 * @plain: the document
 * @gzip: the document, compressed
 * @error: why there is none, one line without its end; from malloc()
 */
struct reading_result {
	bool good;
	struct bytes plain;
	struct bytes gzip;
	char *error;
};

/**
 * reading_start() - begin a reading
 * @reading: overwritten
 * @request: which metrics are asked for
 * @kind: the document to make
 *
 * Return: false, with errno, if the limit of processes or files is reached.
 */
bool reading_start(struct reading *reading, const struct metrics_request *request,
		   enum document_kind kind);

/**
 * reading_finish() - get the result of a reading
 * @reading: the reading, which has ended unless @too_long
 * @too_long: it takes too long: end it now
 *
 * Return: the result.
 */
struct reading_result reading_finish(struct reading *reading, bool too_long);

#endif
