// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate show: sockets by state. */

#include <inttypes.h>
#include <libsmartcols.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/command.h"
#include "tools/duration.h"
#include "tools/json.h"
#include "tools/options.h"
#include "tools/summary.h"
#include "tools/table.h"

enum { NAME, NOW, MEAN_AGE, AT_LOAD, ENTERED, LEFT, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NAME] = { "STATE", false },
	[NOW] = { "NOW", true },
	[MEAN_AGE] = { "MEAN AGE", true },
	[AT_LOAD] = { "AT LOAD", true },
	[ENTERED] = { "ENTERED", true },
	[LEFT] = { "LEFT", true },
};

static struct number mean_age_ns(const struct summary *summary, const struct state_row *row)
{
	struct number tracked = summary_tracked(summary, row);

	if (!tracked.known || !tracked.value)
		return (struct number){ .known = false };
	return (struct number){ .known = true, .value = row->age_sum_ns.value / tracked.value };
}

static void add_state(struct libscols_table *table, const struct summary *summary,
		      const struct state_row *row)
{
	struct libscols_line *line = table_add_line(table);
	struct number age_ns = mean_age_ns(summary, row);
	char text[DURATION_MAX];

	table_set(line, NAME, row->name);
	table_set_number(line, NOW, row->now);
	table_set(line, MEAN_AGE,
		  age_ns.known ? duration_format(age_ns.value, text) : TCPSTATE_NOT_KNOWN);
	table_set_number(line, AT_LOAD, row->at_load);
	table_set_number(line, ENTERED, row->entered);
	table_set_number(line, LEFT, row->left);
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

static void print_table(const struct summary *summary)
{
	struct libscols_table *table = table_new(columns, COLUMNS);
	size_t i;

	printf("TCP sockets of %s\n\n", strcmp(summary->scope, TCPSTATE_SCOPE_HOST) ?
						summary->scope : "this host, all namespaces");
	for (i = 0; i < summary->states; i++)
		add_state(table, summary, &summary->state[i]);
	table_print(table);
	print_gauges(summary);
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

static void print_json(const struct summary *summary)
{
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
		json_number(&json, "mean_age_ns", mean_age_ns(summary, row));
		json_end_object(&json);
	}
	json_end_array(&json);
	print_named(&json, "gauges", summary->gauge, summary->gauges);
	print_named(&json, "counters", summary->counter, summary->counters);
	json_end_object(&json);
}

int show_main(const struct options *options)
{
	struct summary summary;

	summary_read(&summary, options->input ? options->input : "/proc/" TCPSTATE_PROC_SUMMARY);
	if (options->json)
		print_json(&summary);
	else
		print_table(&summary);
	summary_free(&summary);
	return EXIT_FINE;
}
