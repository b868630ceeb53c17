/* SPDX-License-Identifier: GPL-2.0-only */
/* The list of sockets: /proc/net/tcpstate_sockets, and one a state below tcpstate_sockets_in. */
#ifndef TCPSTATE_PROCFS_SOCKETS_H
#define TCPSTATE_PROCFS_SOCKETS_H

struct net;
struct tcpstate;

/**
 * tcpstate_socket_lists_init() - say what the lists are of, before the first one is made
 * @tcpstate: the machine
 */
void tcpstate_socket_lists_init(struct tcpstate *tcpstate);

/**
 * tcpstate_socket_lists_make() - make the entries of a namespace
 * @net: the namespace
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_socket_lists_make(struct net *net);

/**
 * tcpstate_socket_lists_remove() - remove them, waiting for readers
 * @net: the namespace
 */
void tcpstate_socket_lists_remove(struct net *net);

#endif
