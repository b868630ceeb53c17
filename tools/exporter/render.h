/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes a document of a reading, in a process of its own. */
#ifndef TCPSTATE_TOOLS_EXPORTER_RENDER_H
#define TCPSTATE_TOOLS_EXPORTER_RENDER_H

#include "tools/metrics/metrics.h"

/* The documents: metrics in two formats, the page, and what the page refreshes. */
enum document_kind { DOCUMENT_OPENMETRICS, DOCUMENT_PROMETHEUS, DOCUMENT_PAGE, DOCUMENT_LIVE };
enum { DOCUMENT_KINDS = DOCUMENT_LIVE + 1 };

/**
 * render() - read and write a document
 * @request: what is asked for
 * @kind: of the document
 * @gzip: a file, gets the document compressed
 *
 * Writes the document itself to standard output. Ends the program with a message on standard
 * error if it cannot.
 */
void render(const struct metrics_request *request, enum document_kind kind, int gzip);

#endif
