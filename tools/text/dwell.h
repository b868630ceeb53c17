/* SPDX-License-Identifier: GPL-2.0-only */
/* The contents of /proc/tcpstate_dwell: how long sockets stayed in a state before each arc. */
#ifndef TCPSTATE_TOOLS_TEXT_DWELL_H
#define TCPSTATE_TOOLS_TEXT_DWELL_H

#include "tools/text/report.h"

/* The bound of a bucket that has none: "inf" in the text. */
#define DWELL_UNBOUNDED UINT64_MAX

/* How many dwells were above the bound of the bucket before, and not above this one. */
struct dwell_bucket {
	uint64_t bound_ns;
	uint64_t count;
};

/**
 * struct dwell_row - the dwells of one arc
 * @from: the state before, as in the files
 * @to: the state after
 * @count: how many were measured; the sum of all buckets
 * @unmeasured: how many were not
 * @sum_ns: of the measured
 * @max_ns: of the measured
 * @bucket: those that are not empty, by ascending bounds
 * @buckets: how many
 */
struct dwell_row {
	char *from;
	char *to;
	struct number count;
	struct number unmeasured;
	struct number sum_ns;
	struct number max_ns;
	struct dwell_bucket *bucket;
	size_t buckets;
};

/* Rows in the order of the text; the arrays are its own. */
struct dwell_text {
	struct dwell_row *row;
	size_t rows;
};

/**
 * dwell_text_read() - read a text whole
 * @text: overwritten
 * @report: the text, TCPSTATE_PROC_DWELL, at its begin; is closed
 *
 * Ends the program with a message if it cannot be read, or if buckets do not ascend or do not
 * add up to "count".
 */
void dwell_text_read(struct dwell_text *text, struct report *report);

/**
 * dwell_text_row() - the dwells of an arc
 * @text: the text
 * @from: the state before
 * @to: the state after
 *
 * Return: the row; NULL if the text has none for it.
 */
const struct dwell_row *dwell_text_row(const struct dwell_text *text, const char *from,
				       const char *to);

void dwell_text_free(struct dwell_text *text);

#endif
