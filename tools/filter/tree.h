/* SPDX-License-Identifier: GPL-2.0-only */
/* A filter as a tree: made by filter.c and filter_operand.c, walked by filter_match.c. */
#ifndef TCPSTATE_TOOLS_FILTER_TREE_H
#define TCPSTATE_TOOLS_FILTER_TREE_H

#include <stdio.h>

#include "tools/filter/filter.h"
#include "tools/output/socket_columns.h"
#include "tools/states/table.h"

enum filter_kind {
	FILTER_ALL,
	FILTER_AND,
	FILTER_OR,
	FILTER_NOT,
	FILTER_STATES,
	FILTER_PORT,
	FILTER_HOST,
	FILTER_COLUMN,
	FILTER_PID,
	FILTER_COMM,
};

enum filter_operator {
	FILTER_EQUAL,
	FILTER_NOT_EQUAL,
	FILTER_LESS,
	FILTER_MORE,
	FILTER_LESS_EQUAL,
	FILTER_MORE_EQUAL,
};

/**
 * struct filter_states - a set of states
 * @named: by the place in tcp_states
 * @others: those that are not among them
 */
struct filter_states {
	bool named[TCP_STATES];
	bool others;
};

/**
 * struct filter_host - an address, a port or both
 * @family: AF_INET or AF_INET6; AF_UNSPEC takes any address
 * @bits: of the address that count
 * @address: in network order
 * @port: or SOCKET_PORT_ANY
 */
struct filter_host {
	int family;
	unsigned int bits;
	uint8_t address[16];
	int port;
};

/**
 * struct filter_node - a part of an expression
 * @kind: what it is; names the member of the union
 * @operator: of all that compare
 * @remote: FILTER_PORT and FILTER_HOST: of the remote end
 * @column: FILTER_COLUMN: of the list
 * @operand: what kind of word it is compared with, but of ports and hosts
 */
struct filter_node {
	enum filter_kind kind;
	enum filter_operator operator;
	bool remote;
	const struct socket_column *column;
	enum socket_operand operand;
	union {
		struct {
			struct filter_node *left;
			struct filter_node *right;
		};
		struct filter_states states;
		struct filter_host host;
		union {
			struct number number;
			enum socket_since since;
			char *text;
		} value;
	};
};

struct filter {
	struct filter_node *root;
	bool needs_owners;
};

/* Makes NODE ask for what WORD names. Return: false if it names nothing. */
bool filter_predicate(const char *word, struct filter_node *node);

/* Whether what NODE asks for can be less or more, and not only equal. */
bool filter_is_ordered(const struct filter_node *node);

/* Reads the word that NODE compares with. Return: NULL, or what is wrong with it, "is no port". */
const char *filter_read_operand(const char *word, struct filter_node *node);

/* Prints what filter_predicate() takes, and the words for states, with commas between them. */
void filter_print_fields(FILE *out);

/*
 * What a word means as an operand. Return: NULL, or what is wrong with it, "is no port".
 *
 * Ports: 443, :443, :https, * for any. Hosts: 192.0.2.0/24, 192.0.2.1:443, [2001:db8::]/32,
 * [::1]:443, ::1, :443, *. States: any spelling, or a group of ss. Times: 5m, 1h30m; a
 * number alone is seconds. Users: by name or number.
 */
const char *filter_read_port(const char *word, struct filter_host *host);
const char *filter_read_host(const char *word, struct filter_host *host);
const char *filter_read_states(const char *word, struct filter_states *states);
const char *filter_read_duration(const char *word, uint64_t *ns);
const char *filter_read_number(const char *word, uint64_t *number);
const char *filter_read_user(const char *word, uint64_t *uid);
const char *filter_read_since(const char *word, enum socket_since *since);

#endif
