/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers and their history as short texts of a fixed width. */
#ifndef TCPSTATE_TOOLS_TOP_FORMAT_H
#define TCPSTATE_TOOLS_TOP_FORMAT_H

#include <stdbool.h>

#include "tools/top/history.h"

/* Room for a number as text, and for a history, a character of which takes up to three bytes. */
enum { TOP_NUMBER_MAX = 16, TOP_SPARK_MAX = 3 * TOP_HISTORY_MAX + 1 };

/* A count in nine characters at the most: "1823", "18.2G"; "-" if not known. */
const char *top_count(struct number number, char text[TOP_NUMBER_MAX]);

/* A rate in eight characters at the most: "0.3", "18231", "18.2M"; "-" if it is NAN. */
const char *top_rate(double rate, char text[TOP_NUMBER_MAX]);

/**
 * top_spark() - the last values as a row of bars, the newest at its right end
 * @series: the values
 * @width: number of bars, up to TOP_HISTORY_MAX
 * @ascii: without block characters
 * @text: gets it; blanks where nothing is known
 *
 * The lowest bar means 0 and nothing else, so that a small value does not look like 0. The
 * highest bar is the largest value of the row.
 *
 * Return: @text.
 */
const char *top_spark(const struct top_series *series, size_t width, bool ascii,
		      char text[TOP_SPARK_MAX]);

#endif
