/* SPDX-License-Identifier: GPL-2.0-only */
/* A machine of its own and one connection in it, which no one else sees. */
#ifndef TCPSTATE_TESTS_BENCH_KERNEL_SCENE_H
#define TCPSTATE_TESTS_BENCH_KERNEL_SCENE_H

#include <linux/tcp.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/netns/generic.h>

#include "module/tcpstate.h"

/**
 * struct scene - the machine and what it observes
 * @tcpstate: not attached to the tracepoint
 * @net: its only namespace
 * @part: the machine's part of it
 * @chains: the kernel's table of established sockets, with the minisock alone
 * @client: the socket that closes first
 * @server: the other one
 * @minisock: what the client leaves behind
 */
struct scene {
	struct tcpstate tcpstate;
	struct net *net;
	struct tcpstate_net *part;
	struct inet_hashinfo chains;
	struct sock *client;
	struct sock *server;
	struct tcp_timewait_sock *minisock;
};

/**
 * scene_make() - set it up, both sockets in CLOSE
 *
 * Return: the scene, or NULL without memory.
 */
struct scene *scene_make(void);

/* Takes it down. */
void scene_free(struct scene *scene);

/* As with max_sockets=0. */
void scene_give_up_table(struct scene *scene);

/**
 * scene_print_parts() - measure what events are made of
 * @text: a page
 * @at: how much of it is used
 * @scene: both sockets in CLOSE, and so they are afterwards
 *
 * Return: how much is used now.
 */
int scene_print_parts(char *text, int at, struct scene *scene);

#endif
