/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of /proc/net/tcpstate_sockets. */
#ifndef TCPSTATE_PROCFS_SOCKETS_H
#define TCPSTATE_PROCFS_SOCKETS_H

struct net;
struct tcpstate;

/**
 * tcpstate_socket_list_make() - make the entry of a namespace
 * @net: the namespace
 * @tcpstate: the machine
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_socket_list_make(struct net *net, struct tcpstate *tcpstate);

/**
 * tcpstate_socket_list_remove() - remove it, waiting for readers
 * @net: the namespace
 */
void tcpstate_socket_list_remove(struct net *net);

#endif
