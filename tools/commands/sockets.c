// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate sockets: lists sockets with their state and age. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/command.h"
#include "tools/failure.h"
#include "tools/filter/filter.h"
#include "tools/host/live.h"
#include "tools/host/netns.h"
#include "tools/host/owners.h"
#include "tools/options.h"
#include "tools/output/document.h"
#include "tools/output/json.h"
#include "tools/output/processes.h"
#include "tools/output/socket_columns.h"
#include "tools/recording/owners.h"
#include "tools/text/sockets.h"

/* So many are kept to see how wide the columns are; those that follow are printed as they come. */
enum { SAMPLE = 256 };

struct list {
	const struct socket_column *column[LISTING_COLUMNS_MAX];
	size_t columns;
	const struct socket_column *sort;
	bool reverse;
	struct filter *filter;
	bool with_owners;
	struct owners owners;

	/* Which of them is being read, and what its text calls it. */
	struct netns_list namespaces;
	size_t namespace;
	const char *scope;

	struct listing listing;
	struct json json;
	bool as_json;
	bool header;
	bool begun;
	struct socket_item *kept;
	size_t count;
	size_t room;
	/* Names that outlive the text they are from. */
	char **state;
	size_t states;
};

void sockets_help(void)
{
	size_t i;

	puts("\nColumns:\n");
	for (i = 0; i < socket_columns_count; i++)
		printf("  %-24s %s\n", socket_columns[i].name, socket_columns[i].help);
	filter_help();
}

static void refuse_column(const char *name, size_t length)
{
	size_t i;

	fprintf(stderr, "tcpstate: unknown column '%.*s': use one of ", (int)length, name);
	for (i = 0; i < socket_columns_count; i++)
		fprintf(stderr, "%s%s", i ? ", " : "", socket_columns[i].name);
	fputc('\n', stderr);
	exit(usage_status);
}

static const struct socket_column *find_column(const char *name, size_t length)
{
	const struct socket_column *column = socket_column_find(name, length);

	if (!column)
		refuse_column(name, length);
	return column;
}

static bool has_column(const struct list *list, const struct socket_column *column)
{
	size_t i;

	for (i = 0; i < list->columns; i++)
		if (list->column[i] == column)
			return true;
	return false;
}

static void add_column(struct list *list, const struct socket_column *column)
{
	if (!has_column(list, column))
		list->column[list->columns++] = column;
}

static void choose_columns(struct list *list, const char *names)
{
	size_t length;

	do {
		length = strcspn(names, ",");
		add_column(list, find_column(names, length));
		names += length;
	} while (*names++);
}

/* What nobody chose: a table is for a screen, a document has all of the list. */
static void add_default_columns(struct list *list, bool with_netns)
{
	size_t i;

	if (with_netns && !list->as_json)
		choose_columns(list, "netns");
	for (i = 0; i < socket_columns_count; i++)
		if (list->as_json ? socket_columns[i].listed : socket_columns[i].usual)
			add_column(list, &socket_columns[i]);
}

static void choose_sort(struct list *list, const char *name)
{
	list->reverse = *name == '-';
	name += list->reverse;
	list->sort = find_column(name, strlen(name));
}

static bool processes_expected(const struct options *options)
{
	/* Processes of now say nothing about the sockets of a saved copy. */
	return options->processes ||
	       (!options->columns && !options->json && !options->input && isatty(STDOUT_FILENO));
}

static void parse_options(struct list *list, const struct options *options)
{
	const struct socket_column *process = socket_column_find("process", strlen("process"));
	char error[FILTER_ERROR_MAX];

	list->as_json = options->json;
	list->header = !options->no_header;
	if (options->columns)
		choose_columns(list, options->columns);
	else
		add_default_columns(list, options->all_netns);
	if (processes_expected(options))
		add_column(list, process);
	if (options->sort)
		choose_sort(list, options->sort);
	list->filter = filter_parse(options->words, options->word_count, error);
	if (!list->filter) {
		fprintf(stderr, "tcpstate: filter: %s\n", error);
		exit(usage_status);
	}
	list->with_owners = has_column(list, process) || list->sort == process ||
			    filter_needs_owners(list->filter);
}

static void put_line(struct list *list, const struct socket_item *item)
{
	size_t i;

	for (i = 0; i < list->columns; i++) {
		socket_column_put(list->column[i], &list->listing, item);
		listing_next(&list->listing);
	}
}

static void put_head(struct list *list)
{
	size_t i;

	for (i = 0; list->header && i < list->columns; i++) {
		listing_put(&list->listing, list->column[i]->title);
		listing_next(&list->listing);
	}
}

static void put_object(struct list *list, const struct socket_item *item)
{
	size_t i;

	json_begin_object(&list->json, NULL);
	for (i = 0; i < list->columns; i++)
		socket_column_put_json(list->column[i], &list->json, item);
	json_end_object(&list->json);
}

static void put_item(struct list *list, const struct socket_item *item)
{
	if (list->as_json)
		put_object(list, item);
	else
		put_line(list, item);
}

static void begin_table(struct list *list)
{
	size_t i;

	list->listing.columns = list->columns;
	for (i = 0; i < list->columns; i++)
		list->listing.right[i] = list->column[i]->right;
	list->listing.measuring = true;
	put_head(list);
	for (i = 0; i < list->count; i++)
		put_line(list, &list->kept[i]);
	list->listing.measuring = false;
	put_head(list);
}

static void begin_array(struct list *list)
{
	if (!list->json.depth) {
		/* A socket a line: others can take the document apart without a parser. */
		list->json.lines = list->namespaces.all ? 4 : 2;
		document_begin(&list->json, &list->namespaces);
	}
	document_open(&list->json, &list->namespaces, list->namespace);
	json_text(&list->json, "scope", list->scope);
	json_begin_array(&list->json, "sockets");
}

static void end_array(struct list *list)
{
	json_end_array(&list->json);
	document_close(&list->json, &list->namespaces);
}

static int compare(const void *one, const void *other, void *data)
{
	const struct socket_item *a = one, *b = other;
	const struct list *list = data;
	int order = socket_column_compare(list->sort, list->reverse, a, b);

	return order ? order : a->order < b->order ? -1 : 1;
}

static void put_kept(struct list *list)
{
	size_t i;

	if (list->sort && list->count)
		qsort_r(list->kept, list->count, sizeof(*list->kept), compare, list);
	if (list->as_json)
		begin_array(list);
	else
		begin_table(list);
	list->begun = true;
	for (i = 0; i < list->count; i++)
		put_item(list, &list->kept[i]);
}

static const char *keep_state(struct list *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->states; i++)
		if (!strcmp(list->state[i], name))
			return list->state[i];
	list->state = xreallocarray(list->state, list->states + 1, sizeof(*list->state));
	return list->state[list->states++] = xstrdup(name);
}

static void keep(struct list *list, const struct socket_item *item)
{
	struct socket_item *kept;

	if (list->count == list->room) {
		list->room = list->room ? 2 * list->room : SAMPLE;
		list->kept = xreallocarray(list->kept, list->room, sizeof(*list->kept));
	}
	kept = &list->kept[list->count];
	*kept = *item;
	socket_row_copy(&kept->row, &item->row);
	kept->row.state = keep_state(list, item->row.state);
	kept->order = list->count++;
}

static void take(struct list *list, const struct socket_item *item)
{
	if (list->begun) {
		put_item(list, item);
		return;
	}
	keep(list, item);
	if (!list->sort && list->count == SAMPLE)
		put_kept(list);
}

static bool wants_state(const void *filter, const char *state)
{
	return filter_wants_state(filter, state);
}

static void list_all(struct list *list, struct sockets_text *text)
{
	struct socket_item item = { .netns = list->namespaces.netns[list->namespace].name };

	text->wants_state = wants_state;
	text->data = list->filter;
	/* Who reads may have seen enough. */
	while (!ferror(stdout) && sockets_text_next(text, &item.row)) {
		if (list->with_owners)
			item.owner = !item.row.inode.known ? NULL :
				owners_of(&list->owners, item.row.inode.value, &item.owners);
		if (!item.owner)
			item.owners = 0;
		if (filter_matches(list->filter, &item.row, item.owner, item.owners))
			take(list, &item);
	}
}

static void drop_kept(struct list *list)
{
	while (list->count)
		socket_row_drop(&list->kept[--list->count].row);
}

/* A table is one for all, and sorted as one; in a document each has an array of its own. */
static void list_space(struct list *list, const struct recording *recording)
{
	struct sockets_text text;
	struct report report;

	sockets_text_begin(&text, recording_text(recording, &report, TCPSTATE_PROC_SOCKETS,
						 REPORT_LAST));
	list->scope = text.report.scope;
	list_all(list, &text);
	if (list->as_json) {
		if (!list->begun)
			put_kept(list);
		end_array(list);
		drop_kept(list);
		list->begun = false;
	}
	sockets_text_close(&text);
}

static void list_all_spaces(struct list *list)
{
	struct recording host;

	for (list->namespace = 0; list->namespace < list->namespaces.count; list->namespace++) {
		netns_go(&list->namespaces.netns[list->namespace]);
		recording_open(&host, live_sockets(wants_state, list->filter));
		list_space(list, &host);
		recording_close(&host);
	}
}

static void end_list(struct list *list)
{
	if (list->as_json)
		document_end(&list->json, &list->namespaces);
	else if (!list->begun)
		put_kept(list);
}

static void free_list(struct list *list)
{
	drop_kept(list);
	free(list->kept);
	while (list->states)
		free(list->state[--list->states]);
	free(list->state);
	netns_free(&list->namespaces);
	filter_free(list->filter);
	listing_free(&list->listing);
	if (list->with_owners)
		owners_free(&list->owners);
}

int sockets_main(const struct options *options)
{
	struct recording recording, *input = options->input ? &recording : NULL;
	struct list list = { 0 };

	parse_options(&list, options);
	netns_choose(&list.namespaces, options->netns, options->all_netns);
	if (input)
		recording_open(input, options->input);
	if (list.with_owners)
		owners_find(&list.owners, input);
	if (input)
		list_space(&list, input);
	else
		list_all_spaces(&list);
	end_list(&list);
	free_list(&list);
	if (input)
		recording_close(input);
	return EXIT_SUCCESS;
}
