// SPDX-License-Identifier: GPL-2.0-only
/* Loads while sockets of every kind are open: what the baseline makes of them. */

#include <linux/rcupdate.h>
#include <net/inet_connection_sock.h>
#include <net/inet_timewait_sock.h>
#include <net/request_sock.h>

#include "tests/kunit/world.h"

static struct tcpstate *instance_of(struct kunit *test)
{
	return &((struct world *)test->priv)->tcpstate;
}

static int load(struct kunit *test)
{
	instance_of(test)->loading = true;
	return tcpstate_baseline_take(instance_of(test));
}

static void put_into_table(struct kunit *test, struct sock *sk)
{
	struct world *world = test->priv;

	hlist_nulls_add_head_rcu(&sk->sk_nulls_node,
				 &inet_ehash_bucket(&world->chains, sk->sk_hash)->chain);
}

static struct sock *open_socket(struct kunit *test, int state)
{
	struct sock *sk = world_socket(test, ((struct world *)test->priv)->net);

	sk->sk_state = state;
	put_into_table(test, sk);
	return sk;
}

static struct inet_timewait_sock *open_minisock(struct kunit *test, int substate)
{
	struct world *world = test->priv;

	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	return world_minisock(test, world_socket(test, world->net), substate);
}

/* A request that leads to a listener with so many of them. */
static struct sock *requested_listener(struct kunit *test, int state, int requests)
{
	struct tcp_request_sock *req = kunit_kzalloc(test, sizeof(*req), GFP_KERNEL);
	struct sock *listener = world_socket(test, ((struct world *)test->priv)->net);
	struct sock *sk;

	KUNIT_ASSERT_NOT_NULL(test, req);
	listener->sk_state = state;
	atomic_set(&inet_csk(listener)->icsk_accept_queue.qlen, requests);
	sk = req_to_sk((struct request_sock *)req);
	sk->sk_state = TCP_NEW_SYN_RECV;
	sk->sk_hash = listener->sk_hash;
	write_pnet(&sk->sk_net, sock_net(listener));
	((struct request_sock *)req)->rsk_listener = listener;
	put_into_table(test, sk);
	return listener;
}

/* Each is in its state once, for at least as long as we are loaded. */
static void baseline_sockets(struct kunit *test)
{
	static const int states[] = { TCP_SYN_SENT, TCP_SYN_RECV, TCP_ESTABLISHED, TCP_FIN_WAIT1,
				      TCP_FIN_WAIT2, TCP_CLOSE_WAIT, TCP_LAST_ACK, TCP_CLOSING };
	struct tcpstate *tcpstate = instance_of(test);
	struct world *world = test->priv;
	unsigned int i, j, count = 0;
	struct sock *sk = NULL;

	for (i = 0; i < ARRAY_SIZE(states); i++)
		for (j = 0; j <= i; j++, count++)
			sk = open_socket(test, states[i]);
	KUNIT_ASSERT_EQ(test, load(test), 0);
	KUNIT_EXPECT_FALSE(test, tcpstate->loading);
	KUNIT_EXPECT_EQ(test, tcpstate_sockets_entry(&tcpstate->sockets, sk),
			tcpstate_entry(TCPSTATE_CLOSING, tcpstate->loaded_ns) |
			TCPSTATE_ENTRY_AT_LEAST);
	world_read(test);
	for (i = 0; i < ARRAY_SIZE(states); i++) {
		KUNIT_EXPECT_EQ(test, world_now(test, states[i]), i + 1);
		KUNIT_EXPECT_EQ(test, world->own.state[states[i]].at_load, i + 1);
		KUNIT_EXPECT_EQ(test, world->own.state[states[i]].entered, 0);
		KUNIT_EXPECT_NE(test, world->own.state[states[i]].age_sum_ns,
				TCPSTATE_NO_NUMBER);
	}
	KUNIT_EXPECT_EQ(test, world->own.tracked, count);
	KUNIT_EXPECT_EQ(test, world->host.tracked, count);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 0);
	KUNIT_EXPECT_EQ(test, world->own.late, 0);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 0);
}

/* Its event came first, and it is not counted again. */
static void baseline_of_a_known_socket(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);
	u64 entry;

	world_walk(test, sk, TCPSTATE_ESTABLISHED);
	entry = tcpstate_sockets_entry(&instance_of(test)->sockets, sk);
	sk->sk_state = TCP_ESTABLISHED;
	put_into_table(test, sk);
	KUNIT_ASSERT_EQ(test, load(test), 0);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 1);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_ESTABLISHED].at_load, 0);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	KUNIT_EXPECT_EQ(test, tcpstate_sockets_entry(&instance_of(test)->sockets, sk), entry);
}

static void baseline_minisocks(struct kunit *test)
{
	struct inet_timewait_sock *parked = open_minisock(test, TCP_FIN_WAIT2);
	struct tcpstate *tcpstate = instance_of(test);
	struct world *world = test->priv;
	unsigned int i;

	open_minisock(test, TCP_FIN_WAIT2);
	for (i = 0; i < 3; i++)
		open_minisock(test, TCP_TIME_WAIT);
	KUNIT_ASSERT_EQ(test, load(test), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&parked->tw_refcnt), WORLD_HELD + 1);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_entry(tcpstate, parked),
			tcpstate_entry(TCPSTATE_FIN_WAIT2, tcpstate->loaded_ns) |
			TCPSTATE_ENTRY_AT_LEAST);
	KUNIT_EXPECT_EQ(test, atomic_read(&tcpstate->stock.free), (int)tcpstate->stock.target);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT2), 2);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_FIN_WAIT2].at_load, 2);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_TIME_WAIT), 3);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_TIME_WAIT].at_load, 3);
	KUNIT_EXPECT_EQ(test, world->own.parked, 2);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 0);
}

/* A walk may meet a minisock more than once: that takes no second entry. */
static void baseline_minisock_again(struct kunit *test)
{
	struct inet_timewait_sock *tw = open_minisock(test, TCP_FIN_WAIT2);
	struct tcpstate *tcpstate = instance_of(test);
	struct world *world = test->priv;
	struct tcpstate_net *tn = world_part_of(world->net);
	u64 entry = tcpstate_entry(TCPSTATE_FIN_WAIT2, 1);

	tcpstate->loading = true;
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_park(tcpstate, tn, tw, entry),
			TCPSTATE_MINISOCK_PARKED);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_park(tcpstate, tn, tw, entry),
			TCPSTATE_MINISOCK_KNOWN);
	KUNIT_EXPECT_EQ(test, atomic_read(&tn->parking.held), 1);
	KUNIT_EXPECT_EQ(test, refcount_read(&tw->tw_refcnt), WORLD_HELD + 1);
	tcpstate->loading = false;
}

/* What cannot be parked is lost, and that is said. */
static void baseline_minisock_without_room(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_parking *parking = &world_part_of(world->net)->parking;

	open_minisock(test, TCP_FIN_WAIT2);
	atomic_set(&parking->held, WORLD_SOCKETS + instance_of(test)->stock.target);
	KUNIT_ASSERT_EQ(test, load(test), 0);
	atomic_set(&parking->held, 0);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT2), TCPSTATE_NO_NUMBER);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_TIME_WAIT), TCPSTATE_NO_NUMBER);
	KUNIT_EXPECT_EQ(test, world->own.parked, TCPSTATE_NO_NUMBER);
	KUNIT_EXPECT_GT(test, world->own.untracked, 0);
}

/* Only requests lead to a listener that is closed; one that is open is in a table. */
static void baseline_requests(struct kunit *test)
{
	struct sock *closed = requested_listener(test, TCP_CLOSE, 2);
	struct sock *open = requested_listener(test, TCP_LISTEN, 4);
	struct world *world = test->priv;

	KUNIT_ASSERT_EQ(test, load(test), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&closed->sk_refcnt), 2);
	KUNIT_EXPECT_EQ(test, refcount_read(&open->sk_refcnt), 1);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 2);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_SYN_RECV), 2);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 0);
}

/* It does not load with a socket left out. */
static void baseline_without_room(struct kunit *test)
{
	struct tcpstate_sockets *sockets = &instance_of(test)->sockets;
	struct sock *sk = open_socket(test, TCP_ESTABLISHED);
	unsigned long key = 1;

	while (tcpstate_sockets_insert(sockets, tcpstate_sockets_home(sockets, sk),
				       (const struct sock *)key, 1))
		key++;
	KUNIT_EXPECT_EQ(test, load(test), -ENOMEM);
	KUNIT_EXPECT_TRUE(test, instance_of(test)->load_failed);
}

static void baseline_estimate(struct kunit *test)
{
	unsigned long before = tcpstate_baseline_estimate(instance_of(test));
	unsigned int i;

	for (i = 0; i < 5; i++)
		open_socket(test, TCP_ESTABLISHED);
	open_minisock(test, TCP_TIME_WAIT);
	KUNIT_EXPECT_EQ(test, tcpstate_baseline_estimate(instance_of(test)), before + 6);
}

static struct kunit_case baseline_cases[] = {
	KUNIT_CASE(baseline_sockets),
	KUNIT_CASE(baseline_of_a_known_socket),
	KUNIT_CASE(baseline_minisocks),
	KUNIT_CASE(baseline_minisock_again),
	KUNIT_CASE(baseline_minisock_without_room),
	KUNIT_CASE(baseline_requests),
	KUNIT_CASE(baseline_without_room),
	KUNIT_CASE(baseline_estimate),
	{}
};

static struct kunit_suite baseline_suite = {
	.name = "tcpstate_baseline",
	.init = world_init,
	.test_cases = baseline_cases,
};
kunit_test_suite(baseline_suite);
