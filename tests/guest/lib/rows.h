/* SPDX-License-Identifier: GPL-2.0-only */
/* A list of TCP sockets, as /proc or as ss tells it. */
#ifndef TCPSTATE_TESTS_GUEST_ROWS_H
#define TCPSTATE_TESTS_GUEST_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#define ROWS_OWN	"/proc/thread-self/net/tcpstate_sockets"

enum { ROW_STATE = 16, ROW_SINCE = 8, ANY_PORT = -1 };

struct end {
	int family;
	unsigned char address[16];
	int port;
};

/*
 * @owned: it has an owner and queues, which minisocks and half-open requests have
 *	not; ss shows 0 for them
 * @known: whether it has an age
 */
struct row {
	char state[ROW_STATE];
	struct end local, remote;
	bool owned;
	uint64_t rxq, txq, uid, inode;
	char since[ROW_SINCE];
	bool known;
	uint64_t age_ns;
};

struct rows {
	unsigned int count, room;
	struct row *row;
};

/**
 * rows_take() - read a list of /proc
 * @rows: overwritten; zeroed before the first time
 * @path: the file
 *
 * Fails the scenario if the file cannot be read or breaks the rules of procfs/ABI.
 */
void rows_take(struct rows *rows, const char *path);

/**
 * rows_parse() - the same, of a text that was read already
 * @rows: overwritten
 * @text: all of it; changed
 */
void rows_parse(struct rows *rows, char *text);

/**
 * rows_take_by_ss() - what "ss -tane" lists in this network namespace
 * @rows: overwritten, without ages
 */
void rows_take_by_ss(struct rows *rows);

/* One more row, all 0, to be filled. */
struct row *rows_add(struct rows *rows);

/* Parses ADDRESS:PORT in the spelling of /proc or of ss; fails the scenario if it cannot. */
void end_parse(struct end *end, const char *text);

/* Finds the one row with an inode; fails the scenario if there is none or are two. */
const struct row *rows_of_inode(const struct rows *rows, uint64_t inode);

/* Finds a row by its ends; NULL if there is none. */
const struct row *rows_of_ends(const struct rows *rows, const struct end *local,
			       const struct end *remote);

/* Brings rows into an order that depends on nothing but what rows_compare() looks at. */
void rows_sort(struct rows *rows);

/**
 * rows_compare() - count the rows that are in one of two lists only
 * @one: sorted
 * @other: sorted
 * @tell: print them
 * @name_one: what to call the first in print
 * @name_other: what to call the other
 *
 * Ages do not count.
 */
unsigned int rows_compare(const struct rows *one, const struct rows *other, bool tell,
			  const char *name_one, const char *name_other);

#endif
