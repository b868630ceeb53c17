// SPDX-License-Identifier: GPL-2.0-only
/* Tells of sockets that the table does not know, or knows otherwise. */

#include "tests/kunit/world.h"

static struct tcpstate *instance_of(struct kunit *test)
{
	return &((struct world *)test->priv)->tcpstate;
}

static void expect_counters(struct kunit *test, u64 late, u64 resync, u64 untracked)
{
	const struct world *world = test->priv;

	KUNIT_EXPECT_EQ(test, world->own.late, late);
	KUNIT_EXPECT_EQ(test, world->own.resync, resync);
	KUNIT_EXPECT_EQ(test, world->own.untracked, untracked);
	KUNIT_EXPECT_EQ(test, world->host.late, late);
	KUNIT_EXPECT_EQ(test, world->host.resync, resync);
	KUNIT_EXPECT_EQ(test, world->host.untracked, untracked);
}

/* The event is right, and what the table said is made good: no gauge is off for ever. */
static void account_resync(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	world_walk(test, sk, TCPSTATE_ESTABLISHED);
	world_event(test, sk, TCP_CLOSE_WAIT, TCP_LAST_ACK);
	world_read(test);
	expect_counters(test, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_CLOSE_WAIT), 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_LAST_ACK), 1);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_ESTABLISHED_CLOSE_WAIT], 0);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_CLOSE_WAIT_LAST_ACK], 1);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_ESTABLISHED].age_sum_ns, 0);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_CLOSE_WAIT].age_sum_ns, 0);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	world_event(test, sk, TCP_LAST_ACK, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
}

static void account_resync_by_unexpected_pair(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	world_walk(test, sk, TCPSTATE_ESTABLISHED);
	world_event(test, sk, TCP_LISTEN, TCP_ESTABLISHED);
	world_read(test);
	expect_counters(test, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, world->own.unexpected, 1);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 1);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_LISTEN), 0);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_LISTEN].age_sum_ns, 0);
}

/* Since when it is in the state that it is parked in, is not known: it is a lower bound. */
static void account_resync_of_parked(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);
	struct inet_timewait_sock *tw;
	u64 entry;

	world_walk(test, sk, TCPSTATE_ESTABLISHED);
	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	tw = world_minisock(test, sk, TCP_FIN_WAIT2);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_read(test);
	expect_counters(test, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT2), 1);
	KUNIT_EXPECT_EQ(test, world->own.parked, 1);
	entry = tcpstate_timewait_entry(instance_of(test), tw);
	KUNIT_EXPECT_EQ(test, tcpstate_entry_state(entry), TCPSTATE_FIN_WAIT2);
	KUNIT_EXPECT_TRUE(test, entry & TCPSTATE_ENTRY_AT_LEAST);
}

/* From a state that is none: it leaves the one that the table knows. */
static void account_unexpected_from_nowhere(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	world_walk(test, sk, TCPSTATE_ESTABLISHED);
	world_event(test, sk, 0, TCP_LISTEN);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.unexpected, 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_ESTABLISHED].age_sum_ns, 0);
}

static void account_unexpected_without_room(struct kunit *test)
{
	struct world *world = test->priv;

	world_limit(test, 1);
	world_walk(test, world_socket(test, world->net), TCPSTATE_LISTEN);
	world_event(test, world_socket(test, world->net), TCP_CLOSE, TCP_ESTABLISHED);
	world_read(test);
	expect_counters(test, 0, 0, 1);
	KUNIT_EXPECT_EQ(test, world->own.unexpected, 1);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 1);
}

/* After the table has refused one: arcs as usual, an age from here on. */
static void account_untracked(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	instance_of(test)->sockets.refused = true;
	world_event(test, sk, TCP_ESTABLISHED, TCP_CLOSE_WAIT);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_ESTABLISHED_CLOSE_WAIT], 1);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_ESTABLISHED].left, 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	expect_counters(test, 0, 0, 0);
	world_event(test, world_socket(test, world->net), TCP_ESTABLISHED, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_ESTABLISHED_CLOSE], 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
}

/* Before the end of the baseline: it enters the new state, and leaves none. */
static void account_late(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	instance_of(test)->loading = true;
	world_event(test, sk, TCP_ESTABLISHED, TCP_CLOSE_WAIT);
	instance_of(test)->loading = false;
	world_read(test);
	expect_counters(test, 1, 0, 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_CLOSE_WAIT), 1);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_ESTABLISHED].left, 0);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_ESTABLISHED_CLOSE_WAIT], 0);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	KUNIT_EXPECT_FALSE(test, instance_of(test)->load_failed);
}

/* While the table has room for everybody, nobody can be untracked: the baseline missed it. */
static void account_late_after_load(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	world_event(test, sk, TCP_SYN_SENT, TCP_ESTABLISHED);
	world_event(test, world_socket(test, world->net), TCP_SYN_SENT, TCP_CLOSE);
	world_read(test);
	expect_counters(test, 2, 0, 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_SYN_SENT), 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	world_event(test, sk, TCP_ESTABLISHED, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 0);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
	expect_counters(test, 2, 0, 0);
}

static void account_late_to_close(struct kunit *test)
{
	struct world *world = test->priv;

	instance_of(test)->loading = true;
	world_event(test, world_socket(test, world->net), TCP_ESTABLISHED, TCP_CLOSE);
	world_event(test, world_socket(test, world->net), TCP_LISTEN, TCP_CLOSE);
	instance_of(test)->loading = false;
	world_read(test);
	expect_counters(test, 2, 0, 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_LISTEN), 0);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
}

/* Its minisock is in FIN_WAIT2 or TIME_WAIT, or it has none. */
static void account_late_from_fin_wait2(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *parked = world_socket(test, world->net);
	struct inet_timewait_sock *tw;

	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	tw = world_minisock(test, parked, TCP_FIN_WAIT2);
	instance_of(test)->loading = true;
	world_event(test, parked, TCP_FIN_WAIT2, TCP_CLOSE);
	world_event(test, world_socket(test, world->net), TCP_FIN_WAIT2, TCP_CLOSE);
	instance_of(test)->loading = false;
	world_read(test);
	expect_counters(test, 2, 0, 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT2), 1);
	KUNIT_EXPECT_EQ(test, world->own.parked, 1);
	world_unhash(tw);
	refcount_dec(&world->net->ipv4.tcp_death_row.tw_refcount);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT2), 0);
	KUNIT_EXPECT_EQ(test, world->own.parked, 0);
}

/* Nothing is lost silently while loading: insmod will say that it has no memory. */
static void account_late_without_room(struct kunit *test)
{
	struct world *world = test->priv;

	world_limit(test, 1);
	instance_of(test)->loading = true;
	world_walk(test, world_socket(test, world->net), TCPSTATE_LISTEN);
	world_event(test, world_socket(test, world->net), TCP_ESTABLISHED, TCP_CLOSE_WAIT);
	instance_of(test)->loading = false;
	KUNIT_EXPECT_TRUE(test, instance_of(test)->load_failed);
}

static struct kunit_case account_cases[] = {
	KUNIT_CASE(account_resync),
	KUNIT_CASE(account_resync_by_unexpected_pair),
	KUNIT_CASE(account_resync_of_parked),
	KUNIT_CASE(account_unexpected_from_nowhere),
	KUNIT_CASE(account_unexpected_without_room),
	KUNIT_CASE(account_untracked),
	KUNIT_CASE(account_late),
	KUNIT_CASE(account_late_after_load),
	KUNIT_CASE(account_late_to_close),
	KUNIT_CASE(account_late_from_fin_wait2),
	KUNIT_CASE(account_late_without_room),
	{}
};

static struct kunit_suite account_suite = {
	.name = "tcpstate_account",
	.init = world_init,
	.test_cases = account_cases,
};
kunit_test_suite(account_suite);
