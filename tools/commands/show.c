// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate show: sockets by state. */

#include <err.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/change.h"
#include "tools/analysis/health.h"
#include "tools/clock.h"
#include "tools/command.h"
#include "tools/commands/currestab.h"
#include "tools/failure.h"
#include "tools/host/live.h"
#include "tools/host/netns.h"
#include "tools/options.h"
#include "tools/output/colour.h"
#include "tools/output/document.h"
#include "tools/output/duration.h"
#include "tools/output/json.h"
#include "tools/output/table.h"
#include "tools/recording/counts.h"
#include "tools/text/summary.h"

/* The first of all namespaces only, the last two if there was a window to measure them in. */
enum { NETNS, NAME, NOW, MEAN_AGE, AT_LOAD, ENTERED, LEFT, ENTERED_RATE, LEFT_RATE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NETNS] = { "NETNS", false },
	[NAME] = { "STATE", false },
	[NOW] = { "NOW", true },
	[MEAN_AGE] = { "MEAN AGE", true },
	[AT_LOAD] = { "AT LOAD", true },
	[ENTERED] = { "ENTERED", true },
	[LEFT] = { "LEFT", true },
	[ENTERED_RATE] = { "ENTERED/S", true },
	[LEFT_RATE] = { "LEFT/S", true },
};

/**
 * struct view - a reading
 * @netns: of which network namespace
 * @summary: of its states
 * @currestab: the kernel's own number
 * @window: what happened between @before and @summary, or NULL
 * @before: an earlier reading, if there is a window
 */
struct view {
	const struct netns *netns;
	struct summary summary;
	struct currestab currestab;
	struct diff *window;
	struct summary before;
};

/* One of each network namespace. */
struct views {
	struct netns_list list;
	struct view *view;
};

/* An empty state means nothing. */
static const char *colour_of(const struct summary *summary, const struct state_row *row)
{
	if (!row->now.value)
		return NULL;
	switch (state_health(summary, row)) {
	case HEALTH_TOO_OLD:
		return "red";
	case HEALTH_PERSISTENT:
		return "cyan";
	default:
		return NULL;
	}
}

static void add_state(struct libscols_table *table, const struct view *view,
		      const struct state_row *row)
{
	const struct state_change *change = change_of_state(view->window, row->name);
	struct number age_ns = state_mean_age_ns(&view->summary, row);
	struct libscols_line *line = table_add_line(table);
	char text[DURATION_MAX];

	scols_line_set_color(line, colour_of(&view->summary, row));
	table_set(line, NETNS, netns_name(view->netns));
	table_set(line, NAME, row->name);
	table_set_number(line, NOW, row->now);
	table_set(line, MEAN_AGE,
		  age_ns.known ? duration_format(age_ns.value, text) : TCPSTATE_NOT_KNOWN);
	table_set_number(line, AT_LOAD, row->at_load);
	table_set_number(line, ENTERED, row->entered);
	table_set_number(line, LEFT, row->left);
	if (!change)
		return;
	table_set_rate(line, ENTERED_RATE, change_rate(view->window, change->entered));
	table_set_rate(line, LEFT_RATE, change_rate(view->window, change->left));
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
		fputs(i ? ", " : "", stdout);
		print_row(&summary->gauge[i]);
	}
	putchar('\n');
}

static bool all_unknown(const struct named_row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (rows[i].value.known)
			return false;
	return true;
}

/*
 * Counters that are 0 on a healthy host are worth a word only when they are not, or may not be.
 * If nobody counted there is nothing to say.
 */
static void print_trouble(const struct summary *summary)
{
	const struct named_row *counter;
	size_t i;

	if (all_unknown(summary->counter, summary->counters))
		return;
	for (i = 0; i < summary->counters; i++) {
		counter = &summary->counter[i];
		if (!strcmp(counter->name, TCPSTATE_COUNTER_SELF_LOOPS) ||
		    (counter->value.known && !counter->value.value))
			continue;
		print_row(counter);
		putchar('\n');
	}
}

static void print_title(const struct views *views)
{
	const char *scope = views->view[0].summary.scope;

	if (views->list.all)
		printf("TCP sockets of %zu network namespace%s\n\n", views->list.count,
		       views->list.count == 1 ? "" : "s");
	else
		printf("TCP sockets of %s\n\n", strcmp(scope, TCPSTATE_SCOPE_HOST) ?
						scope : "this host, all namespaces");
}

static void print_table(const struct views *views)
{
	struct libscols_table *table = table_new(columns, views->view[0].window ? COLUMNS :
										   ENTERED_RATE);
	const struct view *view;
	size_t i, n;

	scols_table_enable_colors(table, colour_wanted());
	if (!views->list.all)
		table_hide(table, NETNS);
	print_title(views);
	for (n = 0; n < views->list.count; n++)
		for (i = 0; i < views->view[n].summary.states; i++)
			add_state(table, &views->view[n], &views->view[n].summary.state[i]);
	table_print(table);
	for (n = 0; n < views->list.count; n++) {
		view = &views->view[n];
		putchar('\n');
		if (views->list.all)
			printf("%s: ", netns_name(view->netns));
		print_gauges(&view->summary);
		currestab_print(&view->currestab);
		print_trouble(&view->summary);
	}
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
	const struct state_change *change = change_of_state(view->window, state);

	json_ratio(json, "entered_per_second", change && change->entered.known,
		   change ? change_rate(view->window, change->entered) : 0);
	json_ratio(json, "left_per_second", change && change->left.known,
		   change ? change_rate(view->window, change->left) : 0);
}

static void json_view(struct json *json, const struct view *view)
{
	const struct summary *summary = &view->summary;
	const struct state_row *row;
	size_t i;

	json_text(json, "scope", summary->scope);
	print_named(json, "info", summary->info, summary->infos);
	json_begin_array(json, "states");
	for (i = 0; i < summary->states; i++) {
		row = &summary->state[i];
		json_begin_object(json, NULL);
		json_text(json, "state", row->name);
		json_number(json, "now", row->now);
		json_number(json, "at_load", row->at_load);
		json_number(json, "entered", row->entered);
		json_number(json, "left", row->left);
		json_number(json, "age_sum_ns", row->age_sum_ns);
		json_number(json, "mean_age_ns", state_mean_age_ns(summary, row));
		json_rates(json, view, row->name);
		json_end_object(json);
	}
	json_end_array(json);
	print_named(json, "gauges", summary->gauge, summary->gauges);
	print_named(json, "counters", summary->counter, summary->counters);
	json_number(json, "kernel_curr_estab", view->currestab.kernel);
}

static void print_json(const struct views *views)
{
	struct json json = { 0 };
	size_t n;

	document_begin(&json, &views->list);
	for (n = 0; n < views->list.count; n++) {
		document_open(&json, &views->list, n);
		json_view(&json, &views->view[n]);
		document_close(&json, &views->list);
	}
	document_end(&json, &views->list);
}

static void compare(struct view *view)
{
	const char *obstacle = diff_obstacle(&view->before, &view->summary);

	if (obstacle)
		errx(failure_status, "two readings of /proc/%s %s", TCPSTATE_PROC_SUMMARY, obstacle);
	view->window = xcalloc(1, sizeof(*view->window));
	diff_make(view->window, &view->before, &view->summary);
}

static void read_views(struct views *views, const struct options *options)
{
	const char *path = netns_summary(&views->list);
	struct recording recording;
	struct report report;
	struct view *view;
	size_t n;

	for (n = 0; options->interval_ns && n < views->list.count; n++) {
		netns_go(&views->list.netns[n]);
		counts_read(&views->view[n].before, path);
	}
	if (options->interval_ns)
		clock_wait(options->interval_ns);
	for (n = 0; n < views->list.count; n++) {
		view = &views->view[n];
		view->netns = &views->list.netns[n];
		netns_go(view->netns);
		recording_open(&recording, options->input ? options->input : live_text(path));
		summary_read(&view->summary, recording_text(&recording, &report,
							    TCPSTATE_PROC_SUMMARY, REPORT_LAST));
		currestab_read(&view->currestab, options->input ? &recording : NULL,
			       &view->summary);
		recording_close(&recording);
		if (options->interval_ns)
			compare(view);
	}
}

static void free_views(struct views *views)
{
	struct view *view;
	size_t n;

	for (n = 0; n < views->list.count; n++) {
		view = &views->view[n];
		if (view->window) {
			diff_free(view->window);
			summary_free(&view->before);
		}
		free(view->window);
		summary_free(&view->summary);
	}
	free(views->view);
	netns_free(&views->list);
}

int show_main(const struct options *options)
{
	struct views views;

	if (options->interval_ns && options->input)
		usage_error("a saved copy has no interval: use 'tcpstate diff' instead of",
			    "--interval");
	netns_choose(&views.list, options->netns, options->all_netns);
	views.view = xcalloc(views.list.count, sizeof(*views.view));
	read_views(&views, options);
	if (options->json)
		print_json(&views);
	else
		print_table(&views);
	free_views(&views);
	return EXIT_SUCCESS;
}
