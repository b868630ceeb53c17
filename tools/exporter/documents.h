/* SPDX-License-Identifier: GPL-2.0-only */
/* What clients are answered with: made of a reading that all who wait share. */
#ifndef TCPSTATE_TOOLS_EXPORTER_DOCUMENTS_H
#define TCPSTATE_TOOLS_EXPORTER_DOCUMENTS_H

#include "tools/exporter/loop.h"
#include "tools/exporter/reading.h"

struct MHD_Connection;
struct MHD_Response;

/* A reading takes milliseconds; one that does not end must not hold up its clients. */
enum { READING_MS = 5000 };

/**
 * struct document - the answer to all who waited for one reading
 * @users: who may still send it
 * @status: of HTTP
 * @plain: the answer
 * @gzip: the same, compressed; NULL for one that is not worth it
 */
struct document {
	unsigned int users;
	unsigned int status;
	struct MHD_Response *plain;
	struct MHD_Response *gzip;
};

/**
 * struct waiter - a request that waits for a document
 * @next: who waits for the same one
 * @connection: to be resumed when it is there
 * @document: it is there
 */
struct waiter {
	struct waiter *next;
	struct MHD_Connection *connection;
	struct document *document;
};

/* One kind of document: the reading it is being made of, and who waits for it. */
struct job {
	struct watch watch;
	struct documents *documents;
	enum document_kind kind;
	struct reading reading;
	uint64_t since_ms;
	struct waiter *waiters;
};

struct documents {
	struct loop *loop;
	const struct metrics_request *request;
	struct job job[DOCUMENT_KINDS];
	char *error;
};

/**
 * documents_init() - nothing is being made yet
 * @documents: overwritten
 * @loop: tells when a reading has ended
 * @request: what metrics are asked for
 */
void documents_init(struct documents *documents, struct loop *loop,
		    const struct metrics_request *request);

/**
 * documents_await() - wait for a document; of a reading that is under way, or of a new one
 * @documents: all
 * @kind: of the document
 * @waiter: zeroed, with the connection, which is suspended until @waiter->document is there
 *
 * Return: false if a reading cannot begin, with the document that says so in @waiter at once.
 */
bool documents_await(struct documents *documents, enum document_kind kind, struct waiter *waiter);

/* The one who waited needs it no more. */
void documents_release(struct document *document);

/* Give up readings that take too long. */
void documents_expire(struct documents *documents, uint64_t now_ms);

/* Give up all readings; who waits is told so. */
void documents_end(struct documents *documents);

#endif
