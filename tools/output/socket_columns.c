// SPDX-License-Identifier: GPL-2.0-only
/* Shows, sorts and writes the columns of the list of sockets. */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/output/duration.h"
#include "tools/output/processes.h"
#include "tools/output/socket_columns.h"

static bool always_known(const void *value)
{
	(void)value;
	return true;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static bool text_known(const void *value)
{
	return *(const char *const *)value;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_text(struct listing *listing, const struct socket_item *item, const void *value)
{
	(void)item;
	listing_put(listing, text_known(value) ? *(const char *const *)value : TCPSTATE_NOT_KNOWN);
}

static void put_text_json(struct json *json, const char *name, const struct socket_item *item,
			  const void *value)
{
	(void)item;
	json_text(json, name, *(const char *const *)value);
}

static const struct socket_kind text = { text_known, compare_texts, put_text, put_text_json };

static int compare_since(const void *a, const void *b)
{
	return compare_numbers(*(const enum socket_since *)a, *(const enum socket_since *)b);
}

static void put_since(struct listing *listing, const struct socket_item *item, const void *value)
{
	(void)item;
	listing_put(listing, socket_since_name(*(const enum socket_since *)value));
}

static void put_since_json(struct json *json, const char *name, const struct socket_item *item,
			   const void *value)
{
	(void)item;
	json_text(json, name, socket_since_name(*(const enum socket_since *)value));
}

static const struct socket_kind since = { always_known, compare_since, put_since, put_since_json };

static bool number_known(const void *value)
{
	return ((const struct number *)value)->known;
}

static int compare_known(const void *a, const void *b)
{
	return compare_numbers(((const struct number *)a)->value,
			       ((const struct number *)b)->value);
}

static void put_number(struct listing *listing, const struct socket_item *item, const void *value)
{
	(void)item;
	if (number_known(value))
		listing_put_number(listing, ((const struct number *)value)->value);
	else
		listing_put(listing, TCPSTATE_NOT_KNOWN);
}

static void put_number_json(struct json *json, const char *name, const struct socket_item *item,
			    const void *value)
{
	(void)item;
	json_number(json, name, *(const struct number *)value);
}

static const struct socket_kind number = {
	number_known, compare_known, put_number, put_number_json,
};

static void put_age(struct listing *listing, const struct socket_item *item, const void *value)
{
	char age[DURATION_MAX];

	if (!number_known(value)) {
		listing_put(listing, TCPSTATE_NOT_KNOWN);
		return;
	}
	if (item->row.since == SOCKET_SINCE_ATLEAST)
		listing_put(listing, ">");
	listing_put(listing, duration_format(((const struct number *)value)->value, age));
}

static void put_age_json(struct json *json, const char *name, const struct socket_item *item,
			 const void *value)
{
	(void)name;
	(void)item;
	json_seconds(json, "age_s", *(const struct number *)value);
}

static const struct socket_kind age = { number_known, compare_known, put_age, put_age_json };

static int compare_ends(const void *one, const void *other)
{
	const struct socket_end *a = one, *b = other;
	int order = compare_numbers(a->family, b->family);

	if (!order)
		order = memcmp(a->address, b->address, sizeof(a->address));
	return order ? order : a->port - b->port;
}

static void put_end(struct listing *listing, const struct socket_item *item, const void *value)
{
	(void)item;
	listing_put(listing, ((const struct socket_end *)value)->text);
}

static void put_end_json(struct json *json, const char *name, const struct socket_item *item,
			 const void *value)
{
	const struct socket_end *end = value;
	struct number port = { end->port != SOCKET_PORT_ANY, end->port };
	const char *colon = strrchr(end->text, ':');
	bool brackets = *end->text == '[';
	char address[64];

	(void)item;
	snprintf(address, sizeof(address), "%.*s", (int)(colon - end->text) - 2 * brackets,
		 end->text + brackets);
	json_begin_object(json, name);
	json_text(json, "address", address);
	json_number(json, "port", port);
	json_end_object(json);
}

static const struct socket_kind end = { always_known, compare_ends, put_end, put_end_json };

static bool process_known(const void *value)
{
	return *(const struct owner *const *)value;
}

static int compare_processes(const void *one, const void *other)
{
	const struct owner *a = *(const struct owner *const *)one;
	const struct owner *b = *(const struct owner *const *)other;
	int order = strcmp(a->comm, b->comm);

	return order ? order : compare_numbers(a->pid, b->pid);
}

static void put_process(struct listing *listing, const struct socket_item *item, const void *value)
{
	char *names = processes_format(item->owner, item->owners);

	(void)value;
	listing_put(listing, names);
	free(names);
}

static void put_process_json(struct json *json, const char *name, const struct socket_item *item,
			     const void *value)
{
	(void)name;
	(void)value;
	processes_json(json, item->owner, item->owners);
}

static const struct socket_kind process = {
	process_known, compare_processes, put_process, put_process_json,
};

static_assert(!offsetof(struct socket_item, row), "a filter finds the members in a row");

#define ROW(member) offsetof(struct socket_item, row.member)

const struct socket_column socket_columns[] = {
	{ "state", "STATE", "name of the state", &text, ROW(state),
	  .usual = true, .listed = true },
	{ "since", "SINCE", "how well the age is known: exact, atleast or unknown",
	  &since, ROW(since), SOCKET_OPERAND_SINCE, .listed = true },
	{ "age", "AGE", "time in the state", &age, ROW(age_ns), SOCKET_OPERAND_DURATION,
	  .right = true, .largest_first = true, .usual = true, .listed = true },
	{ "rxq", "RXQ", "bytes to be read; of a listener, connections to be accepted",
	  &number, ROW(rxq), SOCKET_OPERAND_NUMBER,
	  .right = true, .largest_first = true, .usual = true, .listed = true },
	{ "txq", "TXQ", "bytes to be acknowledged; of a listener, its backlog",
	  &number, ROW(txq), SOCKET_OPERAND_NUMBER,
	  .right = true, .largest_first = true, .usual = true, .listed = true },
	{ "local", "LOCAL", "address and port of this end", &end, ROW(local),
	  .usual = true, .listed = true },
	{ "remote", "REMOTE", "address and port of the other end", &end, ROW(remote),
	  .usual = true, .listed = true },
	{ "uid", "UID", "user that owns the socket", &number, ROW(uid), SOCKET_OPERAND_USER,
	  .right = true, .listed = true },
	{ "inode", "INODE", "inode of the socket's file", &number, ROW(inode),
	  SOCKET_OPERAND_NUMBER, .right = true, .listed = true },
	{ "netns", "NETNS", "name of the network namespace", &text,
	  offsetof(struct socket_item, netns), .operand = SOCKET_OPERAND_NONE },
	{ "process", "PROCESS", "processes that hold the socket", &process,
	  offsetof(struct socket_item, owner), .operand = SOCKET_OPERAND_NONE },
};

const size_t socket_columns_count = sizeof(socket_columns) / sizeof(socket_columns[0]);

static const void *value_of(const struct socket_column *column, const struct socket_item *item)
{
	return (const char *)item + column->member;
}

const struct socket_column *socket_column_find(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < socket_columns_count; i++)
		if (strlen(socket_columns[i].name) == length &&
		    !strncmp(socket_columns[i].name, name, length))
			return &socket_columns[i];
	return NULL;
}

void socket_column_put(const struct socket_column *column, struct listing *listing,
		       const struct socket_item *item)
{
	column->kind->put(listing, item, value_of(column, item));
}

void socket_column_put_json(const struct socket_column *column, struct json *json,
			    const struct socket_item *item)
{
	column->kind->put_json(json, column->name, item, value_of(column, item));
}

int socket_column_compare(const struct socket_column *column, bool reverse,
			  const struct socket_item *a, const struct socket_item *b)
{
	const void *one = value_of(column, a), *other = value_of(column, b);
	bool one_known = column->kind->known(one), other_known = column->kind->known(other);
	int order;

	if (!one_known || !other_known)
		return other_known - one_known;
	order = column->kind->compare(one, other);
	return reverse != column->largest_first ? -order : order;
}
