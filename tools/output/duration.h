/* SPDX-License-Identifier: GPL-2.0-only */
/* Spans of time as people write them. */
#ifndef TCPSTATE_TOOLS_OUTPUT_DURATION_H
#define TCPSTATE_TOOLS_OUTPUT_DURATION_H

#include <stdbool.h>
#include <stdint.h>

enum { DURATION_MAX = 32 };

/**
 * duration_format() - nanoseconds in the two largest units that matter
 * @ns: the span
 * @text: gets "3d4h", "12m5s", "1.5s", "812µs" or, in a locale without it, "812us";
 *	DURATION_MAX bytes
 *
 * Return: @text.
 */
char *duration_format(uint64_t ns, char text[DURATION_MAX]);

/**
 * duration_parse() - a span as people write it
 * @text: "3d4h", "1.5s", "300ms", "812µs"; a number alone is seconds. Units are ns, us, µs,
 *	ms, s, m, h, d and w
 * @ns: gets the span
 *
 * Return: false if it is none, or does not fit.
 */
bool duration_parse(const char *text, uint64_t *ns);

#endif
