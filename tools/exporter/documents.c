// SPDX-License-Identifier: GPL-2.0-only
/* What clients are answered with: made of a reading that all who wait share. */

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

/* What a client asked for decides how it is told: a page, a line for the page, or a metric. */
static void write_complaint(FILE *out, enum document_kind kind, const char *complaint)
{
	if (kind == DOCUMENT_PAGE)
		page_write_reason(complaint, out);
	else if (kind == DOCUMENT_LIVE)
		fprintf(out, "%s\n", complaint);
	else
		fprintf(out, "# %s\n"
			"# TYPE tcpstate_up gauge\n"
			"# HELP tcpstate_up Whether the module could be read: 1 or 0.\n"
			"tcpstate_up 0\n", complaint);
}

static struct document *bad_document(enum document_kind kind, const char *complaint)
{
	struct document *document = document_new(MHD_HTTP_SERVICE_UNAVAILABLE);
	struct bytes text = { 0 };
	FILE *out = xopen_memstream(&text.data, &text.length);

	write_complaint(out, kind, complaint);
	xclose_memstream(out);
	/* But for the page it is plain text: OpenMetrics has no place for a reason. */
	document->plain = answer_of_bytes(text, kind == DOCUMENT_PAGE ? kind : DOCUMENT_PROMETHEUS,
					  false);
	return document;
}

/* Once for each change, not once for each scrape. */
static void log_change(struct documents *documents, char *complaint)
{
	const char *before = documents->complaint;

	if (complaint && (!before || strcmp(before, complaint) != 0))
		warnx("answering 503: %s", complaint);
	if (!complaint && before)
		warnx("reading works again");
	free(documents->complaint);
	documents->complaint = complaint;
}

static void hand_out(struct making *making, struct document *document)
{
	struct wait *wait;

	while ((wait = making->waiting)) {
		making->waiting = wait->next;
		wait->document = document;
		document->users++;
		MHD_resume_connection(wait->connection);
	}
	documents_release(document);
}

static void finish(struct making *making, bool too_long)
{
	struct reading_result result;
	struct document *document;

	loop_remove(making->documents->loop, &making->watch);
	result = reading_finish(&making->reading, too_long);
	if (result.good)
		document = good_document(making->kind, &result);
	else
		document = bad_document(making->kind, result.complaint);
	log_change(making->documents, result.complaint);
	hand_out(making, document);
}

static void reading_ended(struct watch *watch)
{
	/* The watch is the first member. */
	finish((struct making *)watch, false);
}

void documents_init(struct documents *documents, struct loop *loop,
		    const struct metrics_request *request)
{
	size_t i;

	*documents = (struct documents){ .loop = loop, .request = request };
	for (i = 0; i < DOCUMENT_KINDS; i++)
		documents->making[i] = (struct making){
			.watch.ready = reading_ended,
			.documents = documents,
			.kind = i,
		};
}

bool documents_await(struct documents *documents, enum document_kind kind, struct wait *wait)
{
	struct making *making = &documents->making[kind];

	if (!making->reading.process) {
		if (!reading_start(&making->reading, documents->request, kind)) {
			wait->document = bad_document(kind, strerror(errno));
			return false;
		}
		making->since_ms = loop_now_ms();
		making->watch.file = making->reading.end;
		loop_add(documents->loop, &making->watch);
	}
	wait->next = making->waiting;
	making->waiting = wait;
	MHD_suspend_connection(wait->connection);
	return true;
}

void documents_expire(struct documents *documents, uint64_t now_ms)
{
	struct making *making;

	for (making = documents->making; making < documents->making + DOCUMENT_KINDS; making++)
		if (making->reading.process && now_ms - making->since_ms > READING_MS)
			finish(making, true);
}

void documents_end(struct documents *documents)
{
	struct making *making;

	for (making = documents->making; making < documents->making + DOCUMENT_KINDS; making++)
		if (making->reading.process)
			finish(making, true);
	free(documents->complaint);
	documents->complaint = NULL;
}
