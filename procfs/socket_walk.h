/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A walk over the sockets of a namespace, as slow as its reader likes.
 *
 * It pins a few sockets at a time while the kernel's bucket is locked; they are looked at
 * afterwards, so traffic waits for no reader. The pinned ones are also how it finds its way
 * back: sockets enter a chain at its head, or in place of another, so those behind the last
 * one that is still there are those that have not been seen.
 *
 * A socket that stays in its bucket is met exactly once if its bucket holds at most
 * TCPSTATE_WALK_PINNED sockets of the namespace, or if any of the last ones pinned is still
 * there when the walk goes on. If all have left, it goes on where as many would have been
 * seen: then sockets may be passed over, or met again. So they may if one of the pinned left
 * and came back to the same bucket meanwhile.
 */
#ifndef TCPSTATE_PROCFS_SOCKET_WALK_H
#define TCPSTATE_PROCFS_SOCKET_WALK_H

#include "module/listeners.h"
#include "module/states.h"

struct net;
struct sock;

enum {
	TCPSTATE_WALK_PINNED = 16,
	/* Sockets of the namespace that are passed over under one hold of a bucket's lock. */
	TCPSTATE_WALK_LOOKS = 256,
};

/**
 * struct tcpstate_socket_walk - where a walk is
 * @net: the namespace, pinned by the caller
 * @wanted_state: sockets that may be in this state; 0 for all
 * @listing: it is among the listeners
 * @place: where among them
 * @bucket: of the table of established sockets: which comes next
 * @inside: it has not come to the end of the bucket before that one
 * @seen: sockets of the namespace that it has looked at in there
 * @skip: how many it has to pass over, as it has met them before
 * @next: the pinned socket that it is at
 * @wanted: how many of the pinned are to be met; another one may show the way back
 * @pinned: how many are pinned
 * @sk: those
 */
struct tcpstate_socket_walk {
	struct net *net;
	enum tcpstate_state wanted_state;
	bool listing;
	struct tcpstate_listener place;
	unsigned int bucket;
	bool inside;
	unsigned int seen;
	unsigned int skip;
	unsigned int next;
	unsigned int wanted;
	unsigned int pinned;
	struct sock *sk[TCPSTATE_WALK_PINNED];
};

/**
 * tcpstate_socket_walk_begin() - start a walk
 * @walk: zeroed but for @net and @wanted_state, or ended
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_socket_walk_begin(struct tcpstate_socket_walk *walk);

/**
 * tcpstate_socket_walk_end() - end a walk, wherever it is
 * @walk: the walk, or zeroed memory
 */
void tcpstate_socket_walk_end(struct tcpstate_socket_walk *walk);

/**
 * tcpstate_socket_walk_here() - the socket that a walk is at
 * @walk: which has been told to go on
 *
 * Return: the socket, pinned until the walk goes on; NULL if it has come to its end.
 */
struct sock *tcpstate_socket_walk_here(const struct tcpstate_socket_walk *walk);

/**
 * tcpstate_socket_walk_on() - go on to the next socket
 * @walk: the walk
 *
 * May sleep.
 *
 * Return: as tcpstate_socket_walk_here(), or ERR_PTR(-EINTR) if the reader is being killed.
 */
struct sock *tcpstate_socket_walk_on(struct tcpstate_socket_walk *walk);

#endif
