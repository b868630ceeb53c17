/* SPDX-License-Identifier: GPL-2.0-only */
/* The columns that the lists of sockets and of listeners share. */
#ifndef TCPSTATE_PROCFS_SOCKET_COLUMNS_H
#define TCPSTATE_PROCFS_SOCKET_COLUMNS_H

#include <linux/types.h>

struct seq_file;
struct sock;
struct tcpstate_sockets;

/**
 * tcpstate_put_address() - one end of a socket
 * @m: gets ADDRESS:PORT, IPv6 in brackets, and blanks up to the next column
 * @family: AF_INET or AF_INET6
 * @address: struct in_addr or struct in6_addr of that family
 * @port: in host order; negative for any
 */
void tcpstate_put_address(struct seq_file *m, unsigned short family, const void *address,
			  int port);

/**
 * tcpstate_put_right() - a number in a column
 * @m: gets a blank and the number, aligned to the right
 * @number: what seq_put_decimal_ull_width() is for, which is not exported
 * @width: of the column, at most 30
 */
void tcpstate_put_right(struct seq_file *m, u64 number, unsigned int width);

/**
 * tcpstate_put_age() - the columns since and age_ns
 * @m: gets them
 * @word: the socket's entry in the table, 0 for none
 * @now_ns: CLOCK_MONOTONIC
 */
void tcpstate_put_age(struct seq_file *m, u64 word, u64 now_ns);

/**
 * tcpstate_put_owner() - the columns uid and inode, and the end of the line
 * @m: gets them, the uid as the reader's user namespace knows it
 * @sk: a full socket, pinned
 */
void tcpstate_put_owner(struct seq_file *m, struct sock *sk);

/**
 * tcpstate_local_of() - a socket's own address
 * @sk: a full socket or a minisock
 *
 * Return: struct in_addr or struct in6_addr, by its family.
 */
const void *tcpstate_local_of(const struct sock *sk);

#endif
