/* SPDX-License-Identifier: GPL-2.0-only */
/* The first few sockets of a sorted list: as many as fit on a screen. */
#ifndef TCPSTATE_TOOLS_TOP_SOCKETS_H
#define TCPSTATE_TOOLS_TOP_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>

#include "tools/filter/filter.h"
#include "tools/host/owners.h"
#include "tools/output/socket_columns.h"
#include "tools/top/source.h"

enum { TOP_SOCKETS_MAX = 128, TOP_SOCKETS_STATE = 32 };

/**
 * struct top_query - which sockets to keep
 * @state: only those in this state, NULL for all
 * @filter: only those that match
 * @sort: the column to sort by
 * @reverse: sort in reverse order
 * @limit: keep the first ones, up to TOP_SOCKETS_MAX
 */
struct top_query {
	const char *state;
	const struct filter *filter;
	const struct socket_column *sort;
	bool reverse;
	size_t limit;
};

/* A socket with copies of its texts, which live longer than the line that was read. */
struct top_socket {
	struct socket_item item;
	char state[TOP_SOCKETS_STATE];
};

/**
 * struct top_sockets - the first sockets of a list; all 0 before the first use
 * @present: there was a list to read
 * @scope: the network namespace of the list
 * @total: how many sockets match
 * @socket: the first of them, sorted
 * @count: how many are in @socket
 */
struct top_sockets {
	bool present;
	char scope[TOP_SOCKETS_STATE];
	size_t total;
	struct top_socket *socket[TOP_SOCKETS_MAX];
	size_t count;

	struct top_socket room[TOP_SOCKETS_MAX];
	struct owners owners;
	bool owners_known;
	uint64_t asked[TOP_SOCKETS_MAX];
	size_t asked_count;
};

/**
 * top_sockets_read() - read the list and keep the first ones
 * @sockets: overwritten; remembers which owners were looked up
 * @source: where the list comes from
 * @query: which sockets to keep
 *
 * Skips the lines of other states without parsing them. Looks up processes only if there is a
 * socket that was not looked up before, since that reads every descriptor of the host.
 */
void top_sockets_read(struct top_sockets *sockets, const struct top_source *source,
		      const struct top_query *query);

enum { TOP_CELL_MAX = 256 };

/**
 * top_sockets_cell() - the text of a socket in one column
 * @column: the column
 * @item: the socket
 * @text: gets it
 *
 * Return: @text.
 */
const char *top_sockets_cell(const struct socket_column *column, const struct socket_item *item,
			     char text[TOP_CELL_MAX]);

void top_sockets_free(struct top_sockets *sockets);

#endif
