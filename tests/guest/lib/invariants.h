/* SPDX-License-Identifier: GPL-2.0-only */
/* What must hold in every reading, whatever the sockets are doing. */
#ifndef TCPSTATE_TESTS_GUEST_INVARIANTS_H
#define TCPSTATE_TESTS_GUEST_INVARIANTS_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/guest/lib/reading.h"

/**
 * invariants_number() - a number of a reading
 * @reading: where
 * @name: as in struct number; fails the scenario if there is none but for a
 *	transition, which is not shown while it is 0
 *
 * Return: the number.
 */
uint64_t invariants_number(const struct reading *reading, const char *name);

/**
 * invariants_balance() - whether every state's now is at_load + entered - left
 * @reading: of any scope
 * @scope: as the diagnosis names it
 *
 * Half-open requests are in SYN_RECV besides. No number may be negative, which
 * shows as a huge one. Prints what is wrong.
 *
 * Return: whether all of it holds.
 */
bool invariants_balance(const struct reading *reading, const char *scope);

/**
 * invariants_advance() - whether nothing that counts events has gone backwards
 * @before: a reading
 * @after: a later one of the same scope and load
 * @scope: as the diagnosis names it
 *
 * Return: whether that holds; prints what went backwards.
 */
bool invariants_advance(const struct reading *before, const struct reading *after,
			const char *scope);

#endif
