/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A machine of a test's own, in a namespace that only the test knows, with the kernel's
 * table of established sockets replaced by one of its own: nothing else counts here.
 */
#ifndef TCPSTATE_TESTS_KUNIT_WORLD_H
#define TCPSTATE_TESTS_KUNIT_WORLD_H

#include <kunit/test.h>
#include <linux/hw_breakpoint.h>
#include <linux/tcp.h>
#include <net/inet_hashtables.h>

#include "module/snapshot.h"
#include "module/tcpstate.h"

enum { WORLD_BUCKETS = 64, WORLD_CHAINS = 4, WORLD_SOCKETS = 300, WORLD_HELD = 3 };

/**
 * struct world - the machine and what it observes
 * @tcpstate: not attached to the tracepoint: the test tells it of events
 * @net: a namespace that it has joined
 * @chains: the table of established sockets, of @net
 * @socket: the sockets that were made
 * @sockets: how many
 * @minisock: those that were made
 * @minisocks: how many
 * @host: a reading of the host, by world_read()
 * @own: a reading of @net, likewise
 */
struct world {
	struct tcpstate tcpstate;
	struct net *net;
	struct inet_hashinfo chains;
	struct sock *socket[WORLD_SOCKETS];
	unsigned int sockets;
	struct inet_timewait_sock *minisock[WORLD_SOCKETS];
	unsigned int minisocks;
	struct tcpstate_snapshot host;
	struct tcpstate_snapshot own;
};

/**
 * world_init() - a suite's init: makes the world of one test
 * @test: gets it as its priv; a test's end takes it away
 *
 * Return: 0 or a negative errno.
 */
int world_init(struct kunit *test);

/**
 * world_limit() - give the machine another table
 * @test: which must not have told of events yet
 * @max_sockets: the most to hold; 0: counters only
 */
void world_limit(struct kunit *test, unsigned int max_sockets);

/**
 * world_stay() - stay on this CPU until the test ends
 * @test: which needs two CPUs
 *
 * Return: another one, where something of the test's can run at the same time.
 */
unsigned int world_stay(struct kunit *test);

/**
 * world_make_net() - one more namespace, not joined
 * @test: owns it
 *
 * Return: the namespace, of the same table of established sockets.
 */
struct net *world_make_net(struct kunit *test);

/* Our part of a namespace of the test's. */
struct tcpstate_net *world_part_of(const struct net *net);

/* Leaves a namespace, as when it ends. */
void world_leave(struct kunit *test, struct net *net);

/**
 * world_socket() - a TCP socket over IPv4, known to nobody yet
 * @test: owns it
 * @net: its namespace
 *
 * Each has ports and a hash of its own.
 *
 * Return: the socket.
 */
struct sock *world_socket(struct kunit *test, struct net *net);

/**
 * world_event() - tell the machine of a change of state
 * @test: whose machine
 * @sk: the socket
 * @from: as the kernel numbers states
 * @to: likewise
 */
void world_event(struct kunit *test, const struct sock *sk, int from, int to);

/**
 * world_walk() - bring a socket from CLOSE to a state by events that Linux produces
 * @test: whose machine
 * @sk: the socket
 * @state: any but TIME_WAIT, of which there are no sockets
 */
void world_walk(struct kunit *test, const struct sock *sk, enum tcpstate_state state);

/**
 * world_minisock() - the minisock that a socket leaves behind, in the table
 * @test: owns it
 * @sk: the socket
 * @substate: TCP_FIN_WAIT2 or TCP_TIME_WAIT
 *
 * The kernel's WORLD_HELD references to it are never given back.
 *
 * Return: the minisock.
 */
struct inet_timewait_sock *world_minisock(struct kunit *test, const struct sock *sk,
					  int substate);

/* Puts a minisock into its chain again, and takes it out. */
void world_hash(struct kunit *test, struct inet_timewait_sock *tw);
void world_unhash(struct inet_timewait_sock *tw);

/* Takes readings of the host and of the first namespace. */
void world_read(struct kunit *test);

/* What KUNIT_EXPECT_*() compare with: the readings of world_read(). */
static inline u64 world_now(const struct kunit *test, enum tcpstate_state state)
{
	return ((const struct world *)test->priv)->own.state[state].now;
}

/**
 * world_watch() - have something done right after memory is read or written
 * @test: fails if there is no breakpoint to be had
 * @address: aligned to its length
 * @length: HW_BREAKPOINT_LEN_4 or _8
 * @on_access: called on the CPU that did it, with interrupts off
 * @context: what it finds as overflow_handler_context of the event
 *
 * Return: to be given to unregister_wide_hw_breakpoint().
 */
struct perf_event * __percpu *world_watch(struct kunit *test, const void *address, int length,
					  perf_overflow_handler_t on_access, void *context);

/**
 * world_closed() - a socket that was in a state before it is closed
 * @test: the test
 * @from: FIN_WAIT2 or CLOSING
 *
 * Return: the socket, whose event to CLOSE is still to come.
 */
struct sock *world_closed(struct kunit *test, enum tcpstate_state from);

/**
 * world_close_leaving() - close a socket that leaves a minisock in its place
 * @test: the test
 * @from: FIN_WAIT2 or CLOSING
 * @substate: the minisock's, TCP_FIN_WAIT2 or TCP_TIME_WAIT
 *
 * Return: the minisock, of which the kernel's count knows.
 */
struct inet_timewait_sock *world_close_leaving(struct kunit *test, enum tcpstate_state from,
					       int substate);

/**
 * world_expire() - what the kernel's timer does to a minisock
 * @test: the test
 * @tw: made by world_close_leaving()
 */
void world_expire(struct kunit *test, struct inet_timewait_sock *tw);

/**
 * world_expect_minisocks() - read, and compare what is known of minisocks in both scopes
 * @test: the test, in which nothing is tracked
 * @fin_wait2: how many are in FIN_WAIT2
 * @time_wait: and in TIME_WAIT
 * @parked: and parked
 */
void world_expect_minisocks(struct kunit *test, u64 fin_wait2, u64 time_wait, u64 parked);

#endif
