// SPDX-License-Identifier: GPL-2.0-only
/* HTTP responses with their headers. */

#include <microhttpd.h>
#include <string.h>

#include "tools/exporter/answers.h"
#include "tools/failure.h"

static const char * const types[] = {
	[DOCUMENT_OPENMETRICS] = "application/openmetrics-text; version=1.0.0; charset=utf-8",
	[DOCUMENT_PROMETHEUS] = "text/plain; version=0.0.4; charset=utf-8",
	[DOCUMENT_PAGE] = "text/html; charset=utf-8",
	[DOCUMENT_LIVE] = "text/html; charset=utf-8",
};

static void add(struct MHD_Response *answer, const char *header, const char *value)
{
	if (MHD_add_response_header(answer, header, value) != MHD_YES)
		out_of_memory();
}

/* The page loads from this program only, and runs no script but page.js. */
static void add_common(struct MHD_Response *answer, const char *type)
{
	add(answer, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	add(answer, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	add(answer, "X-Content-Type-Options", "nosniff");
	add(answer, "Content-Security-Policy",
	    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
}

struct MHD_Response *answer_of_bytes(struct bytes bytes, enum document_kind kind, bool gzip)
{
	struct MHD_Response *answer;

	answer = MHD_create_response_from_buffer(bytes.length, bytes.data, MHD_RESPMEM_MUST_FREE);
	if (!answer)
		out_of_memory();
	add_common(answer, types[kind]);
	add(answer, MHD_HTTP_HEADER_VARY, "Accept, Accept-Encoding");
	if (gzip)
		add(answer, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
	return answer;
}

bool answer_fixed(struct MHD_Connection *connection, unsigned int status, const char *type,
		  const char *text)
{
	struct MHD_Response *answer;
	bool queued;

	answer = MHD_create_response_from_buffer(strlen(text), (void *)text,
						 MHD_RESPMEM_PERSISTENT);
	if (!answer)
		return false;
	add_common(answer, type);
	if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
		add(answer, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
	queued = MHD_queue_response(connection, status, answer) == MHD_YES;
	MHD_destroy_response(answer);
	return queued;
}
