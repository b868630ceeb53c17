// SPDX-License-Identifier: GPL-2.0-only
/* top without a terminal: prints tables. */

#include <errno.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "procfs/abi.h"
#include "tools/clock.h"
#include "tools/command.h"
#include "tools/failure.h"
#include "tools/output/duration.h"
#include "tools/output/table.h"
#include "tools/top/format.h"
#include "tools/top/plain.h"

enum { NAME, NOW, MEAN_AGE, ENTERED_RATE, LEFT_RATE, STATE_COLUMNS };

static const struct table_column state_columns[STATE_COLUMNS] = {
	[NAME] = { "STATE", false },
	[NOW] = { "NOW", true },
	[MEAN_AGE] = { "MEAN AGE", true },
	[ENTERED_RATE] = { "ENTERED/S", true },
	[LEFT_RATE] = { "LEFT/S", true },
};

enum { FROM, TO, RATE, COUNT, ARC_COLUMNS };

static const struct table_column arc_columns[ARC_COLUMNS] = {
	[FROM] = { "FROM", false },
	[TO] = { "TO", false },
	[RATE] = { "COUNT/S", true },
	[COUNT] = { "COUNT", true },
};

/* How many of the sockets that match the filter are printed. */
enum { SOCKETS = 10 };

static void print_states(const struct top_history *history)
{
	struct libscols_table *table = table_new(state_columns, STATE_COLUMNS);
	char age[DURATION_MAX], rate[TOP_NUMBER_MAX];
	const struct top_state *state;
	struct libscols_line *line;

	for (state = history->state; state < history->state + history->states; state++) {
		line = table_add_line(table);
		table_set(line, NAME, state->name);
		table_set_number(line, NOW, state->now);
		table_set(line, MEAN_AGE, state->mean_age_ns.known ?
			  duration_format(state->mean_age_ns.value, age) : TCPSTATE_NOT_KNOWN);
		table_set(line, ENTERED_RATE,
			  top_rate(top_series_at(&state->series[TOP_ENTERED], 0), rate));
		table_set(line, LEFT_RATE,
			  top_rate(top_series_at(&state->series[TOP_LEFT], 0), rate));
	}
	table_print(table);
}

static void print_arcs(const struct top_history *history)
{
	struct libscols_table *table = table_new(arc_columns, ARC_COLUMNS);
	const struct top_arc *arc;
	struct libscols_line *line;
	char rate[TOP_NUMBER_MAX];
	size_t lines = 0;

	for (arc = history->arc; arc < history->arc + history->arcs; arc++) {
		if (!(top_series_at(&arc->rate, 0) > 0))
			continue;
		line = table_add_line(table);
		table_set(line, FROM, arc->from);
		table_set(line, TO, arc->to);
		table_set(line, RATE, top_rate(top_series_at(&arc->rate, 0), rate));
		table_set_number(line, COUNT, arc->count);
		lines++;
	}
	if (lines)
		putchar('\n');
	table_print(table);
}

static void put_socket(struct listing *listing, const struct socket_column * const *column,
		       const struct socket_item *item)
{
	size_t i;

	for (i = 0; i < listing->columns; i++) {
		if (item)
			socket_column_put(column[i], listing, item);
		else
			listing_put(listing, column[i]->title);
		listing_next(listing);
	}
}

static void print_sockets(struct top_frame *frame)
{
	static const char * const names[] = {
		"state", "age", "rxq", "txq", "local", "remote", "process",
	};
	enum { COLUMNS_SHOWN = sizeof(names) / sizeof(names[0]) };
	struct listing listing = { .columns = COLUMNS_SHOWN, .measuring = true };
	const struct socket_column *column[COLUMNS_SHOWN];
	struct top_sockets *sockets = &frame->sockets;
	size_t i;

	top_frame_read_sockets(frame, NULL, SOCKETS);
	for (i = 0; i < listing.columns; i++) {
		column[i] = socket_column_find(names[i], strlen(names[i]));
		listing.right[i] = column[i]->right;
	}
	printf("\n%zu sockets with %s\n", sockets->total, frame->view.filter_text);
	do {
		put_socket(&listing, column, NULL);
		for (i = 0; i < sockets->count; i++)
			put_socket(&listing, column, &sockets->socket[i]->item);
		listing.measuring = !listing.measuring;
	} while (!listing.measuring);
	listing_free(&listing);
}

static void print_reading(struct top_frame *frame, bool first)
{
	const char *scope = frame->history.summary.scope;

	printf("%s%s%sTCP sockets of %s\n\n", first ? "" : "\n", frame->source.when,
	       *frame->source.when ? "  " : "",
	       strcmp(scope, TCPSTATE_SCOPE_HOST) ? scope : "this host, all namespaces");
	print_states(&frame->history);
	print_arcs(&frame->history);
	if (*frame->view.filter_text)
		print_sockets(frame);
	/* The reader of a pipe may have left; close_output() reports errors of standard output. */
	if (fflush(stdout))
		exit(failure_status);
}

int top_plain(struct top_frame *frame, const struct options *options)
{
	uint64_t printed = 0;

	while (!options->count || printed < options->count) {
		if (!frame->source.saved || options->interval_ns)
			clock_wait(frame->view.interval_ns);
		if (!top_frame_read(frame))
			break;
		print_reading(frame, !printed++);
	}
	/* The recording has one reading only: print it without rates. */
	if (!printed)
		print_reading(frame, true);
	return EXIT_SUCCESS;
}
