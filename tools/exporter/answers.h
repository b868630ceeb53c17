/* SPDX-License-Identifier: GPL-2.0-only */
/* HTTP responses with their headers. */
#ifndef TCPSTATE_TOOLS_EXPORTER_ANSWERS_H
#define TCPSTATE_TOOLS_EXPORTER_ANSWERS_H

#include "tools/exporter/reading.h"

struct MHD_Connection;
struct MHD_Response;

/**
 * answer_of_bytes() - make a response of a document
 * @bytes: the document; belongs to the response from now on
 * @kind: kind of the document
 * @gzip: the document is compressed
 *
 * Return: the response. Ends the program if there is no memory.
 */
struct MHD_Response *answer_of_bytes(struct bytes bytes, enum document_kind kind, bool gzip);

/**
 * answer_fixed() - send a constant text
 * @connection: where to send it
 * @status: the HTTP status
 * @type: its MIME type
 * @text: the text, which is not copied
 *
 * Return: false if the response cannot be queued.
 */
bool answer_fixed(struct MHD_Connection *connection, unsigned int status, const char *type,
		  const char *text);

#endif
