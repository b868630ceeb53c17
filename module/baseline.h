/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sockets that were open before we were loaded.
 *
 * The probe is attached first, then the kernel's hash tables are walked, twice.
 * A socket is put into the table while its bucket is locked, if an event has not
 * done so already. That is exact because every way to CLOSE takes a socket out of
 * its bucket, under that lock, before its event: a socket found in a bucket will
 * still have its event, and one that had it is not found.
 *
 * The second walk, a grace period later, finds those that were between setting a
 * state and being hashed during the first: a connect() looking for a port, a
 * listen(), a child. What neither finds is met by its next event, as "late".
 */
#ifndef TCPSTATE_MODULE_BASELINE_H
#define TCPSTATE_MODULE_BASELINE_H

struct tcpstate;

/**
 * tcpstate_baseline_estimate() - how many sockets there are, about
 * @tcpstate: the instance, which has joined its namespaces
 *
 * Return: the number of sockets in the hash tables during a walk without locks.
 */
unsigned long tcpstate_baseline_estimate(struct tcpstate *tcpstate);

/**
 * tcpstate_baseline_take() - meet every open socket
 * @tcpstate: the instance, probing, @loading set
 *
 * No lock is held over more than one bucket. May sleep. When it returns, every
 * socket is in the table and unknown ones are untracked, not late.
 *
 * Return: 0, or -ENOMEM if the table has no room for them.
 */
int tcpstate_baseline_take(struct tcpstate *tcpstate);

#endif
