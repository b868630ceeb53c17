// SPDX-License-Identifier: GPL-2.0-only
/* The first few sockets of a sorted list. */

#include <stdio.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/host/live.h"
#include "tools/output/listing.h"
#include "tools/recording/owners.h"
#include "tools/text/report.h"
#include "tools/text/sockets.h"
#include "tools/top/sockets.h"

static void forget_owners(struct top_sockets *sockets)
{
	if (sockets->owners_known)
		owners_free(&sockets->owners);
	sockets->owners_known = false;
	sockets->asked_count = 0;
}

/* Sockets of a recording have the owners that were recorded, never processes of this host. */
static void find_owners(struct top_sockets *sockets, const struct top_source *source)
{
	forget_owners(sockets);
	if (source->saved && !recording_holds(&source->recording, OWNERS_TEXT))
		return;
	owners_find(&sockets->owners, source->saved ? &source->recording : NULL);
	sockets->owners_known = true;
}

static void set_owner(const struct top_sockets *sockets, struct socket_item *item)
{
	item->owner = NULL;
	item->owners = 0;
	if (sockets->owners_known && item->row.inode.known)
		item->owner = owners_of(&sockets->owners, item->row.inode.value, &item->owners);
}

static bool was_asked(const struct top_sockets *sockets, uint64_t inode)
{
	size_t i;

	for (i = 0; i < sockets->asked_count; i++)
		if (sockets->asked[i] == inode)
			return true;
	return false;
}

static bool is_new(const struct top_sockets *sockets, const struct socket_row *row)
{
	/* A socket without an inode belongs to no process. */
	return row->inode.known && row->inode.value && !was_asked(sockets, row->inode.value);
}

static void name_owners(struct top_sockets *sockets, const struct top_source *source)
{
	bool found_new = false;
	size_t i;

	for (i = 0; i < sockets->count; i++)
		found_new = found_new || is_new(sockets, &sockets->socket[i]->item.row);
	if (found_new) {
		find_owners(sockets, source);
		for (i = 0; i < sockets->count; i++)
			sockets->asked[sockets->asked_count++] =
				sockets->socket[i]->item.row.inode.value;
	}
	for (i = 0; i < sockets->count; i++)
		set_owner(sockets, &sockets->socket[i]->item);
}

static bool goes_before(const struct top_query *query, const struct socket_item *a,
			const struct socket_item *b)
{
	return socket_column_compare(query->sort, query->reverse, a, b) < 0;
}

static void store_texts(struct top_socket *socket, const struct socket_item *item)
{
	/* The one that was in its place before. */
	socket_row_drop(&socket->item.row);
	socket->item = *item;
	socket_row_copy(&socket->item.row, &item->row);
	snprintf(socket->state, sizeof(socket->state), "%s", item->row.state);
	socket->item.row.state = socket->state;
}

/* Inserts a socket in its place; equal ones stay in the order of the text. */
static void store(struct top_sockets *sockets, const struct top_query *query,
		  const struct socket_item *item)
{
	struct top_socket *socket;
	size_t place;

	if (sockets->count < query->limit)
		socket = &sockets->room[sockets->count++];
	else if (query->limit && goes_before(query, item, &sockets->socket[query->limit - 1]->item))
		socket = sockets->socket[query->limit - 1];
	else
		return;
	for (place = sockets->count - 1; place; place--) {
		if (!goes_before(query, item, &sockets->socket[place - 1]->item))
			break;
		sockets->socket[place] = sockets->socket[place - 1];
	}
	sockets->socket[place] = socket;
	store_texts(socket, item);
}

static bool wants_state(const void *data, const char *state)
{
	const struct top_query *query = data;

	return (!query->state || !strcmp(query->state, state)) &&
	       filter_wants_state(query->filter, state);
}

static void read_list(struct top_sockets *sockets, const struct top_source *source,
		      const struct top_query *query, bool with_owners)
{
	const struct recording *recording = &source->recording;
	struct socket_item item = { 0 };
	struct sockets_text text;
	struct recording host;
	struct report report;

	if (!source->saved) {
		recording_open(&host, live_sockets(wants_state, query));
		recording = &host;
	}
	sockets_text_begin(&text, recording_text(recording, &report, TCPSTATE_PROC_SOCKETS,
						 REPORT_LAST));
	text.wants_state = wants_state;
	text.data = query;
	snprintf(sockets->scope, sizeof(sockets->scope), "%s", text.report.scope);
	while (sockets_text_next(&text, &item.row)) {
		if (with_owners)
			set_owner(sockets, &item);
		if (!filter_matches(query->filter, &item.row, item.owner, item.owners))
			continue;
		sockets->total++;
		store(sockets, query, &item);
	}
	sockets_text_close(&text);
	if (!source->saved)
		recording_close(&host);
}

void top_sockets_read(struct top_sockets *sockets, const struct top_source *source,
		      const struct top_query *query)
{
	bool with_owners = filter_needs_owners(query->filter) ||
			   !strcmp(query->sort->name, "process");

	sockets->total = 0;
	sockets->count = 0;
	sockets->present = !source->saved ||
			   recording_holds(&source->recording, TCPSTATE_PROC_SOCKETS);
	if (!sockets->present)
		return;
	if (with_owners)
		find_owners(sockets, source);
	read_list(sockets, source, query, with_owners);
	if (!with_owners)
		name_owners(sockets, source);
}

const char *top_sockets_cell(const struct socket_column *column, const struct socket_item *item,
			     char text[TOP_CELL_MAX])
{
	struct listing listing = { .columns = 1 };

	socket_column_put(column, &listing, item);
	snprintf(text, TOP_CELL_MAX, "%.*s", (int)listing.used, listing.text);
	listing_free(&listing);
	return text;
}

void top_sockets_free(struct top_sockets *sockets)
{
	size_t i;

	for (i = 0; i < TOP_SOCKETS_MAX; i++)
		socket_row_drop(&sockets->room[i].item.row);
	forget_owners(sockets);
}
