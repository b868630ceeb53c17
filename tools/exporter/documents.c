// SPDX-License-Identifier: GPL-2.0-only
/* The documents that clients are sent, each made of a reading that all its waiters share. */

#include <err.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

#include "tools/exporter/answers.h"
#include "tools/exporter/documents.h"
#include "tools/exporter/page.h"
#include "tools/failure.h"

void documents_release(struct document *document)
{
	if (!document || --document->users)
		return;
	MHD_destroy_response(document->plain);
	if (document->gzip)
		MHD_destroy_response(document->gzip);
	free(document);
}

static struct document *document_new(unsigned int status)
{
	struct document *document = xcalloc(1, sizeof(*document));

	document->users = 1;
	document->status = status;
	return document;
}

static struct document *good_document(enum document_kind kind, struct reading_result *result)
{
	struct document *document = document_new(MHD_HTTP_OK);

	document->plain = answer_of_bytes(result->plain, kind, false);
	document->gzip = answer_of_bytes(result->gzip, kind, true);
	return document;
}

/* An error takes the form of what the client asked for: a page, a line for the page, a metric. */
static void write_error(FILE *out, enum document_kind kind, const char *error)
{
	if (kind == DOCUMENT_PAGE)
		page_write_reason(error, out);
	else if (kind == DOCUMENT_LIVE)
		fprintf(out, "%s\n", error);
	else
		fprintf(out, "# %s\n"
			"# TYPE tcpstate_up gauge\n"
			"# HELP tcpstate_up Whether the module could be read: 1 or 0.\n"
			"tcpstate_up 0\n", error);
}

static struct document *bad_document(enum document_kind kind, const char *error)
{
	struct document *document = document_new(MHD_HTTP_SERVICE_UNAVAILABLE);
	struct bytes text = { 0 };
	FILE *out = xopen_memstream(&text.data, &text.length);

	write_error(out, kind, error);
	xclose_memstream(out);
	/* Plain text, except for the page: OpenMetrics does not allow the comment. */
	document->plain = answer_of_bytes(text, kind == DOCUMENT_PAGE ? kind : DOCUMENT_PROMETHEUS,
					  false);
	return document;
}

/* Logs once for each change, not for each scrape. */
static void log_change(struct documents *documents, char *error)
{
	const char *before = documents->error;

	if (error && (!before || strcmp(before, error) != 0))
		warnx("answering 503: %s", error);
	if (!error && before)
		warnx("reading works again");
	free(documents->error);
	documents->error = error;
}

static void deliver(struct job *job, struct document *document)
{
	struct waiter *waiter;

	while ((waiter = job->waiters)) {
		job->waiters = waiter->next;
		waiter->document = document;
		document->users++;
		MHD_resume_connection(waiter->connection);
	}
	documents_release(document);
}

static void finish(struct job *job, bool too_long)
{
	struct reading_result result;
	struct document *document;

	loop_remove(job->documents->loop, &job->watch);
	result = reading_finish(&job->reading, too_long);
	if (result.good)
		document = good_document(job->kind, &result);
	else
		document = bad_document(job->kind, result.error);
	log_change(job->documents, result.error);
	deliver(job, document);
}

static void reading_ended(struct watch *watch)
{
	/* The watch is the first member of struct job. */
	finish((struct job *)watch, false);
}

void documents_init(struct documents *documents, struct loop *loop,
		    const struct metrics_request *request)
{
	size_t i;

	*documents = (struct documents){ .loop = loop, .request = request };
	for (i = 0; i < DOCUMENT_KINDS; i++)
		documents->job[i] = (struct job){
			.watch.ready = reading_ended,
			.documents = documents,
			.kind = i,
		};
}

bool documents_await(struct documents *documents, enum document_kind kind, struct waiter *waiter)
{
	struct job *job = &documents->job[kind];

	if (!job->reading.process) {
		if (!reading_start(&job->reading, documents->request, kind)) {
			waiter->document = bad_document(kind, strerror(errno));
			return false;
		}
		job->since_ms = loop_now_ms();
		job->watch.file = job->reading.end;
		loop_add(documents->loop, &job->watch);
	}
	waiter->next = job->waiters;
	job->waiters = waiter;
	MHD_suspend_connection(waiter->connection);
	return true;
}

void documents_expire(struct documents *documents, uint64_t now_ms)
{
	struct job *job;

	for (job = documents->job; job < documents->job + DOCUMENT_KINDS; job++)
		if (job->reading.process && now_ms - job->since_ms > READING_MS)
			finish(job, true);
}

void documents_end(struct documents *documents)
{
	struct job *job;

	for (job = documents->job; job < documents->job + DOCUMENT_KINDS; job++)
		if (job->reading.process)
			finish(job, true);
	free(documents->error);
	documents->error = NULL;
}
