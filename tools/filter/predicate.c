// SPDX-License-Identifier: GPL-2.0-only
/* What a filter can ask for: its own words, and columns of the list of sockets. */

#include <stdio.h>
#include <string.h>

#include "tools/failure.h"
#include "tools/filter/tree.h"

/* All but the columns. */
static const struct predicate {
	const char *name;
	enum filter_kind kind;
	bool remote;
	enum socket_operand operand;
} predicates[] = {
	{ "sport", FILTER_PORT, false, SOCKET_OPERAND_NONE },
	{ "dport", FILTER_PORT, true, SOCKET_OPERAND_NONE },
	{ "src", FILTER_HOST, false, SOCKET_OPERAND_NONE },
	{ "dst", FILTER_HOST, true, SOCKET_OPERAND_NONE },
	{ "pid", FILTER_PID, false, SOCKET_OPERAND_NUMBER },
	{ "comm", FILTER_COMM, false, SOCKET_OPERAND_TEXT },
};

enum { PREDICATES = sizeof(predicates) / sizeof(predicates[0]) };

bool filter_predicate(const char *word, struct filter_node *node)
{
	const struct socket_column *column = socket_column_find(word, strlen(word));
	size_t i;

	for (i = 0; i < PREDICATES; i++) {
		if (strcmp(predicates[i].name, word) != 0)
			continue;
		node->kind = predicates[i].kind;
		node->remote = predicates[i].remote;
		node->operand = predicates[i].operand;
		return true;
	}
	if (!column || !column->operand)
		return false;
	node->kind = FILTER_COLUMN;
	node->column = column;
	node->operand = column->operand;
	return true;
}

bool filter_is_ordered(const struct filter_node *node)
{
	if (node->kind == FILTER_COLUMN)
		return node->operand > SOCKET_OPERAND_SINCE;
	return node->kind == FILTER_PORT;
}

static const char *read_value(const char *word, struct filter_node *node)
{
	node->value.number.known = true;
	switch (node->operand) {
	case SOCKET_OPERAND_TEXT:
		node->value.text = xstrdup(word);
		return NULL;
	case SOCKET_OPERAND_SINCE:
		return filter_read_since(word, &node->value.since);
	case SOCKET_OPERAND_DURATION:
		return filter_read_duration(word, &node->value.number.value);
	case SOCKET_OPERAND_USER:
		return filter_read_user(word, &node->value.number.value);
	default:
		return filter_read_number(word, &node->value.number.value);
	}
}

const char *filter_read_operand(const char *word, struct filter_node *node)
{
	switch (node->kind) {
	case FILTER_PORT:
		return filter_read_port(word, &node->host);
	case FILTER_HOST:
		return filter_read_host(word, &node->host);
	default:
		return read_value(word, node);
	}
}

void filter_print_fields(FILE *out)
{
	size_t i;

	fputs("state, exclude", out);
	for (i = 0; i < PREDICATES; i++)
		fprintf(out, ", %s", predicates[i].name);
	for (i = 0; i < socket_columns_count; i++)
		if (socket_columns[i].operand)
			fprintf(out, ", %s", socket_columns[i].name);
}

void filter_help(void)
{
	fputs("\nFields of FILTER: ", stdout);
	filter_print_fields(stdout);
	putchar('\n');
}
