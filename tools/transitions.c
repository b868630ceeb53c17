// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate transitions: how often sockets went from one state to another. */

#include <libsmartcols.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/command.h"
#include "tools/json.h"
#include "tools/options.h"
#include "tools/summary.h"
#include "tools/table.h"

enum { FROM, TO, COUNT, SHARE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[FROM] = { "FROM", false },
	[TO] = { "TO", false },
	[COUNT] = { "COUNT", true },
	[SHARE] = { "OF THOSE FROM", true },
};

/* Of all that left the same state, how many took this way; "-" if one of them is not known. */
static void format_share(char *text, size_t size, const struct summary *summary,
			 const struct transition_row *row)
{
	const struct transition_row *other;
	bool known = true;
	double all = 0;

	for (other = summary->transition; other < summary->transition + summary->transitions;
	     other++) {
		if (strcmp(other->from, row->from) != 0)
			continue;
		known = known && other->count.known;
		all += other->count.value;
	}
	if (known && all)
		snprintf(text, size, "%.1f%%", 100.0 * row->count.value / all);
	else
		snprintf(text, size, "%s", TCPSTATE_NOT_KNOWN);
}

static void print_table(const struct summary *summary)
{
	struct libscols_table *table = table_new(columns, COLUMNS);
	const struct transition_row *row;
	struct libscols_line *line;
	char share[16];

	for (row = summary->transition; row < summary->transition + summary->transitions; row++) {
		line = table_add_line(table);
		table_set(line, FROM, row->from);
		table_set(line, TO, row->to);
		table_set_number(line, COUNT, row->count);
		format_share(share, sizeof(share), summary, row);
		table_set(line, SHARE, share);
	}
	table_print(table);
}

static void print_json(const struct summary *summary)
{
	const struct transition_row *row;
	struct json json = { 0 };

	json_begin_object(&json, NULL);
	json_number(&json, "schema", (struct number){ true, JSON_SCHEMA });
	json_text(&json, "scope", summary->scope);
	json_begin_array(&json, "transitions");
	for (row = summary->transition; row < summary->transition + summary->transitions; row++) {
		json_begin_object(&json, NULL);
		json_text(&json, "from", row->from);
		json_text(&json, "to", row->to);
		json_number(&json, "count", row->count);
		json_end_object(&json);
	}
	json_end_array(&json);
	json_end_object(&json);
}

int transitions_main(const struct options *options)
{
	struct summary summary;

	summary_read(&summary, options->input ? options->input : "/proc/" TCPSTATE_PROC_SUMMARY);
	if (options->json)
		print_json(&summary);
	else if (summary.transitions)
		print_table(&summary);
	else
		puts("no transitions yet");
	summary_free(&summary);
	return EXIT_FINE;
}
