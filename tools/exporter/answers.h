/* SPDX-License-Identifier: GPL-2.0-only */
/* Answers of HTTP with their headers. */
#ifndef TCPSTATE_TOOLS_EXPORTER_ANSWERS_H
#define TCPSTATE_TOOLS_EXPORTER_ANSWERS_H

#include "tools/exporter/reading.h"

struct MHD_Connection;
struct MHD_Response;

/**
 * answer_of_bytes() - a document as an answer
 * @bytes: the document; belongs to the answer from now on
 * @kind: of the document
 * @gzip: it is compressed
 *
 * Return: the answer. Ends the program if there is no memory.
 */
struct MHD_Response *answer_of_bytes(struct bytes bytes, enum document_kind kind, bool gzip);

/**
 * answer_fixed() - send a text of this program
 * @connection: to whom
 * @status: of HTTP
 * @type: its MIME type
 * @text: the text, which is not copied
 *
 * Return: false if it cannot be queued.
 */
bool answer_fixed(struct MHD_Connection *connection, unsigned int status, const char *type,
		  const char *text);

#endif
