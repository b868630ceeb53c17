// SPDX-License-Identifier: GPL-2.0-only
/* Closes listeners that still have requests, whose timers then run out. */

#include <net/inet_connection_sock.h>

#include "tests/kunit/world.h"

static struct tcpstate *machine_of(struct kunit *test)
{
	return &((struct world *)test->priv)->tcpstate;
}

static void set_requests(struct sock *sk, int count)
{
	atomic_set(&inet_csk(sk)->icsk_accept_queue.qlen, count);
}

static struct sock *closed_listener(struct kunit *test, struct net *net, int requests)
{
	struct sock *sk = world_socket(test, net);

	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
	set_requests(sk, requests);
	world_event(test, sk, TCP_LISTEN, TCP_CLOSE);
	return sk;
}

static int references(const struct sock *sk)
{
	return refcount_read(&sk->sk_refcnt);
}

static void halfopen_no_requests(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = closed_listener(test, world->net, 0);

	KUNIT_EXPECT_EQ(test, references(sk), 1);
	KUNIT_EXPECT_EQ(test, machine_of(test)->halfopen.used, 0);
}

static void halfopen_held(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = closed_listener(test, world->net, 3);

	KUNIT_EXPECT_EQ(test, references(sk), 2);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 3);
	KUNIT_EXPECT_EQ(test, world->host.half_open, 3);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_SYN_RECV), 3);
	tcpstate_halfopen_review(machine_of(test));
	KUNIT_EXPECT_EQ(test, references(sk), 2);

	set_requests(sk, 0);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 0);
	tcpstate_halfopen_review(machine_of(test));
	KUNIT_EXPECT_EQ(test, references(sk), 1);
	KUNIT_EXPECT_EQ(test, machine_of(test)->halfopen.used, 0);
}

static void halfopen_of_another_namespace(struct kunit *test)
{
	struct world *world = test->priv;

	closed_listener(test, world_make_net(test), 3);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 0);
	KUNIT_EXPECT_EQ(test, world->host.half_open, 3);
}

/* It listens again: the kernel's own table of listeners has it. */
static void halfopen_listens_again(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *other = closed_listener(test, world->net, 1);
	struct sock *sk = closed_listener(test, world->net, 3);

	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
	KUNIT_EXPECT_EQ(test, references(sk), 1);
	KUNIT_EXPECT_EQ(test, references(other), 2);
	world_event(test, world_socket(test, world->net), TCP_CLOSE, TCP_LISTEN);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 1);
	world_event(test, sk, TCP_LISTEN, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, references(sk), 2);
}

static void halfopen_held_once(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = closed_listener(test, world->net, 3);

	KUNIT_EXPECT_TRUE(test, tcpstate_halfopen_hold(machine_of(test), sk));
	KUNIT_EXPECT_EQ(test, references(sk), 2);
	KUNIT_EXPECT_EQ(test, machine_of(test)->halfopen.used, 1);
}

/* A count of requests that dips below 0 for a moment is 0. */
static void halfopen_negative(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = closed_listener(test, world->net, 3);

	set_requests(sk, -1);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 0);
}

/* Those that cannot be held are said to be missing. More than one batch is reviewed. */
static void halfopen_full(struct kunit *test)
{
	struct tcpstate_halfopen *halfopen = &machine_of(test)->halfopen;
	struct world *world = test->priv;
	struct sock *sk = closed_listener(test, world->net, 1), *one_more;

	while (halfopen->used < TCPSTATE_HELD_MAX) {
		sock_hold(sk);
		halfopen->held[halfopen->used++] = sk;
	}
	one_more = closed_listener(test, world->net, 1);
	KUNIT_EXPECT_EQ(test, references(one_more), 1);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 1);
	KUNIT_EXPECT_EQ(test, world->host.untracked, 1);
	KUNIT_EXPECT_EQ(test, world->own.half_open, TCPSTATE_HELD_MAX);
	set_requests(sk, 0);
	tcpstate_halfopen_review(machine_of(test));
	KUNIT_EXPECT_EQ(test, references(sk), 1);
	KUNIT_EXPECT_EQ(test, halfopen->used, 0);
}

static void halfopen_without_table(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk;

	world_limit(test, 0);
	sk = closed_listener(test, world->net, 2);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 2);
	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
	KUNIT_EXPECT_EQ(test, references(sk), 1);
}

static struct kunit_case halfopen_cases[] = {
	KUNIT_CASE(halfopen_no_requests),
	KUNIT_CASE(halfopen_held),
	KUNIT_CASE(halfopen_of_another_namespace),
	KUNIT_CASE(halfopen_listens_again),
	KUNIT_CASE(halfopen_held_once),
	KUNIT_CASE(halfopen_negative),
	KUNIT_CASE(halfopen_full),
	KUNIT_CASE(halfopen_without_table),
	{}
};

static struct kunit_suite halfopen_suite = {
	.name = "tcpstate_halfopen",
	.init = world_init,
	.test_cases = halfopen_cases,
};
kunit_test_suite(halfopen_suite);
