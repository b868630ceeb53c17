/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lists: /proc/net/tcpstate_sockets, one a state below tcpstate_sockets_in, and
 * /proc/net/tcpstate_listeners.
 */
#ifndef TCPSTATE_PROCFS_SOCKETS_H
#define TCPSTATE_PROCFS_SOCKETS_H

#include <linux/types.h>

#include "module/states.h"

struct net;
struct tcpstate;

/**
 * struct tcpstate_list - what an entry in /proc shows
 * @tcpstate: the instance
 * @net: the namespace
 * @wanted_state: the state, 0 for all
 * @of_listeners: with the columns of listeners
 */
struct tcpstate_list {
	struct tcpstate *tcpstate;
	struct net *net;
	enum tcpstate_state wanted_state;
	bool of_listeners;
};

/* Those of a namespace. */
struct tcpstate_lists {
	struct tcpstate_list sockets;
	struct tcpstate_list listeners;
	struct tcpstate_list in_state[TCPSTATE_STATES_COUNTED];
};

/**
 * tcpstate_socket_lists_make() - make the entries of a namespace
 * @net: the namespace
 * @tcpstate: the instance
 * @lists: memory that stays until the entries are removed
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_socket_lists_make(struct net *net, struct tcpstate *tcpstate,
			       struct tcpstate_lists *lists);

/**
 * tcpstate_socket_lists_remove() - remove them, waiting for readers
 * @net: the namespace
 */
void tcpstate_socket_lists_remove(struct net *net);

#endif
