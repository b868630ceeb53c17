// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate listeners: the queues of each listening socket. */

#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/command.h"
#include "tools/failure.h"
#include "tools/host/live.h"
#include "tools/host/netns.h"
#include "tools/options.h"
#include "tools/output/document.h"
#include "tools/output/duration.h"
#include "tools/output/json.h"
#include "tools/output/processes.h"
#include "tools/output/table.h"
#include "tools/recording/index.h"
#include "tools/recording/owners.h"
#include "tools/text/listeners.h"

/* The first of all namespaces only. */
enum { NETNS, LOCAL, SYN_QUEUE, ACCEPT_QUEUE, BACKLOG, AGE, UID, PROCESS, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[NETNS] = { "NETNS", false },
	[LOCAL] = { "LOCAL", false },
	[SYN_QUEUE] = { "SYN QUEUE", true },
	[ACCEPT_QUEUE] = { "ACCEPT QUEUE", true },
	[BACKLOG] = { "BACKLOG", true },
	[AGE] = { "AGE", true },
	[UID] = { "UID", true },
	[PROCESS] = { "PROCESS", false },
};

/* The listeners of each namespace, and their processes if these are to be shown. */
struct view {
	struct netns_list namespaces;
	struct listeners *listeners;
	bool with_owners;
	struct owners owners;
};

static const struct owner *find_owner(const struct view *view, const struct listener *listener,
				      size_t *owners)
{
	*owners = 0;
	if (!view->with_owners || !listener->inode.known)
		return NULL;
	return owners_of(&view->owners, listener->inode.value, owners);
}

static void add_line(const struct view *view, struct libscols_table *table, const char *netns,
		     const struct listener *listener)
{
	char age[DURATION_MAX], text[DURATION_MAX + 2] = TCPSTATE_NOT_KNOWN;
	struct libscols_line *line = table_add_line(table);
	const struct owner *owner;
	char *processes;
	size_t owners;

	table_set(line, NETNS, netns);
	table_set(line, LOCAL, listener->local.text);
	table_set_number(line, SYN_QUEUE, listener->syn_queue);
	table_set_number(line, ACCEPT_QUEUE, listener->accept_queue);
	table_set_number(line, BACKLOG, listener->backlog);
	if (listener->age_ns.known)
		snprintf(text, sizeof(text), "%s%s",
			 listener->since == SOCKET_SINCE_ATLEAST ? ">" : "",
			 duration_format(listener->age_ns.value, age));
	table_set(line, AGE, text);
	table_set_number(line, UID, listener->uid);
	owner = find_owner(view, listener, &owners);
	processes = processes_format(owner, owners);
	table_set(line, PROCESS, processes);
	free(processes);
}

static void print_table(const struct view *view)
{
	struct libscols_table *table = table_new(columns, COLUMNS);
	const struct netns_list *namespaces = &view->namespaces;
	const struct listeners *listeners;
	size_t i, n, lines = 0;

	if (!namespaces->all)
		table_hide(table, NETNS);
	if (!view->with_owners)
		table_hide(table, PROCESS);
	for (n = 0; n < namespaces->count; n++) {
		listeners = &view->listeners[n];
		for (i = 0; i < listeners->count; i++)
			add_line(view, table, netns_name(&namespaces->netns[n]), &listeners->listener[i]);
		lines += listeners->count;
	}
	if (!lines)
		printf("nobody listens in %s\n", namespaces->all ? "any network namespace" :
							       "this network namespace");
	table_print(table);
}

static void json_listener(const struct view *view, struct json *json,
			  const struct listener *listener)
{
	const struct owner *owner;
	size_t owners;

	json_begin_object(json, NULL);
	json_text(json, TCPSTATE_COL_LOCAL, listener->local.text);
	json_text(json, TCPSTATE_COL_SINCE, socket_since_name(listener->since));
	json_number(json, TCPSTATE_COL_SYN_QUEUE, listener->syn_queue);
	json_number(json, TCPSTATE_COL_ACCEPT_QUEUE, listener->accept_queue);
	json_number(json, TCPSTATE_COL_BACKLOG, listener->backlog);
	json_number(json, TCPSTATE_COL_AGE_NS, listener->age_ns);
	json_number(json, TCPSTATE_COL_UID, listener->uid);
	json_number(json, TCPSTATE_COL_INODE, listener->inode);
	if (view->with_owners) {
		owner = find_owner(view, listener, &owners);
		processes_json(json, owner, owners);
	}
	json_end_object(json);
}

static void print_json(const struct view *view)
{
	const struct netns_list *namespaces = &view->namespaces;
	struct json json = { 0 };
	size_t i, n;

	document_begin(&json, namespaces);
	for (n = 0; n < namespaces->count; n++) {
		document_open(&json, namespaces, n);
		json_text(&json, "scope", view->listeners[n].scope);
		json_begin_array(&json, "listeners");
		for (i = 0; i < view->listeners[n].count; i++)
			json_listener(view, &json, &view->listeners[n].listener[i]);
		json_end_array(&json);
		document_close(&json, namespaces);
	}
	document_end(&json, namespaces);
}

static void read_list(struct listeners *listeners, const struct recording *recording)
{
	struct report report;

	listeners_read(listeners, recording_text(recording, &report, TCPSTATE_PROC_LISTENERS,
						 REPORT_LAST));
}

static void read_all(struct view *view, const struct recording *input)
{
	struct recording host;
	size_t n;

	view->listeners = xcalloc(view->namespaces.count, sizeof(*view->listeners));
	for (n = 0; n < view->namespaces.count; n++) {
		netns_go(&view->namespaces.netns[n]);
		if (input) {
			read_list(&view->listeners[n], input);
			continue;
		}
		recording_open(&host, live_text("/proc/net/" TCPSTATE_PROC_LISTENERS));
		read_list(&view->listeners[n], &host);
		recording_close(&host);
	}
}

static void free_all(struct view *view)
{
	size_t n;

	for (n = 0; n < view->namespaces.count; n++)
		listeners_free(&view->listeners[n]);
	free(view->listeners);
	if (view->with_owners)
		owners_free(&view->owners);
	netns_free(&view->namespaces);
}

int listeners_main(const struct options *options)
{
	struct recording recording, *input = options->input ? &recording : NULL;
	struct view view = { 0 };

	/* Processes of now say nothing about the listeners of a saved copy. */
	view.with_owners = options->processes ||
			   (!options->json && !options->input && isatty(STDOUT_FILENO));
	netns_choose(&view.namespaces, options->netns, options->all_netns);
	if (input)
		recording_open(input, options->input);
	if (view.with_owners)
		owners_find(&view.owners, input);
	read_all(&view, input);
	if (options->json)
		print_json(&view);
	else
		print_table(&view);
	free_all(&view);
	if (input)
		recording_close(input);
	return EXIT_SUCCESS;
}
