// SPDX-License-Identifier: GPL-2.0-only
/* Holds a socket against a filter. */

#include <string.h>
#include <sys/socket.h>

#include "tools/filter/tree.h"

static bool matches_states(const struct filter_states *states, const char *name)
{
	const struct tcp_state *state = tcp_state_named(name);

	return state ? states->named[state - tcp_states] : states->others;
}

/* ORDER is that of the value and the operand, as strcmp() has it. */
static bool holds(enum filter_operator operator, bool known, int order)
{
	switch (operator) {
	case FILTER_EQUAL:
		return known && !order;
	case FILTER_NOT_EQUAL:
		return !(known && !order);
	case FILTER_LESS:
		return known && order < 0;
	case FILTER_MORE:
		return known && order > 0;
	case FILTER_LESS_EQUAL:
		return known && order <= 0;
	case FILTER_MORE_EQUAL:
		return known && order >= 0;
	}
	return false;
}

static bool equal_bits(const uint8_t *a, const uint8_t *b, unsigned int bits)
{
	unsigned int bytes = bits / 8, rest = bits % 8;

	if (memcmp(a, b, bytes) != 0)
		return false;
	return !rest || (a[bytes] ^ b[bytes]) >> (8 - rest) == 0;
}

/* As in ss: an IPv4 address also finds the IPv6 sockets that speak IPv4 to it. */
static bool matches_address(const struct filter_host *host, const struct socket_end *end)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (host->family == AF_UNSPEC)
		return true;
	if (host->family == end->family)
		return equal_bits(end->address, host->address, host->bits);
	return end->family == AF_INET6 && !memcmp(end->address, mapped, sizeof(mapped)) &&
	       equal_bits(end->address + sizeof(mapped), host->address, host->bits);
}

static bool matches_host(const struct filter_host *host, const struct socket_end *end)
{
	return (host->port == SOCKET_PORT_ANY || host->port == end->port) &&
	       matches_address(host, end);
}

static bool matches_owner(const struct filter_node *node, const struct owner *owner, size_t owners)
{
	size_t i;

	for (i = 0; i < owners; i++)
		if (node->kind == FILTER_PID ? (uint64_t)owner[i].pid == node->value.number.value :
					       !strcmp(owner[i].comm, node->value.text))
			return true;
	return false;
}

static bool matches_port(const struct filter_node *node, const struct socket_end *end)
{
	/* Any port is asked for: all have one. */
	if (node->host.port == SOCKET_PORT_ANY)
		return node->operator == FILTER_EQUAL;
	return holds(node->operator, end->port != SOCKET_PORT_ANY, end->port - node->host.port);
}

static bool matches_column(const struct filter_node *node, const struct socket_row *row)
{
	const struct socket_kind *kind = node->column->kind;
	const void *value = (const char *)row + node->column->member;
	bool known = kind->known(value);

	return holds(node->operator, known, known ? kind->compare(value, &node->value) : 0);
}

static bool matches_leaf(const struct filter_node *node, const struct socket_row *row,
			 const struct owner *owner, size_t owners)
{
	const struct socket_end *end = node->remote ? &row->remote : &row->local;

	switch (node->kind) {
	case FILTER_STATES:
		return matches_states(&node->states, row->state);
	case FILTER_PORT:
		return matches_port(node, end);
	case FILTER_HOST:
		return matches_host(&node->host, end) == (node->operator == FILTER_EQUAL);
	case FILTER_COLUMN:
		return matches_column(node, row);
	case FILTER_PID:
	case FILTER_COMM:
		return matches_owner(node, owner, owners) == (node->operator == FILTER_EQUAL);
	default:
		return true;
	}
}

static bool matches(const struct filter_node *node, const struct socket_row *row,
		    const struct owner *owner, size_t owners)
{
	switch (node->kind) {
	case FILTER_AND:
		return matches(node->left, row, owner, owners) &&
		       matches(node->right, row, owner, owners);
	case FILTER_OR:
		return matches(node->left, row, owner, owners) ||
		       matches(node->right, row, owner, owners);
	case FILTER_NOT:
		return !matches(node->left, row, owner, owners);
	default:
		return matches_leaf(node, row, owner, owners);
	}
}

bool filter_matches(const struct filter *filter, const struct socket_row *row,
		    const struct owner *owner, size_t owners)
{
	return matches(filter->root, row, owner, owners);
}

/* What can be said of a socket of which nothing but its state is known. */
enum verdict { NO, MAYBE, YES };

static enum verdict judge_state(const struct filter_node *node, const char *state)
{
	enum verdict left, right;

	switch (node->kind) {
	case FILTER_STATES:
		return matches_states(&node->states, state) ? YES : NO;
	case FILTER_AND:
		left = judge_state(node->left, state);
		right = judge_state(node->right, state);
		return left < right ? left : right;
	case FILTER_OR:
		left = judge_state(node->left, state);
		right = judge_state(node->right, state);
		return left > right ? left : right;
	case FILTER_NOT:
		return YES - judge_state(node->left, state);
	default:
		return MAYBE;
	}
}

bool filter_wants_state(const struct filter *filter, const char *state)
{
	return judge_state(filter->root, state) != NO;
}

bool filter_needs_owners(const struct filter *filter)
{
	return filter->needs_owners;
}
