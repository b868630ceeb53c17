// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate dwell: how long sockets stayed in a state before they went on. */

#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/quantile.h"
#include "tools/command.h"
#include "tools/failure.h"
#include "tools/options.h"
#include "tools/output/document.h"
#include "tools/output/duration.h"
#include "tools/output/json.h"
#include "tools/output/listing.h"
#include "tools/output/table.h"
#include "tools/recording/index.h"
#include "tools/states/arc.h"
#include "tools/text/dwell.h"

enum { FROM, TO, COUNT, MEAN, P50, P90, P99, MAX, UNMEASURED, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[FROM] = { "FROM", false },
	[TO] = { "TO", false },
	[COUNT] = { "COUNT", true },
	[MEAN] = { "MEAN", true },
	[P50] = { "P50", true },
	[P90] = { "P90", true },
	[P99] = { "P99", true },
	[MAX] = { "MAX", true },
	[UNMEASURED] = { "UNMEASURED", true },
};

static struct number mean_of(const struct dwell_row *row)
{
	if (!row->count.known || !row->count.value || !row->sum_ns.known)
		return (struct number){ .known = false };
	return (struct number){ true, row->sum_ns.value / row->count.value };
}

/* The longest of none is no 0. */
static struct number max_of(const struct dwell_row *row)
{
	return row->count.known && row->count.value ? row->max_ns :
						      (struct number){ .known = false };
}

static bool is_wanted(const struct dwell_row *row, const struct arc *arc)
{
	return (!arc->from || !strcmp(arc->from, row->from)) &&
	       (!arc->to || !strcmp(arc->to, row->to));
}

static void set_time(struct libscols_line *line, size_t column, struct number ns)
{
	char text[DURATION_MAX];

	table_set(line, column, ns.known ? duration_format(ns.value, text) : TCPSTATE_NOT_KNOWN);
}

/* Return: how many lines there were. */
static size_t print_table(const struct dwell_text *text, const struct arc *arc)
{
	struct libscols_table *table = table_new(columns, COLUMNS);
	const struct dwell_row *row;
	struct libscols_line *line;
	size_t lines = 0, i;

	for (i = 0; i < text->rows; i++) {
		row = &text->row[i];
		if (!is_wanted(row, arc))
			continue;
		line = table_add_line(table);
		table_set(line, FROM, row->from);
		table_set(line, TO, row->to);
		table_set_number(line, COUNT, row->count);
		set_time(line, MEAN, mean_of(row));
		set_time(line, P50, quantile_of(row, 0.5));
		set_time(line, P90, quantile_of(row, 0.9));
		set_time(line, P99, quantile_of(row, 0.99));
		set_time(line, MAX, max_of(row));
		table_set_number(line, UNMEASURED, row->unmeasured);
		lines++;
	}
	table_print(table);
	return lines;
}

/* The bars of a histogram: its buckets folded into one a power of two. */
enum {
	LOWEST_LOG2 = TCPSTATE_BUCKET_LOWEST_LOG2,
	HIGHEST_LOG2 = TCPSTATE_BUCKET_HIGHEST_LOG2,
	BARS = HIGHEST_LOG2 - LOWEST_LOG2 + 2,
};

static unsigned int bar_of(uint64_t bound_ns)
{
	if (bound_ns <= UINT64_C(1) << LOWEST_LOG2)
		return 0;
	if (bound_ns > UINT64_C(1) << HIGHEST_LOG2)
		return BARS - 1;
	return 64 - __builtin_clzll(bound_ns - 1) - LOWEST_LOG2;
}

static void put_bar(struct listing *listing, unsigned int bar, uint64_t count, uint64_t largest)
{
	static const char full[] = "##################################################";
	unsigned int length = (double)count / (double)largest * (sizeof(full) - 1) + 0.5;
	char text[DURATION_MAX];

	if (count && !length)
		length = 1;
	listing_put(listing, bar ? duration_format(UINT64_C(1) << (LOWEST_LOG2 + bar - 1), text) :
				   "0");
	listing_next(listing);
	listing_put(listing, "to ");
	listing_put(listing, bar < BARS - 1 ?
			     duration_format(UINT64_C(1) << (LOWEST_LOG2 + bar), text) : "any");
	listing_next(listing);
	listing_put_number(listing, count);
	listing_next(listing);
	listing_put(listing, full + sizeof(full) - 1 - length);
	listing_next(listing);
}

static void print_bars(const struct dwell_row *row)
{
	struct listing listing = {
		.columns = 4, .right = { true, false, true, false }, .width = { 8, 8, 10, 0 },
	};
	uint64_t count[BARS] = { 0 }, largest = 0;
	unsigned int first = BARS, last = 0, bar;
	size_t i;

	for (i = 0; i < row->buckets; i++) {
		bar = bar_of(row->bucket[i].bound_ns);
		count[bar] += row->bucket[i].count;
		if (count[bar] > largest)
			largest = count[bar];
		if (bar < first)
			first = bar;
		if (bar > last)
			last = bar;
	}
	if (!largest)
		return;
	putchar('\n');
	for (bar = first; bar <= last; bar++)
		put_bar(&listing, bar, count[bar], largest);
	listing_free(&listing);
}

static void json_buckets(struct json *json, const struct dwell_row *row)
{
	const struct dwell_bucket *bucket;
	size_t i;

	json_begin_array(json, "buckets");
	for (i = 0; i < row->buckets; i++) {
		bucket = &row->bucket[i];
		json_begin_object(json, NULL);
		json_number(json, "bound_ns", (struct number){
			bucket->bound_ns != DWELL_UNBOUNDED, bucket->bound_ns });
		json_number(json, "count", (struct number){ true, bucket->count });
		json_end_object(json);
	}
	json_end_array(json);
}

static void print_json(const struct dwell_text *text, const struct arc *arc)
{
	const struct dwell_row *row;
	struct json json = { .lines = 3 };
	size_t i;

	document_head(&json, NULL);
	json_begin_array(&json, "dwell");
	for (i = 0; i < text->rows; i++) {
		row = &text->row[i];
		if (!is_wanted(row, arc))
			continue;
		json_begin_object(&json, NULL);
		json_text(&json, "from", row->from);
		json_text(&json, "to", row->to);
		json_number(&json, "count", row->count);
		json_number(&json, "unmeasured", row->unmeasured);
		json_seconds(&json, "sum_s", row->sum_ns);
		json_seconds(&json, "mean_s", mean_of(row));
		json_seconds(&json, "p50_s", quantile_of(row, 0.5));
		json_seconds(&json, "p90_s", quantile_of(row, 0.9));
		json_seconds(&json, "p99_s", quantile_of(row, 0.99));
		json_seconds(&json, "max_s", max_of(row));
		json_buckets(&json, row);
		json_end_object(&json);
	}
	json_end_array(&json);
	json_end_object(&json);
}

static void parse_words(const struct options *options, struct arc *arc)
{
	if (options->word_count && !arc_from_words(options->words, options->word_count, arc))
		usage_error("unknown state, or arc like ESTABLISHED-FIN_WAIT1,", options->words[0]);
}

int dwell_main(const struct options *options)
{
	const struct dwell_row *row = NULL;
	struct arc arc = { NULL, NULL };
	struct recording recording;
	struct dwell_text text;
	struct report report;

	parse_words(options, &arc);
	recording_open(&recording, options->input ? options->input : "/proc/" TCPSTATE_PROC_DWELL);
	dwell_text_read(&text, recording_text(&recording, &report, TCPSTATE_PROC_DWELL,
					      REPORT_LAST));
	recording_close(&recording);
	if (arc.to)
		row = dwell_text_row(&text, arc.from, arc.to);
	if (options->json)
		print_json(&text, &arc);
	else if (!print_table(&text, &arc))
		puts(arc.from ? "no socket took this way yet" : "no socket left a state yet");
	else if (row)
		print_bars(row);
	dwell_text_free(&text);
	return EXIT_SUCCESS;
}
