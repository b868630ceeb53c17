/* SPDX-License-Identifier: GPL-2.0-only */
/* The columns of "tcpstate sockets": how each is named, shown, sorted by and put in JSON. */
#ifndef TCPSTATE_TOOLS_OUTPUT_SOCKET_COLUMNS_H
#define TCPSTATE_TOOLS_OUTPUT_SOCKET_COLUMNS_H

#include <stdbool.h>

#include "tools/host/owners.h"
#include "tools/output/json.h"
#include "tools/output/listing.h"
#include "tools/text/sockets.h"

/**
 * struct socket_item - a socket and who holds it
 * @row: the socket
 * @netns: name of its network namespace, or NULL
 * @owner: the first of them, or NULL
 * @owners: how many
 * @order: in the text
 */
struct socket_item {
	struct socket_row row;
	const char *netns;
	const struct owner *owner;
	size_t owners;
	size_t order;
};

/**
 * struct socket_column - one column
 * @name: on the command line
 * @title: in the table's head
 * @right: for numbers
 * @put: shows it, as a part of a line
 * @put_json: adds a member, or some
 * @compare: like that of qsort(), the first ones of a sorted list first
 * @known: whether there is something to compare; others come last, whichever the order
 */
struct socket_column {
	const char *name;
	const char *title;
	bool right;
	void (*put)(struct listing *listing, const struct socket_item *item);
	void (*put_json)(struct json *json, const struct socket_item *item);
	int (*compare)(const struct socket_item *a, const struct socket_item *b);
	bool (*known)(const struct socket_item *item);
};

/* Return: the column, NULL if there is none of that name. LENGTH is that of the name. */
const struct socket_column *socket_column_find(const char *name, size_t length);

/* Return: the name of the Nth column, NULL after the last: for messages. */
const char *socket_column_name(size_t n);

#endif
