/* SPDX-License-Identifier: GPL-2.0-only */
/* Holds the ages in a list of sockets against moments that a test has measured. */
#ifndef TCPSTATE_TESTS_GUEST_ROW_AGE_H
#define TCPSTATE_TESTS_GUEST_ROW_AGE_H

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/rows.h"

/* Reads the list of this namespace; returns when that was: each row is of a moment in it. */
struct moment rows_take_own(struct rows *rows);

/* The row of a socket of this process; fails the scenario unless there is exactly one. */
const struct row *rows_of_file(const struct rows *rows, int fd);

/* The row of the other side of a connection; fails the scenario if there is none. */
const struct row *rows_of_peer(const struct rows *rows, int fd);

/**
 * row_expect() - fail the scenario unless a row says this
 * @row: the row
 * @state: its state
 * @since: "exact" or "atleast"
 * @age: the least and the most that its age can be
 */
void row_expect(const struct row *row, const char *state, const char *since, struct moment age);

#endif
