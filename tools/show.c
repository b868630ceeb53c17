// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate show: sockets by state. */

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "procfs/abi.h"
#include "tools/colour.h"
#include "tools/command.h"
#include "tools/currestab.h"
#include "tools/diff_data.h"
#include "tools/duration.h"
#include "tools/json.h"
#include "tools/meaning.h"
#include "tools/options.h"
#include "tools/summary.h"
#include "tools/table.h"

/* The last two only if there was a window to measure them in. */
enum { NAME, NOW, MEAN_AGE, AT_LOAD, ENTERED, LEFT, ENTERED_RATE, LEFT_RATE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NAME] = { "STATE", false },
	[NOW] = { "NOW", true },
	[MEAN_AGE] = { "MEAN AGE", true },
	[AT_LOAD] = { "AT LOAD", true },
	[ENTERED] = { "ENTERED", true },
	[LEFT] = { "LEFT", true },
	[ENTERED_RATE] = { "ENTERED/S", true },
	[LEFT_RATE] = { "LEFT/S", true },
};

/* A reading; window is NULL, or what happened between an earlier reading and this one. */
struct view {
	struct summary summary;
	const struct diff *window;
	struct currestab currestab;
};

static const struct state_change *change_of(const struct view *view, const char *state)
{
	size_t i;

	for (i = 0; view->window && i < view->window->state_count; i++)
		if (!strcmp(view->window->states[i].name, state))
			return &view->window->states[i];
	return NULL;
}

static double rate_of(const struct view *view, struct number count)
{
	return count.value / (view->window->between_ns / 1e9);
}

static void set_rate(struct libscols_line *line, size_t column, const struct view *view,
		     struct number count)
{
	char text[32] = TCPSTATE_NOT_KNOWN;

	if (count.known)
		snprintf(text, sizeof(text), "%.1f", rate_of(view, count));
	table_set(line, column, text);
}

/* An empty state means nothing. */
static const char *colour_of(const struct summary *summary, const struct state_row *row)
{
	if (!row->now.value)
		return NULL;
	switch (state_meaning(summary, row)) {
	case MEANING_TROUBLE:
		return "red";
	case MEANING_PERSISTENT:
		return "cyan";
	default:
		return NULL;
	}
}

static void add_state(struct libscols_table *table, const struct view *view,
		      const struct state_row *row)
{
	const struct state_change *change = change_of(view, row->name);
	struct number age_ns = state_mean_age_ns(&view->summary, row);
	struct libscols_line *line = table_add_line(table);
	char text[DURATION_MAX];

	scols_line_set_color(line, colour_of(&view->summary, row));
	table_set(line, NAME, row->name);
	table_set_number(line, NOW, row->now);
	table_set(line, MEAN_AGE,
		  age_ns.known ? duration_format(age_ns.value, text) : TCPSTATE_NOT_KNOWN);
	table_set_number(line, AT_LOAD, row->at_load);
	table_set_number(line, ENTERED, row->entered);
	table_set_number(line, LEFT, row->left);
	if (!change)
		return;
	set_rate(line, ENTERED_RATE, view, change->entered);
	set_rate(line, LEFT_RATE, view, change->left);
}

static void print_row(const struct named_row *row)
{
	if (row->value.known)
		printf("%s %" PRIu64, row->name, row->value.value);
	else
		printf("%s %s", row->name, TCPSTATE_NOT_KNOWN);
}

static void print_gauges(const struct summary *summary)
{
	size_t i;

	for (i = 0; i < summary->gauges; i++) {
		fputs(i ? ", " : "\n", stdout);
		print_row(&summary->gauge[i]);
	}
	putchar('\n');
}

/* Counters that are 0 on a healthy host are worth a word only when they are not, or may not be. */
static void print_trouble(const struct summary *summary)
{
	const struct named_row *counter;

	for (counter = summary->counter; counter < summary->counter + summary->counters; counter++) {
		if (!strcmp(counter->name, TCPSTATE_COUNTER_SELF_LOOPS) ||
		    (counter->value.known && !counter->value.value))
			continue;
		print_row(counter);
		putchar('\n');
	}
}

static void print_table(const struct view *view)
{
	struct libscols_table *table = table_new(columns, view->window ? COLUMNS : ENTERED_RATE);
	const struct summary *summary = &view->summary;
	size_t i;

	scols_table_enable_colors(table, colour_wanted());

	printf("TCP sockets of %s\n\n", strcmp(summary->scope, TCPSTATE_SCOPE_HOST) ?
						summary->scope : "this host, all namespaces");
	for (i = 0; i < summary->states; i++)
		add_state(table, view, &summary->state[i]);
	table_print(table);
	print_gauges(summary);
	currestab_print(&view->currestab);
	print_trouble(summary);
}

static void print_named(struct json *json, const char *key, const struct named_row *rows,
			size_t count)
{
	size_t i;

	json_begin_object(json, key);
	for (i = 0; i < count; i++)
		if (rows[i].text)
			json_text(json, rows[i].name, rows[i].text);
		else
			json_number(json, rows[i].name, rows[i].value);
	json_end_object(json);
}

static void json_rates(struct json *json, const struct view *view, const char *state)
{
	const struct state_change *change = change_of(view, state);

	json_ratio(json, "entered_per_second", change && change->entered.known,
		   change ? rate_of(view, change->entered) : 0);
	json_ratio(json, "left_per_second", change && change->left.known,
		   change ? rate_of(view, change->left) : 0);
}

static void print_json(const struct view *view)
{
	const struct summary *summary = &view->summary;
	const struct state_row *row;
	struct json json = { 0 };

	json_begin_object(&json, NULL);
	json_number(&json, "schema", (struct number){ true, JSON_SCHEMA });
	json_text(&json, "scope", summary->scope);
	print_named(&json, "info", summary->info, summary->infos);
	json_begin_array(&json, "states");
	for (row = summary->state; row < summary->state + summary->states; row++) {
		json_begin_object(&json, NULL);
		json_text(&json, "state", row->name);
		json_number(&json, "now", row->now);
		json_number(&json, "at_load", row->at_load);
		json_number(&json, "entered", row->entered);
		json_number(&json, "left", row->left);
		json_number(&json, "age_sum_ns", row->age_sum_ns);
		json_number(&json, "mean_age_ns", state_mean_age_ns(summary, row));
		json_rates(&json, view, row->name);
		json_end_object(&json);
	}
	json_end_array(&json);
	print_named(&json, "gauges", summary->gauge, summary->gauges);
	print_named(&json, "counters", summary->counter, summary->counters);
	json_number(&json, "kernel_curr_estab", view->currestab.kernel);
	json_end_object(&json);
}

static void show(const struct options *options, struct view *view)
{
	currestab_read(&view->currestab, options->input, &view->summary);
	if (options->json)
		print_json(view);
	else
		print_table(view);
}

static void wait_for(uint64_t span_ns)
{
	struct timespec left = { span_ns / 1000000000, span_ns % 1000000000 };

	while (nanosleep(&left, &left) && errno == EINTR)
		;
}

static void show_window(const struct options *options, struct view *view)
{
	struct summary before;
	const char *obstacle;
	struct diff window;

	summary_read(&before, "/proc/" TCPSTATE_PROC_SUMMARY);
	wait_for(options->interval_ns);
	summary_read(&view->summary, "/proc/" TCPSTATE_PROC_SUMMARY);
	obstacle = diff_obstacle(&before, &view->summary);
	if (obstacle)
		errx(EXIT_TROUBLE, "two readings of /proc/%s %s", TCPSTATE_PROC_SUMMARY, obstacle);
	diff_make(&window, &before, &view->summary);
	view->window = &window;
	show(options, view);
	diff_free(&window);
	summary_free(&before);
}

int show_main(const struct options *options)
{
	struct view view = { .window = NULL };

	if (options->interval_ns && options->input)
		usage_error("a saved copy has no rates, see 'tcpstate diff': one is too many of --input and",
			    "--interval");
	if (options->interval_ns) {
		show_window(options, &view);
	} else {
		summary_read(&view.summary,
			     options->input ? options->input : "/proc/" TCPSTATE_PROC_SUMMARY);
		show(options, &view);
	}
	summary_free(&view.summary);
	return EXIT_FINE;
}
