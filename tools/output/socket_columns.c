// SPDX-License-Identifier: GPL-2.0-only
/* Shows, sorts and writes the columns of "tcpstate sockets". */

#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/output/duration.h"
#include "tools/output/processes.h"
#include "tools/output/socket_columns.h"

static bool always_known(const struct socket_item *item)
{
	(void)item;
	return true;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static void put_netns(struct listing *listing, const struct socket_item *item)
{
	listing_put(listing, item->netns ? item->netns : TCPSTATE_NOT_KNOWN);
}

static void put_netns_json(struct json *json, const struct socket_item *item)
{
	json_text(json, "netns", item->netns);
}

static int compare_netns(const struct socket_item *a, const struct socket_item *b)
{
	return strcmp(a->netns, b->netns);
}

static bool netns_known(const struct socket_item *item)
{
	return item->netns;
}

static void put_state(struct listing *listing, const struct socket_item *item)
{
	listing_put(listing, item->row.state);
}

static void put_state_json(struct json *json, const struct socket_item *item)
{
	json_text(json, "state", item->row.state);
}

static int compare_states(const struct socket_item *a, const struct socket_item *b)
{
	return strcmp(a->row.state, b->row.state);
}

static void put_since(struct listing *listing, const struct socket_item *item)
{
	listing_put(listing, socket_since_name(item->row.since));
}

static void put_since_json(struct json *json, const struct socket_item *item)
{
	json_text(json, "since", socket_since_name(item->row.since));
}

static int compare_since(const struct socket_item *a, const struct socket_item *b)
{
	return compare_numbers(a->row.since, b->row.since);
}

static void put_age(struct listing *listing, const struct socket_item *item)
{
	char text[DURATION_MAX];

	if (!item->row.age_ns.known) {
		listing_put(listing, TCPSTATE_NOT_KNOWN);
		return;
	}
	if (item->row.since == SOCKET_SINCE_ATLEAST)
		listing_put(listing, ">");
	listing_put(listing, duration_format(item->row.age_ns.value, text));
}

static void put_age_json(struct json *json, const struct socket_item *item)
{
	json_seconds(json, "age_s", item->row.age_ns);
}

/* The oldest first: who sorts by age looks for what is stuck. */
static int compare_ages(const struct socket_item *a, const struct socket_item *b)
{
	return compare_numbers(b->row.age_ns.value, a->row.age_ns.value);
}

static bool age_known(const struct socket_item *item)
{
	return item->row.age_ns.known;
}

static void put_end_json(struct json *json, const char *key, const struct socket_end *end)
{
	struct number port = { end->port != SOCKET_PORT_ANY, end->port };
	const char *colon = strrchr(end->text, ':');
	bool brackets = *end->text == '[';
	char address[64];

	snprintf(address, sizeof(address), "%.*s", (int)(colon - end->text) - 2 * brackets,
		 end->text + brackets);
	json_begin_object(json, key);
	json_text(json, "address", address);
	json_number(json, "port", port);
	json_end_object(json);
}

static int compare_ends(const struct socket_end *a, const struct socket_end *b)
{
	int order = compare_numbers(a->family, b->family);

	if (!order)
		order = memcmp(a->address, b->address, sizeof(a->address));
	return order ? order : a->port - b->port;
}

#define END(end)										\
	static void put_##end(struct listing *listing, const struct socket_item *item)		\
	{											\
		listing_put(listing, item->row.end.text);					\
	}											\
												\
	static void put_##end##_json(struct json *json, const struct socket_item *item)	\
	{											\
		put_end_json(json, #end, &item->row.end);					\
	}											\
												\
	static int compare_##end(const struct socket_item *a, const struct socket_item *b)	\
	{											\
		return compare_ends(&a->row.end, &b->row.end);					\
	}

END(local)
END(remote)

static void put_number(struct listing *listing, struct number number)
{
	if (number.known)
		listing_put_number(listing, number.value);
	else
		listing_put(listing, TCPSTATE_NOT_KNOWN);
}

/* FIRST and SECOND say which comes first: the fullest queue, the lowest uid. */
#define NUMBER(member, first, second)								\
	static void put_##member(struct listing *listing, const struct socket_item *item)	\
	{											\
		put_number(listing, item->row.member);						\
	}											\
												\
	static void put_##member##_json(struct json *json, const struct socket_item *item)	\
	{											\
		json_number(json, #member, item->row.member);					\
	}											\
												\
	static int compare_##member(const struct socket_item *a, const struct socket_item *b)	\
	{											\
		return compare_numbers(first->row.member.value, second->row.member.value);	\
	}											\
												\
	static bool member##_known(const struct socket_item *item)				\
	{											\
		return item->row.member.known;							\
	}

NUMBER(rxq, b, a)
NUMBER(txq, b, a)
NUMBER(uid, a, b)
NUMBER(inode, a, b)

static void put_process(struct listing *listing, const struct socket_item *item)
{
	char *names = processes_format(item->owner, item->owners);

	listing_put(listing, names);
	free(names);
}

static void put_process_json(struct json *json, const struct socket_item *item)
{
	processes_json(json, item->owner, item->owners);
}

static int compare_processes(const struct socket_item *a, const struct socket_item *b)
{
	int order = strcmp(a->owner->comm, b->owner->comm);

	return order ? order : compare_numbers(a->owner->pid, b->owner->pid);
}

static bool process_known(const struct socket_item *item)
{
	return item->owners;
}

static const struct socket_column columns[] = {
	{ "state", "STATE", false, put_state, put_state_json, compare_states, always_known },
	{ "since", "SINCE", false, put_since, put_since_json, compare_since, always_known },
	{ "age", "AGE", true, put_age, put_age_json, compare_ages, age_known },
	{ "rxq", "RXQ", true, put_rxq, put_rxq_json, compare_rxq, rxq_known },
	{ "txq", "TXQ", true, put_txq, put_txq_json, compare_txq, txq_known },
	{ "local", "LOCAL", false, put_local, put_local_json, compare_local, always_known },
	{ "remote", "REMOTE", false, put_remote, put_remote_json, compare_remote, always_known },
	{ "uid", "UID", true, put_uid, put_uid_json, compare_uid, uid_known },
	{ "inode", "INODE", true, put_inode, put_inode_json, compare_inode, inode_known },
	{ "netns", "NETNS", false, put_netns, put_netns_json, compare_netns, netns_known },
	{ "process", "PROCESS", false, put_process, put_process_json, compare_processes,
	  process_known },
};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

const struct socket_column *socket_column_find(const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < COLUMNS; i++)
		if (strlen(columns[i].name) == length && !strncmp(columns[i].name, name, length))
			return &columns[i];
	return NULL;
}

const char *socket_column_name(size_t n)
{
	return n < COLUMNS ? columns[n].name : NULL;
}
