// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate transitions: how often sockets went from one state to another. */

#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/command.h"
#include "tools/failure.h"
#include "tools/host/netns.h"
#include "tools/options.h"
#include "tools/output/document.h"
#include "tools/output/json.h"
#include "tools/output/table.h"
#include "tools/recording/counts.h"
#include "tools/text/summary.h"

/* The first of all namespaces only. */
enum { NETNS, FROM, TO, COUNT, SHARE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NETNS] = { "NETNS", false },
	[FROM] = { "FROM", false },
	[TO] = { "TO", false },
	[COUNT] = { "COUNT", true },
	[SHARE] = { "OF THOSE FROM", true },
};

/* The share of this way among all that left the same state; "-" if one of them is not known. */
static void format_share(char *text, size_t size, const struct summary *summary,
			 const struct transition_row *row)
{
	const struct transition_row *other;
	bool known = true;
	double all = 0;
	size_t i;

	for (i = 0; i < summary->transitions; i++) {
		other = &summary->transition[i];
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

static void add_line(struct libscols_table *table, const char *netns, const struct summary *summary,
		     const struct transition_row *row)
{
	struct libscols_line *line = table_add_line(table);
	char share[16];

	table_set(line, NETNS, netns);
	table_set(line, FROM, row->from);
	table_set(line, TO, row->to);
	table_set_number(line, COUNT, row->count);
	format_share(share, sizeof(share), summary, row);
	table_set(line, SHARE, share);
}

static void print_table(const struct netns_list *list, const struct summary *summaries)
{
	struct libscols_table *table = table_new(columns, COLUMNS);
	size_t i, n, lines = 0;

	if (!list->all)
		table_hide(table, NETNS);
	for (n = 0; n < list->count; n++) {
		for (i = 0; i < summaries[n].transitions; i++)
			add_line(table, netns_name(&list->netns[n]), &summaries[n],
				 &summaries[n].transition[i]);
		lines += summaries[n].transitions;
	}
	if (!lines)
		puts("no transitions yet");
	table_print(table);
}

static void json_summary(struct json *json, const struct summary *summary)
{
	const struct transition_row *row;
	size_t i;

	json_text(json, "scope", summary->scope);
	json_begin_array(json, "transitions");
	for (i = 0; i < summary->transitions; i++) {
		row = &summary->transition[i];
		json_begin_object(json, NULL);
		json_text(json, "from", row->from);
		json_text(json, "to", row->to);
		json_number(json, "count", row->count);
		json_end_object(json);
	}
	json_end_array(json);
}

static void print_json(const struct netns_list *list, const struct summary *summaries)
{
	struct json json = { 0 };
	size_t n;

	document_begin(&json, list);
	for (n = 0; n < list->count; n++) {
		document_open(&json, list, n);
		json_summary(&json, &summaries[n]);
		document_close(&json, list);
	}
	document_end(&json, list);
}

int transitions_main(const struct options *options)
{
	struct summary *summaries;
	struct netns_list list;
	size_t n;

	netns_choose(&list, options->netns, options->all_netns);
	summaries = xcalloc(list.count, sizeof(*summaries));
	for (n = 0; n < list.count; n++) {
		netns_go(&list.netns[n]);
		counts_read(&summaries[n], options->input ? options->input : netns_summary(&list));
	}
	if (options->json)
		print_json(&list, summaries);
	else
		print_table(&list, summaries);
	for (n = 0; n < list.count; n++)
		summary_free(&summaries[n]);
	free(summaries);
	netns_free(&list);
	return EXIT_SUCCESS;
}
