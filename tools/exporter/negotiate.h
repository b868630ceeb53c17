/* SPDX-License-Identifier: GPL-2.0-only */
/* Content negotiation of HTTP (RFC 9110, section 12.5). */
#ifndef TCPSTATE_TOOLS_EXPORTER_NEGOTIATE_H
#define TCPSTATE_TOOLS_EXPORTER_NEGOTIATE_H

#include <stdbool.h>

/**
 * wants_openmetrics() - which of the two formats of metrics a client wants
 * @accept: the header Accept; NULL if there is none
 *
 * OpenMetrics has to be asked for by name. Invalid elements of the header are ignored.
 *
 * Return: true for OpenMetrics, false for the text format, which every client reads.
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
