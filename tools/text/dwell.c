// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/tcpstate_dwell or a copy of it. */

#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/text/dwell.h"

/* Many times what a text has; another file must not take all memory. */
enum { ROWS_MAX = 4096 };

enum { FROM, TO, COUNT, UNMEASURED, SUM_NS, MAX_NS, COLUMNS };

static const struct report_column columns[COLUMNS] = {
	[FROM] = { TCPSTATE_COL_FROM, false },
	[TO] = { TCPSTATE_COL_TO, false },
	[COUNT] = { TCPSTATE_COL_COUNT, false },
	[UNMEASURED] = { TCPSTATE_COL_UNMEASURED, false },
	[SUM_NS] = { TCPSTATE_COL_SUM_NS, false },
	[MAX_NS] = { TCPSTATE_COL_MAX_NS, false },
};

/* Buckets are the rest of the line: the only column that is more than a word. */
static const struct report_column rest = { TCPSTATE_COL_BUCKETS, false };

/* "BOUND:COUNT" */
static struct dwell_bucket parse_bucket(const struct report *report, const char *word)
{
	const char *colon = strchr(word, ':');
	struct dwell_bucket bucket = { .bound_ns = DWELL_UNBOUNDED };
	struct number number;
	char bound[24];

	if (!colon || (size_t)(colon - word) >= sizeof(bound))
		report_fail(report, "'%.40s' should be a bucket, BOUND:COUNT", word);
	memcpy(bound, word, colon - word);
	bound[colon - word] = '\0';
	if (strcmp(bound, TCPSTATE_BUCKET_INF) != 0) {
		number = report_parse_number(report, bound);
		if (!number.known)
			report_fail(report, "the bucket '%.40s' has no bound", word);
		bucket.bound_ns = number.value;
	}
	number = report_parse_number(report, colon + 1);
	if (!number.known)
		report_fail(report, "the bucket '%.40s' has no count", word);
	bucket.count = number.value;
	return bucket;
}

static void read_buckets(struct dwell_row *row, const struct report *report, size_t first)
{
	uint64_t sum = 0;
	size_t i;

	row->bucket = xcalloc(report->fields, sizeof(*row->bucket));
	for (i = first; i < report->fields; i++) {
		row->bucket[row->buckets] = parse_bucket(report, report->field[i]);
		if (row->buckets && row->bucket[row->buckets].bound_ns <=
				    row->bucket[row->buckets - 1].bound_ns)
			report_fail(report, "the bucket '%.40s' is not in order", report->field[i]);
		sum += row->bucket[row->buckets++].count;
	}
	if (row->count.known && row->count.value != sum)
		report_fail(report, "the buckets do not add up to the count");
}

static void read_row(struct dwell_text *text, const struct report *report)
{
	const char *field[COLUMNS];
	struct dwell_row *row;
	size_t first;

	if (text->rows == ROWS_MAX)
		report_fail(report, "more than %d records '%s': not a text of tcpstate", ROWS_MAX,
			    report->keyword);
	text->row = xreallocarray(text->row, text->rows + 1, sizeof(*text->row));
	report_fields(report, columns, COLUMNS, field);
	report_find_places(report, &rest, 1, &first);
	row = &text->row[text->rows++];
	*row = (struct dwell_row){
		.from = xstrdup(field[FROM]),
		.to = xstrdup(field[TO]),
		.count = report_parse_number(report, field[COUNT]),
		.unmeasured = report_parse_number(report, field[UNMEASURED]),
		.sum_ns = report_parse_number(report, field[SUM_NS]),
		.max_ns = report_parse_number(report, field[MAX_NS]),
	};
	read_buckets(row, report, first + 1);
}

void dwell_text_read(struct dwell_text *text, struct report *report)
{
	/* No rows are an array too: a loop over it forms a pointer behind its end. */
	*text = (struct dwell_text){ .row = xmalloc(sizeof(*text->row)) };
	while (report_next(report))
		if (!strcmp(report->keyword, TCPSTATE_KW_DWELL))
			read_row(text, report);
	report_require_columns(report, TCPSTATE_KW_DWELL);
	report_close(report);
}

const struct dwell_row *dwell_text_row(const struct dwell_text *text, const char *from,
				       const char *to)
{
	size_t i;

	for (i = 0; i < text->rows; i++)
		if (!strcmp(text->row[i].from, from) && !strcmp(text->row[i].to, to))
			return &text->row[i];
	return NULL;
}

void dwell_text_free(struct dwell_text *text)
{
	while (text->rows) {
		free(text->row[--text->rows].from);
		free(text->row[text->rows].to);
		free(text->row[text->rows].bucket);
	}
	free(text->row);
}
