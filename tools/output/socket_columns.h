/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The columns of the list of sockets. What else has to do with columns comes from this table:
 * --columns, --sort, --help, JSON, the fields of a filter and the completion of shells.
 */
#ifndef TCPSTATE_TOOLS_OUTPUT_SOCKET_COLUMNS_H
#define TCPSTATE_TOOLS_OUTPUT_SOCKET_COLUMNS_H

#include <stdbool.h>

#include "tools/host/owners.h"
#include "tools/output/json.h"
#include "tools/output/listing.h"
#include "tools/text/sockets.h"

/**
 * struct socket_item - a socket and its processes
 * @row: the socket; first, so that a column of the text has one place in both
 * @netns: name of its network namespace, or NULL
 * @owner: the first descriptor of it, or NULL
 * @owners: how many descriptors
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
 * struct socket_kind - what values of one C type have in common; VALUE points to one
 * @known: whether there is something to compare
 * @compare: like that of qsort(), of two values that are known
 * @put: shows the value of a socket, as a part of a line
 * @put_json: adds it as a member
 */
struct socket_kind {
	bool (*known)(const void *value);
	int (*compare)(const void *a, const void *b);
	void (*put)(struct listing *listing, const struct socket_item *item, const void *value);
	void (*put_json)(struct json *json, const char *name, const struct socket_item *item,
			 const void *value);
};

/* What a filter compares a column with; those after SINCE have an order. */
enum socket_operand {
	SOCKET_OPERAND_NONE,
	SOCKET_OPERAND_TEXT,
	SOCKET_OPERAND_SINCE,
	SOCKET_OPERAND_DURATION,
	SOCKET_OPERAND_NUMBER,
	SOCKET_OPERAND_USER,
};

/**
 * struct socket_column - one column
 * @name: on the command line and in a filter
 * @title: in the table's head
 * @help: for --help
 * @kind: of its values
 * @member: where struct socket_item has the value
 * @operand: of a filter; a column with one is a member of @row
 * @right: for numbers
 * @largest_first: if sorted
 * @usual: shown if no columns are chosen
 * @listed: of the list itself, in JSON if no columns are chosen
 */
struct socket_column {
	const char *name;
	const char *title;
	const char *help;
	const struct socket_kind *kind;
	size_t member;
	enum socket_operand operand;
	bool right;
	bool largest_first;
	bool usual;
	bool listed;
};

/* In the order in which they are shown. */
extern const struct socket_column socket_columns[];
extern const size_t socket_columns_count;

/* Return: the column, NULL if there is none of that name. LENGTH is that of the name. */
const struct socket_column *socket_column_find(const char *name, size_t length);

/* Shows the column's value of a socket, as a part of a line. */
void socket_column_put(const struct socket_column *column, struct listing *listing,
		       const struct socket_item *item);

/* Adds the column's value of a socket as a member. */
void socket_column_put_json(const struct socket_column *column, struct json *json,
			    const struct socket_item *item);

/**
 * socket_column_compare() - the order of a sorted list
 * @column: by which it is sorted
 * @reverse: the other way round, but what is not known comes last
 * @a: a socket
 * @b: another one
 *
 * Return: less than 0 if @a comes first, more if @b does, 0 if they are equal.
 */
int socket_column_compare(const struct socket_column *column, bool reverse,
			  const struct socket_item *a, const struct socket_item *b);

#endif
