// SPDX-License-Identifier: GPL-2.0-only
/* Makes a document of a reading, in the child process. */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/exporter/compress.h"
#include "tools/exporter/page.h"
#include "tools/exporter/render.h"
#include "tools/failure.h"

void render(const struct metrics_request *request, enum document_kind kind, int gzip)
{
	struct metrics_request own = *request;
	char *text = NULL;
	size_t length;
	FILE *out = xopen_memstream(&text, &length);

	switch (kind) {
	case DOCUMENT_OPENMETRICS:
		own.format = EXPOSITION_OPENMETRICS;
		metrics_write(&own, out);
		break;
	case DOCUMENT_PROMETHEUS:
		own.format = EXPOSITION_PROMETHEUS;
		metrics_write(&own, out);
		break;
	case DOCUMENT_PAGE:
		page_write(request->input, out);
		break;
	case DOCUMENT_LIVE:
		page_write_live(request->input, out);
		break;
	}
	xclose_memstream(out);
	if (fwrite(text, 1, length, stdout) != length || fflush(stdout) ||
	    !compress_to(gzip, text, length))
		err(1, "no room for a document of %zu bytes", length);
	free(text);
}
