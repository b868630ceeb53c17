/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Half-open requests: connections that wait for the last ACK of the handshake.
 * They are request socks, which no tracepoint shows; each listener counts its own
 * (icsk_accept_queue.qlen).
 */
#ifndef TCPSTATE_MODULE_HALFOPEN_H
#define TCPSTATE_MODULE_HALFOPEN_H

#include <linux/types.h>

struct net;
struct tcpstate;

/**
 * tcpstate_halfopen_count() - requests that wait
 * @tcpstate: the instance
 * @net: of which namespace; NULL for all
 *
 * Costs the number of listeners that are asked for. May sleep.
 *
 * Return: how many.
 */
u64 tcpstate_halfopen_count(struct tcpstate *tcpstate, const struct net *net);

#endif
