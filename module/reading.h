/* SPDX-License-Identifier: GPL-2.0-only */
/* Takes a reading: what every part knows, as one snapshot. */
#ifndef TCPSTATE_MODULE_READING_H
#define TCPSTATE_MODULE_READING_H

struct net;
struct tcpstate;
struct tcpstate_snapshot;

/**
 * tcpstate_reading_take() - fill a snapshot
 * @tcpstate: the instance
 * @net: of which namespace, pinned by the caller; NULL for the whole host
 * @snapshot: overwritten
 *
 * Costs the number of CPUs, namespaces, listeners and parked minisocks, whatever
 * the number of sockets. May sleep.
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_reading_take(struct tcpstate *tcpstate, struct net *net,
			  struct tcpstate_snapshot *snapshot);

#endif
