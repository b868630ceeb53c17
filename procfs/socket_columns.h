/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The columns that the lists of sockets and of listeners share.
 *
 * There may be hundreds of thousands of lines, so a line is written into its place by
 * hand: 1,460 instructions, and 2,520 with seq_put_decimal_ull() for its numbers.
 * seq_put_decimal_ull_width() is not exported. A writer of a column takes where it begins
 * and returns where the next one does.
 */
#ifndef TCPSTATE_PROCFS_SOCKET_COLUMNS_H
#define TCPSTATE_PROCFS_SOCKET_COLUMNS_H

#include <linux/types.h>

struct seq_file;
struct sock;

/* More than the longest line, and than the blanks that a writer puts down ahead of itself. */
enum { TCPSTATE_LINE_ROOM = 256 };

/**
 * tcpstate_line_begin() - room for a line
 * @m: where the line will be
 *
 * Return: TCPSTATE_LINE_ROOM bytes; NULL if @m has not so many left, and asks again
 * when it has made some.
 */
char *tcpstate_line_begin(struct seq_file *m);

/**
 * tcpstate_line_end() - add the line
 * @m: gets it
 * @begin: of tcpstate_line_begin()
 * @end: behind its last column
 */
void tcpstate_line_end(struct seq_file *m, const char *begin, char *end);

/**
 * tcpstate_put_text() - text in a column
 * @end: where the column begins
 * @text: the text
 * @width: of the column, at most 31; a blank follows it
 *
 * Return: where the next column begins.
 */
char *tcpstate_put_text(char *end, const char *text, unsigned int width);

/**
 * tcpstate_put_address() - one end of a socket
 * @end: where the column begins; gets ADDRESS:PORT, IPv6 in brackets
 * @family: AF_INET or AF_INET6
 * @address: struct in_addr or struct in6_addr of that family
 * @port: in host order; negative for any
 *
 * Return: where the next column begins.
 */
char *tcpstate_put_address(char *end, unsigned short family, const void *address, int port);

/**
 * tcpstate_put_right() - a number in a column
 * @end: where the column begins; gets a blank and the number, aligned to the right
 * @number: the number
 * @width: of the column, at most 30
 *
 * Return: where the next column begins.
 */
char *tcpstate_put_right(char *end, u64 number, unsigned int width);

/**
 * tcpstate_put_age() - the columns since and age_ns
 * @end: where they begin
 * @entry: the socket's entry in the table, 0 for none
 * @now_ns: CLOCK_MONOTONIC
 *
 * Return: where the next column begins.
 */
char *tcpstate_put_age(char *end, u64 entry, u64 now_ns);

/**
 * tcpstate_put_owner() - the columns uid and inode
 * @m: whose reader's user namespace knows the uid
 * @end: where they begin
 * @sk: a full socket, pinned
 *
 * Return: the end of the line.
 */
char *tcpstate_put_owner(struct seq_file *m, char *end, struct sock *sk);

/**
 * tcpstate_local_of() - a socket's own address
 * @sk: a full socket or a minisock
 *
 * Return: struct in_addr or struct in6_addr, by its family.
 */
const void *tcpstate_local_of(const struct sock *sk);

#endif
