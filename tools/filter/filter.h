/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Chooses sockets by an expression in the grammar of ss(8):
 *
 *	state close-wait		exclude time-wait	state connected
 *	sport = :443			dport > 1024		dport = :https
 *	src 192.0.2.0/24		dst [2001:db8::1]:443	dst 198.51.100.7:22
 *	age > 5m			since exact		rxq > 0
 *	uid 33				pid 812			comm java
 *
 * joined by "and", "or", "not" and parentheses; side by side means "and". States that
 * follow each other add up and exclusions take away, as in ss. What is not known equals
 * nothing and is neither less nor more than anything.
 */
#ifndef TCPSTATE_TOOLS_FILTER_H
#define TCPSTATE_TOOLS_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "tools/host/owners.h"
#include "tools/text/sockets.h"

enum { FILTER_ERROR_MAX = 512 };

struct filter;

/**
 * filter_parse() - parse an expression
 * @words: of the expression; where one ends and the next begins does not matter
 * @count: how many; none means all sockets
 * @error: gets what is wrong, and with which word
 *
 * Return: the filter; NULL if the expression is none.
 */
struct filter *filter_parse(char *const *words, size_t count, char error[FILTER_ERROR_MAX]);

/* Prints what can stand before an operator, for --help. */
void filter_help(void);

/* Whether it asks for processes: then filter_matches() needs the owners of a socket. */
bool filter_needs_owners(const struct filter *filter);

/**
 * filter_matches() - whether a socket is among those chosen
 * @filter: the filter
 * @row: the socket
 * @owner: the process that holds it, or NULL
 * @owners: how many
 */
bool filter_matches(const struct filter *filter, const struct socket_row *row,
		    const struct owner *owner, size_t owners);

/**
 * filter_wants_state() - whether a socket in a state can be among those chosen
 * @filter: the filter
 * @state: the state's name
 *
 * Return: false if its state alone decides that it is not.
 */
bool filter_wants_state(const struct filter *filter, const char *state);

void filter_free(struct filter *filter);

#endif
