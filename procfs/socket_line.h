/* SPDX-License-Identifier: GPL-2.0-only */
/* A line of the list of sockets. */
#ifndef TCPSTATE_PROCFS_SOCKET_LINE_H
#define TCPSTATE_PROCFS_SOCKET_LINE_H

#include <linux/types.h>

#include "module/states.h"

struct seq_file;
struct sock;
struct tcpstate;

/**
 * tcpstate_socket_line_may_be_in() - whether it is worth while to look closer
 * @sk: a socket of any kind, its hash bucket locked
 * @state: the state that is asked for
 *
 * Return: false if its line would surely show another state.
 */
bool tcpstate_socket_line_may_be_in(const struct sock *sk, enum tcpstate_state state);

/**
 * tcpstate_socket_line_show() - write the line
 * @m: gets it
 * @tcpstate: the instance
 * @sk: a socket of any kind, pinned
 * @wanted_state: no line if it is in another state than this one; 0 for any
 * @now_ns: CLOCK_MONOTONIC
 */
void tcpstate_socket_line_show(struct seq_file *m, struct tcpstate *tcpstate, struct sock *sk,
			       enum tcpstate_state wanted_state, u64 now_ns);

#endif
