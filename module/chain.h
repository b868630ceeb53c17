/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Walks over a chain of the kernel's hash tables that give its lock back again and again.
 *
 * A stranger can make a chain long: a hash table of one bucket, listeners that share a port.
 * Whoever walked over all of it under the lock would keep the network stack waiting for it.
 * Only if what a walk stands on has moved again and again, the rest is met under one hold.
 */
#ifndef TCPSTATE_MODULE_CHAIN_H
#define TCPSTATE_MODULE_CHAIN_H

#include <linux/list_nulls.h>
#include <linux/spinlock.h>

struct inet_hashinfo;
struct sock;
struct tcpstate;

/**
 * struct tcpstate_chain - one chain
 * @table: of which tables
 * @bucket: its number
 * @listeners: it is in the table of listeners, not in that of established sockets
 */
struct tcpstate_chain {
	struct inet_hashinfo *table;
	unsigned int bucket;
	bool listeners;
};

/**
 * tcpstate_chain_head() - where it begins
 * @chain: which
 *
 * Return: its head.
 */
struct hlist_nulls_head *tcpstate_chain_head(const struct tcpstate_chain *chain);

/**
 * tcpstate_chain_lock() - what protects it
 * @chain: which
 *
 * Return: the lock, to be taken with softirqs off; with them on for listeners.
 */
spinlock_t *tcpstate_chain_lock(const struct tcpstate_chain *chain);

/**
 * tcpstate_chain_has() - whether a socket is in it
 * @chain: locked
 * @sk: a socket, minisock or request, pinned
 *
 * Return: whether it is. One that is about to enter by another chain's lock may be taken for
 * one that is: who goes on from it compares what else it knows of its place.
 */
bool tcpstate_chain_has(const struct tcpstate_chain *chain, const struct sock *sk);

/**
 * tcpstate_chain_walk() - meet everything that is in it from the beginning to the end
 * @chain: which
 * @tcpstate: handed on
 * @meet: called with the lock held, more than once for some; returns false to end the walk
 *
 * What enters meanwhile may be passed over. May sleep.
 *
 * Return: false if @meet ended it.
 */
bool tcpstate_chain_walk(const struct tcpstate_chain *chain, struct tcpstate *tcpstate,
			 bool (*meet)(struct tcpstate *tcpstate, struct sock *sk));

#endif
