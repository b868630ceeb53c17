/* SPDX-License-Identifier: GPL-2.0-only */
/* Random sockets in every state: what the parts of the workload share. */
#ifndef TCPSTATE_TESTS_GUEST_WORKLOAD_H
#define TCPSTATE_TESTS_GUEST_WORKLOAD_H

#include <signal.h>

#include "tests/guest/lib/loopback.h"

/* Set by SIGTERM. */
extern volatile sig_atomic_t workload_released;

/* A number from 0 to below @end, by the seed. */
unsigned int chance(unsigned int end);

enum family random_family(void);

/* A connection over MPTCP, whose subflows are TCP sockets. */
struct pair open_mptcp(enum family family);

/* One without what moves.h expects of it. */
struct pair connect_pair(enum family family, int listener);

/* Polls until a socket is in a state of tcp_states.h. */
void wait_state(int fd, unsigned int state);

/**
 * hold_random() - leave sockets in every state
 * @count: the most of each kind of connection, at least 1
 *
 * Returns when nothing changes any more but by timers.
 */
void hold_random(unsigned int count);

/**
 * hold_crowd() - leave established connections
 * @count: how many
 */
void hold_crowd(unsigned int count);

/* Lets everything that is held go, in an orderly way where it can. */
void hold_release(void);

/*
 * Takes everything that is held away without a segment. A socket that lost its peer by it and has
 * no process any more tries the last segment once again and gives up.
 */
void hold_vanish(void);

/**
 * send_syns() - half-open requests: SYNs of clients that are not there
 * @listener: IPV4 or MAPPED, on loopback
 * @count: how many, each from an address and port of its own
 */
void send_syns(int listener, unsigned int count);

/* Waits until the timer of every half-open request has run that often. */
void wait_syn_timers(unsigned int often);

/**
 * churn() - open and close connections in random ways, one after the other
 * @count: how many; 0: until released
 */
void churn(unsigned int count);

#endif
