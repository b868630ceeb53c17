/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of /proc/net/tcpstate_listeners. */
#ifndef TCPSTATE_PROCFS_LISTENERS_H
#define TCPSTATE_PROCFS_LISTENERS_H

struct net;
struct tcpstate;

/**
 * tcpstate_listeners_make() - make the entry of a namespace
 * @net: the namespace
 * @tcpstate: the machine
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_listeners_make(struct net *net, struct tcpstate *tcpstate);

/**
 * tcpstate_listeners_remove() - remove it, waiting for readers
 * @net: the namespace
 */
void tcpstate_listeners_remove(struct net *net);

#endif
