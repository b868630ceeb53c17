// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate diff: what happened between two readings, and whether shares of the arcs shifted. */

#include <err.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/change.h"
#include "tools/command.h"
#include "tools/failure.h"
#include "tools/options.h"
#include "tools/output/document.h"
#include "tools/output/duration.h"
#include "tools/output/json.h"
#include "tools/output/table.h"
#include "tools/recording/index.h"

enum { STATE, BEFORE, AFTER, CHANGE, ENTERED, LEFT, STATE_COLUMNS };

static const struct table_column state_columns[STATE_COLUMNS] = {
	[STATE] = { "STATE", false },
	[BEFORE] = { "BEFORE", true },
	[AFTER] = { "AFTER", true },
	[CHANGE] = { "CHANGE", true },
	[ENTERED] = { "ENTERED/S", true },
	[LEFT] = { "LEFT/S", true },
};

enum { FROM, TO, COUNT, RATE, SHARE_BEFORE, SHARE_BETWEEN, SHIFT, ARC_COLUMNS };

static const struct table_column arc_columns[ARC_COLUMNS] = {
	[FROM] = { "FROM", false },
	[TO] = { "TO", false },
	[COUNT] = { "COUNT", true },
	[RATE] = { "PER SECOND", true },
	[SHARE_BEFORE] = { "SHARE BEFORE", true },
	[SHARE_BETWEEN] = { "SHARE SINCE", true },
	[SHIFT] = { "SHIFT", false },
};

static void set_change(struct libscols_line *line, const struct state_change *state)
{
	char text[32] = TCPSTATE_NOT_KNOWN;

	if (state->before.known && state->after.known)
		snprintf(text, sizeof(text), "%+" PRId64,
			 (int64_t)(state->after.value - state->before.value));
	table_set(line, CHANGE, text);
}

static void print_states(const struct diff *diff)
{
	struct libscols_table *table = table_new(state_columns, STATE_COLUMNS);
	const struct state_change *state;
	struct libscols_line *line;

	for (state = diff->states; state < diff->states + diff->state_count; state++) {
		line = table_add_line(table);
		table_set(line, STATE, state->name);
		table_set_number(line, BEFORE, state->before);
		table_set_number(line, AFTER, state->after);
		set_change(line, state);
		table_set_rate(line, ENTERED, change_rate(diff, state->entered));
		table_set_rate(line, LEFT, change_rate(diff, state->left));
	}
	table_print(table);
}

static void set_share(struct libscols_line *line, size_t column, bool known, double share)
{
	char text[16] = TCPSTATE_NOT_KNOWN;

	if (known)
		snprintf(text, sizeof(text), "%.1f%%", 100 * share);
	table_set(line, column, text);
}

static void print_arcs(const struct diff *diff)
{
	struct libscols_table *table = table_new(arc_columns, ARC_COLUMNS);
	const struct arc_change *arc;
	struct libscols_line *line;

	for (arc = diff->arcs; arc < diff->arcs + diff->arc_count; arc++) {
		if (arc->count.known && !arc->count.value && !arc->moved)
			continue;
		line = table_add_line(table);
		table_set(line, FROM, arc->from);
		table_set(line, TO, arc->to);
		table_set_number(line, COUNT, arc->count);
		table_set_rate(line, RATE, change_rate(diff, arc->count));
		set_share(line, SHARE_BEFORE, arc->shares_known, arc->share_before);
		set_share(line, SHARE_BETWEEN, arc->shares_known, arc->share_between);
		table_set(line, SHIFT, !arc->shares_known ? TCPSTATE_NOT_KNOWN :
				      arc->moved ? "shifted" : "none");
	}
	table_print(table);
}

static void print_text(const struct diff *diff, const struct summary *summary)
{
	const struct counter_change *counter;
	char between[DURATION_MAX];

	printf("%s between two readings of %s\n\n", duration_format(diff->between_ns, between),
	       strcmp(summary->scope, TCPSTATE_SCOPE_HOST) ? summary->scope :
							     "this host, all namespaces");
	print_states(diff);
	if (diff->arc_count) {
		putchar('\n');
		print_arcs(diff);
	}
	for (counter = diff->counters; counter < diff->counters + diff->counter_count; counter++)
		printf("%s%s +%" PRIu64 "%s\n", counter == diff->counters ? "\n" : "",
		       counter->name, counter->count, counter->moved ? ", which should not grow" : "");
}

static void json_states(struct json *json, const struct diff *diff)
{
	const struct state_change *state;

	json_begin_array(json, "states");
	for (state = diff->states; state < diff->states + diff->state_count; state++) {
		json_begin_object(json, NULL);
		json_text(json, "state", state->name);
		json_number(json, "before", state->before);
		json_number(json, "after", state->after);
		json_number(json, "entered", state->entered);
		json_number(json, "left", state->left);
		json_ratio(json, "entered_per_second", state->entered.known,
			   change_rate(diff, state->entered));
		json_ratio(json, "left_per_second", state->left.known,
			   change_rate(diff, state->left));
		json_end_object(json);
	}
	json_end_array(json);
}

static void json_arcs(struct json *json, const struct diff *diff)
{
	const struct arc_change *arc;

	json_begin_array(json, "transitions");
	for (arc = diff->arcs; arc < diff->arcs + diff->arc_count; arc++) {
		json_begin_object(json, NULL);
		json_text(json, "from", arc->from);
		json_text(json, "to", arc->to);
		json_number(json, "count", arc->count);
		json_ratio(json, "per_second", arc->count.known, change_rate(diff, arc->count));
		json_ratio(json, "share_before", arc->shares_known, arc->share_before);
		json_ratio(json, "share_since", arc->shares_known, arc->share_between);
		json_number(json, "moved", (struct number){ true, arc->moved });
		json_end_object(json);
	}
	json_end_array(json);
}

static void print_json(const struct diff *diff, const struct summary *summary)
{
	const struct counter_change *counter;
	struct json json = { 0 };

	document_head(&json, summary->scope);
	json_number(&json, "between_ns", (struct number){ true, diff->between_ns });
	json_number(&json, "moved", (struct number){ true, diff->moved });
	json_states(&json, diff);
	json_arcs(&json, diff);
	json_begin_object(&json, "counters");
	for (counter = diff->counters; counter < diff->counters + diff->counter_count; counter++)
		json_number(&json, counter->name, (struct number){ true, counter->count });
	json_end_object(&json);
	json_end_object(&json);
}

/* One file is opened once. */
static void read_both(const struct options *options, struct summary *a, struct summary *b)
{
	struct recording first, second, *last = &first;
	struct report report;

	recording_open(&first, options->words[0]);
	if (options->word_count == 2) {
		recording_open(&second, options->words[1]);
		last = &second;
	}
	summary_read(a, recording_text(&first, &report, TCPSTATE_PROC_SUMMARY, REPORT_FIRST));
	summary_read(b, recording_text(last, &report, TCPSTATE_PROC_SUMMARY, REPORT_LAST));
	if (last == &second)
		recording_close(&second);
	recording_close(&first);
}

int diff_main(const struct options *options)
{
	struct summary a, b;
	const char *obstacle;
	struct diff diff;
	bool moved;

	if (!options->word_count)
		usage_error("missing FILE after", "diff");
	if (options->word_count > 2)
		usage_error("too many arguments from", options->words[2]);
	read_both(options, &a, &b);
	obstacle = diff_obstacle(&a, &b);
	if (obstacle && options->word_count == 1)
		errx(failure_status, "the first and the last reading of %s %s", options->words[0],
		     obstacle);
	if (obstacle)
		errx(failure_status, "%s and %s %s", options->words[0], options->words[1], obstacle);
	diff_make(&diff, &a, &b);
	if (options->json)
		print_json(&diff, &b);
	else
		print_text(&diff, &b);
	moved = diff.moved;
	diff_free(&diff);
	summary_free(&a);
	summary_free(&b);
	return moved ? DIFF_MOVED : DIFF_AS_BEFORE;
}
