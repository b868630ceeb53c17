/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of /proc/net/tcpstate_listeners. */
#ifndef TCPSTATE_PROCFS_LISTENERS_H
#define TCPSTATE_PROCFS_LISTENERS_H

#include <linux/types.h>

struct net;
struct seq_file;
struct sock;
struct tcpstate;

/**
 * tcpstate_listeners_show_head() - write the first two lines
 * @m: gets them
 * @net: the namespace
 */
void tcpstate_listeners_show_head(struct seq_file *m, const struct net *net);

/**
 * tcpstate_listeners_show() - write the line of a listener
 * @m: gets it, unless the socket does not listen any more
 * @tcpstate: the instance
 * @sk: the socket, pinned
 * @now_ns: CLOCK_MONOTONIC
 */
void tcpstate_listeners_show(struct seq_file *m, struct tcpstate *tcpstate, struct sock *sk,
			     u64 now_ns);

#endif
