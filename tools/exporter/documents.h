/* SPDX-License-Identifier: GPL-2.0-only */
/* The documents that clients are sent, each made of a reading that all its waiters share. */
#ifndef TCPSTATE_TOOLS_EXPORTER_DOCUMENTS_H
#define TCPSTATE_TOOLS_EXPORTER_DOCUMENTS_H

#include "tools/exporter/loop.h"
#include "tools/exporter/reading.h"

struct MHD_Connection;
struct MHD_Response;

/* A reading takes milliseconds; its clients must not wait for one that does not end. */
enum { READING_MS = 5000 };

/**
 * struct document - the response to all waiters of one reading
 * @users: how many may still send it
 * @status: the HTTP status
 * @plain: the response
 * @gzip: the response, compressed; NULL for an error, which is short
 */
struct document {
	unsigned int users;
	unsigned int status;
	struct MHD_Response *plain;
	struct MHD_Response *gzip;
};

/**
 * struct waiter - a request that waits for a document
 * @next: another request that waits for the same document
 * @connection: suspended until the document is there
 * @document: the document, once it is there
 */
struct waiter {
	struct waiter *next;
	struct MHD_Connection *connection;
	struct document *document;
};

/**
 * struct job - makes one kind of document
 * @watch: of the reading's end
 * @documents: all documents
 * @kind: the kind
 * @reading: what the document is being made of
 * @since_ms: when the reading began
 * @waiters: requests that wait for it
 */
struct job {
	struct watch watch;
	struct documents *documents;
	enum document_kind kind;
	struct reading reading;
	uint64_t since_ms;
	struct waiter *waiters;
};

/**
 * struct documents - the documents of the exporter
 * @loop: waits for the ends of readings
 * @request: which metrics are asked for
 * @job: one for each kind of document
 * @error: why the last reading failed; NULL if it did not
 */
struct documents {
	struct loop *loop;
	const struct metrics_request *request;
	struct job job[DOCUMENT_KINDS];
	char *error;
};

/**
 * documents_init() - begin without any reading
 * @documents: overwritten
 * @loop: waits for the ends of readings
 * @request: which metrics are asked for
 */
void documents_init(struct documents *documents, struct loop *loop,
		    const struct metrics_request *request);

/**
 * documents_await() - wait for a document
 * @documents: all documents
 * @kind: kind of the document
 * @waiter: all 0 but for the connection, which is suspended until @waiter->document is there
 *
 * Joins a reading that is under way, or begins one.
 *
 * Return: false if a reading cannot begin; @waiter->document then reports the error.
 */
bool documents_await(struct documents *documents, enum document_kind kind, struct waiter *waiter);

/* Gives up one use of a document, and frees it after the last. */
void documents_release(struct document *document);

/* Ends readings that take too long. */
void documents_expire(struct documents *documents, uint64_t now_ms);

/* Ends all readings; their waiters get a document that reports this. */
void documents_end(struct documents *documents);

#endif
