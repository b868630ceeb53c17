/* SPDX-License-Identifier: GPL-2.0-only */
/* What a client takes: content negotiation of HTTP (RFC 9110, section 12.5). */
#ifndef TCPSTATE_TOOLS_EXPORTER_NEGOTIATE_H
#define TCPSTATE_TOOLS_EXPORTER_NEGOTIATE_H

#include <stdbool.h>

/**
 * wants_openmetrics() - which of the two formats it is
 * @accept: the header Accept; NULL if there is none
 *
 * OpenMetrics has to be asked for by name. What cannot be understood is as if it were not there.
 *
 * Return: true for OpenMetrics, false for the text format, which everybody reads.
 */
bool wants_openmetrics(const char *accept);

/**
 * accepts_gzip() - whether the answer may be compressed
 * @accept_encoding: the header Accept-Encoding; NULL if there is none
 *
 * Return: true if gzip is named and not refused.
 */
bool accepts_gzip(const char *accept_encoding);

#endif
