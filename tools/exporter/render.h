/* SPDX-License-Identifier: GPL-2.0-only */
/* Makes a document of a reading, in the child process. */
#ifndef TCPSTATE_TOOLS_EXPORTER_RENDER_H
#define TCPSTATE_TOOLS_EXPORTER_RENDER_H

#include "tools/metrics/metrics.h"

/* The documents: metrics in two formats, the page, and its part that is refreshed. */
enum document_kind { DOCUMENT_OPENMETRICS, DOCUMENT_PROMETHEUS, DOCUMENT_PAGE, DOCUMENT_LIVE };
enum { DOCUMENT_KINDS = DOCUMENT_LIVE + 1 };

/**
 * render() - read /proc and write a document
 * @request: which metrics are asked for
 * @kind: kind of the document
 * @gzip: file to which the document is written compressed
 *
 * Writes the document to standard output, too. Ends the program with a message on standard error
 * if it cannot.
 */
void render(const struct metrics_request *request, enum document_kind kind, int gzip);

#endif
