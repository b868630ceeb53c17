// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate listeners: the queues of each listening socket. */

#include <libsmartcols.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/command.h"
#include "tools/duration.h"
#include "tools/json.h"
#include "tools/options.h"
#include "tools/report.h"
#include "tools/table.h"

enum { LOCAL, SYN_QUEUE, ACCEPT_QUEUE, BACKLOG, AGE, UID, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[LOCAL] = { "LOCAL", false },
	[SYN_QUEUE] = { "SYN QUEUE", true },
	[ACCEPT_QUEUE] = { "ACCEPT QUEUE", true },
	[BACKLOG] = { "BACKLOG", true },
	[AGE] = { "AGE", true },
	[UID] = { "UID", true },
};

static void add_line(struct libscols_table *table, const struct report *report)
{
	struct number age_ns = report_number(report, TCPSTATE_COL_AGE_NS);
	bool at_least = !strcmp(report_text(report, TCPSTATE_COL_SINCE), TCPSTATE_SINCE_ATLEAST);
	struct libscols_line *line = table_add_line(table);
	char age[DURATION_MAX], text[DURATION_MAX + 2] = TCPSTATE_NOT_KNOWN;

	table_set(line, LOCAL, report_text(report, TCPSTATE_COL_LOCAL));
	table_set_number(line, SYN_QUEUE, report_number(report, TCPSTATE_COL_SYN_QUEUE));
	table_set_number(line, ACCEPT_QUEUE, report_number(report, TCPSTATE_COL_ACCEPT_QUEUE));
	table_set_number(line, BACKLOG, report_number(report, TCPSTATE_COL_BACKLOG));
	if (age_ns.known)
		snprintf(text, sizeof(text), "%s%s", at_least ? ">" : "",
			 duration_format(age_ns.value, age));
	table_set(line, AGE, text);
	table_set_number(line, UID, report_number(report, TCPSTATE_COL_UID));
}

static void add_object(struct json *json, const struct report *report)
{
	static const char * const numbers[] = {
		TCPSTATE_COL_SYN_QUEUE, TCPSTATE_COL_ACCEPT_QUEUE, TCPSTATE_COL_BACKLOG,
		TCPSTATE_COL_AGE_NS, TCPSTATE_COL_UID, TCPSTATE_COL_INODE,
	};
	size_t i;

	json_begin_object(json, NULL);
	json_text(json, TCPSTATE_COL_LOCAL, report_text(report, TCPSTATE_COL_LOCAL));
	json_text(json, TCPSTATE_COL_SINCE, report_text(report, TCPSTATE_COL_SINCE));
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		json_number(json, numbers[i], report_number(report, numbers[i]));
	json_end_object(json);
}

static void print_table(struct report *report)
{
	struct libscols_table *table = table_new(columns, COLUMNS);
	bool any = false;

	while (report_next(report)) {
		if (strcmp(report->keyword, TCPSTATE_KW_LISTENER) != 0)
			continue;
		add_line(table, report);
		any = true;
	}
	if (!any)
		puts("nobody listens in this network namespace");
	table_print(table);
}

static void print_json(struct report *report)
{
	struct json json = { 0 };

	json_begin_object(&json, NULL);
	json_number(&json, "schema", (struct number){ true, JSON_SCHEMA });
	json_text(&json, "scope", report->scope);
	json_begin_array(&json, "listeners");
	while (report_next(report))
		if (!strcmp(report->keyword, TCPSTATE_KW_LISTENER))
			add_object(&json, report);
	json_end_array(&json);
	json_end_object(&json);
}

int listeners_main(const struct options *options)
{
	struct report report;

	report_open(&report,
		    options->input ? options->input : "/proc/net/" TCPSTATE_PROC_LISTENERS,
		    TCPSTATE_PROC_LISTENERS);
	if (options->json)
		print_json(&report);
	else
		print_table(&report);
	report_close(&report);
	return EXIT_FINE;
}
