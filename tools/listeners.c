// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate listeners: the queues of each listening socket. */

#include <err.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/command.h"
#include "tools/duration.h"
#include "tools/json.h"
#include "tools/live.h"
#include "tools/netns.h"
#include "tools/options.h"
#include "tools/report.h"
#include "tools/table.h"

/* The first of all namespaces only. */
enum { NETNS, LOCAL, SYN_QUEUE, ACCEPT_QUEUE, BACKLOG, AGE, UID, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NETNS] = { "NETNS", false },
	[LOCAL] = { "LOCAL", false },
	[SYN_QUEUE] = { "SYN QUEUE", true },
	[ACCEPT_QUEUE] = { "ACCEPT QUEUE", true },
	[BACKLOG] = { "BACKLOG", true },
	[AGE] = { "AGE", true },
	[UID] = { "UID", true },
};

struct listener {
	char *local;
	char *since;
	struct number syn_queue;
	struct number accept_queue;
	struct number backlog;
	struct number age_ns;
	struct number uid;
	struct number inode;
};

struct listeners {
	char *scope;
	struct listener *listener;
	size_t count;
	size_t room;
};

static char *copy(const char *text)
{
	char *duplicate = strdup(text);

	if (!duplicate)
		err(EXIT_TROUBLE, "out of memory");
	return duplicate;
}

static void read_listener(struct listeners *listeners, const struct report *report)
{
	if (listeners->count == listeners->room) {
		listeners->room = listeners->room ? 2 * listeners->room : 64;
		listeners->listener = reallocarray(listeners->listener, listeners->room,
						   sizeof(*listeners->listener));
		if (!listeners->listener)
			err(EXIT_TROUBLE, "out of memory");
	}
	listeners->listener[listeners->count++] = (struct listener){
		.local = copy(report_text(report, TCPSTATE_COL_LOCAL)),
		.since = copy(report_text(report, TCPSTATE_COL_SINCE)),
		.syn_queue = report_number(report, TCPSTATE_COL_SYN_QUEUE),
		.accept_queue = report_number(report, TCPSTATE_COL_ACCEPT_QUEUE),
		.backlog = report_number(report, TCPSTATE_COL_BACKLOG),
		.age_ns = report_number(report, TCPSTATE_COL_AGE_NS),
		.uid = report_number(report, TCPSTATE_COL_UID),
		.inode = report_number(report, TCPSTATE_COL_INODE),
	};
}

/* Whole before anything is printed: half a document is worth nothing. */
static void read_all(struct listeners *listeners, const char *path)
{
	struct report report;

	memset(listeners, 0, sizeof(*listeners));
	report_open(&report, path, TCPSTATE_PROC_LISTENERS);
	listeners->scope = copy(report.scope);
	while (report_next(&report))
		if (!strcmp(report.keyword, TCPSTATE_KW_LISTENER))
			read_listener(listeners, &report);
	report_require_columns(&report, TCPSTATE_KW_LISTENER);
	report_close(&report);
}

static void free_all(struct listeners *listeners)
{
	while (listeners->count) {
		free(listeners->listener[--listeners->count].local);
		free(listeners->listener[listeners->count].since);
	}
	free(listeners->listener);
	free(listeners->scope);
}

static void add_line(struct libscols_table *table, const char *netns,
		     const struct listener *listener)
{
	bool at_least = !strcmp(listener->since, TCPSTATE_SINCE_ATLEAST);
	char age[DURATION_MAX], text[DURATION_MAX + 2] = TCPSTATE_NOT_KNOWN;
	struct libscols_line *line = table_add_line(table);

	table_set(line, NETNS, netns);
	table_set(line, LOCAL, listener->local);
	table_set_number(line, SYN_QUEUE, listener->syn_queue);
	table_set_number(line, ACCEPT_QUEUE, listener->accept_queue);
	table_set_number(line, BACKLOG, listener->backlog);
	if (listener->age_ns.known)
		snprintf(text, sizeof(text), "%s%s", at_least ? ">" : "",
			 duration_format(listener->age_ns.value, age));
	table_set(line, AGE, text);
	table_set_number(line, UID, listener->uid);
}

static void print_table(const struct netns_list *list, const struct listeners *listeners)
{
	struct libscols_table *table = table_new(columns, COLUMNS);
	size_t i, n, lines = 0;

	if (!list->all)
		table_hide(table, NETNS);
	for (n = 0; n < list->count; n++) {
		for (i = 0; i < listeners[n].count; i++)
			add_line(table, netns_name(&list->netns[n]), &listeners[n].listener[i]);
		lines += listeners[n].count;
	}
	if (!lines)
		printf("nobody listens in %s\n", list->all ? "any network namespace" :
							     "this network namespace");
	table_print(table);
}

static void json_listeners(struct json *json, const struct listeners *listeners)
{
	const struct listener *listener;
	size_t i;

	json_text(json, "scope", listeners->scope);
	json_begin_array(json, "listeners");
	for (i = 0; i < listeners->count; i++) {
		listener = &listeners->listener[i];
		json_begin_object(json, NULL);
		json_text(json, TCPSTATE_COL_LOCAL, listener->local);
		json_text(json, TCPSTATE_COL_SINCE, listener->since);
		json_number(json, TCPSTATE_COL_SYN_QUEUE, listener->syn_queue);
		json_number(json, TCPSTATE_COL_ACCEPT_QUEUE, listener->accept_queue);
		json_number(json, TCPSTATE_COL_BACKLOG, listener->backlog);
		json_number(json, TCPSTATE_COL_AGE_NS, listener->age_ns);
		json_number(json, TCPSTATE_COL_UID, listener->uid);
		json_number(json, TCPSTATE_COL_INODE, listener->inode);
		json_end_object(json);
	}
	json_end_array(json);
}

static void print_json(const struct netns_list *list, const struct listeners *listeners)
{
	struct json json = { 0 };
	size_t n;

	netns_json_begin(&json, list);
	for (n = 0; n < list->count; n++) {
		netns_json_open(&json, list, n);
		json_listeners(&json, &listeners[n]);
		netns_json_close(&json, list);
	}
	netns_json_end(&json, list);
}

int listeners_main(const struct options *options)
{
	struct listeners *listeners;
	struct netns_list list;
	size_t n;

	netns_choose(&list, options);
	listeners = calloc(list.count, sizeof(*listeners));
	if (!listeners)
		err(EXIT_TROUBLE, "out of memory");
	for (n = 0; n < list.count; n++) {
		netns_go(&list.netns[n]);
		read_all(&listeners[n], options->input ? options->input :
				live_text("/proc/net/" TCPSTATE_PROC_LISTENERS));
	}
	if (options->json)
		print_json(&list, listeners);
	else
		print_table(&list, listeners);
	for (n = 0; n < list.count; n++)
		free_all(&listeners[n]);
	free(listeners);
	netns_free(&list);
	return EXIT_FINE;
}
