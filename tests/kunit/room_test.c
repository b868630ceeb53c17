// SPDX-License-Identifier: GPL-2.0-only
/* Parks more minisocks than there is room for. */

#include <linux/llist.h>
#include <linux/workqueue.h>
#include <net/inet_timewait_sock.h>

#include "module/reading.h"
#include "tests/kunit/world.h"

/* Nobody knows how many of the minisocks are in which of the two states. */
static void expect_unknown(struct kunit *test)
{
	world_expect_minisocks(test, TCPSTATE_NO_NUMBER, TCPSTATE_NO_NUMBER, TCPSTATE_NO_NUMBER);
}

/* As long as it takes until a minisock that was lost is in FIN_WAIT2 no more. */
static void let_time_pass(struct kunit *test)
{
	struct world *world = test->priv;
	u64 passed_ns = (u64)TCPSTATE_PARKED_MAX_S * NSEC_PER_SEC;

	world_part_of(world->net)->parking.lost_ns -= passed_ns;
	world->tcpstate.lost_ns -= passed_ns;
}

/* It holds all that it may: one more may be in FIN_WAIT2 or in TIME_WAIT, until it must be gone. */
static void room_is_a_share(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *other = world_make_net(test);
	struct tcpstate_parking *parking = &world_part_of(world->net)->parking;
	struct inet_timewait_sock *tw;
	struct sock *sk;

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(&world->tcpstate, other), 0);
	atomic_set(&parking->held, WORLD_SOCKETS + world->tcpstate.stock.target);
	tw = world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	expect_unknown(test);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 1);
	KUNIT_EXPECT_EQ(test, world->host.untracked, 1);
	world_expire(test, tw);
	expect_unknown(test);
	let_time_pass(test);
	world_expect_minisocks(test, 0, 0, 0);

	/* That is nobody else's business. */
	world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	KUNIT_ASSERT_EQ(test, tcpstate_reading_take(&world->tcpstate, other, &world->own), 0);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_FIN_WAIT2].now, 0);
	let_time_pass(test);
	sk = world_socket(test, other);
	world_walk(test, sk, TCPSTATE_FIN_WAIT2);
	world_minisock(test, sk, TCP_FIN_WAIT2);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.parked, 1);
	KUNIT_EXPECT_EQ(test, world->host.untracked, 2);
	atomic_set(&parking->held, 0);
}

/* As many as the namespace allows itself, and a stock's worth; but never more than a limit. */
static void room_is_bounded(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_parking *parking = &world_part_of(world->net)->parking;
	int target = world->tcpstate.stock.target;

	atomic_set(&parking->held, WORLD_SOCKETS + target - 1);
	world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	KUNIT_EXPECT_EQ(test, atomic_read(&parking->held), WORLD_SOCKETS + target);
	world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	KUNIT_EXPECT_EQ(test, atomic_read(&parking->held), WORLD_SOCKETS + target);

	world->net->ipv4.tcp_death_row.sysctl_max_tw_buckets = INT_MAX;
	atomic_set(&parking->held, (1 << 20) - 1);
	world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	KUNIT_EXPECT_EQ(test, atomic_read(&parking->held), 1 << 20);
	world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	KUNIT_EXPECT_EQ(test, atomic_read(&parking->held), 1 << 20);

	atomic_set(&parking->held, 2);
	expect_unknown(test);
	let_time_pass(test);
	world_expect_minisocks(test, 2, 2, 2);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 2);
}

/* The stock is empty, and is filled again. */
static void room_of_the_stock(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_stock *stock = &world->tcpstate.stock;
	unsigned int target = stock->target;
	struct tcpstate_parked *parked;
	LLIST_HEAD(taken_out);

	stock->target = 0;
	flush_work(&stock->refill);
	while ((parked = tcpstate_stock_take(stock)))
		llist_add(&parked->node, &taken_out);
	KUNIT_EXPECT_EQ(test, atomic_read(&stock->free), 0);
	world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	expect_unknown(test);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 1);

	stock->target = target;
	world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	flush_work(&stock->refill);
	KUNIT_EXPECT_EQ(test, atomic_read(&stock->free), (int)target);
	world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	let_time_pass(test);
	world_expect_minisocks(test, 1, 2, 1);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 2);
	while (!llist_empty(&taken_out))
		tcpstate_stock_release(stock, llist_entry(llist_del_first(&taken_out),
							  struct tcpstate_parked, node));
}

/* Nothing is filled again before half of it is gone, and all of it then. */
static void room_is_made_again(struct kunit *test)
{
	struct tcpstate_stock *stock = &((struct world *)test->priv)->tcpstate.stock;
	unsigned int taken = stock->target / 2;
	struct tcpstate_parked *parked;
	LLIST_HEAD(taken_out);

	while (taken--) {
		parked = tcpstate_stock_take(stock);
		KUNIT_ASSERT_NOT_NULL(test, parked);
		llist_add(&parked->node, &taken_out);
	}
	flush_work(&stock->refill);
	KUNIT_EXPECT_EQ(test, atomic_read(&stock->free), (int)stock->target / 2);
	parked = tcpstate_stock_take(stock);
	llist_add(&parked->node, &taken_out);
	flush_work(&stock->refill);
	KUNIT_EXPECT_EQ(test, atomic_read(&stock->free), (int)stock->target);
	/* What comes back then is too much. */
	while (!llist_empty(&taken_out))
		tcpstate_stock_release(stock, llist_entry(llist_del_first(&taken_out),
							  struct tcpstate_parked, node));
	KUNIT_EXPECT_EQ(test, atomic_read(&stock->free), (int)stock->target);
}

/* What a load may have needed is not kept. */
static void room_is_given_back(struct kunit *test)
{
	struct tcpstate_stock *stock = &((struct world *)test->priv)->tcpstate.stock;

	KUNIT_ASSERT_EQ(test, tcpstate_stock_add(stock, 1000), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&stock->free), (int)stock->target + 1000);
	tcpstate_stock_trim(stock);
	KUNIT_EXPECT_EQ(test, atomic_read(&stock->free), (int)stock->target);
}

static struct kunit_case room_cases[] = {
	KUNIT_CASE(room_is_a_share),
	KUNIT_CASE(room_is_bounded),
	KUNIT_CASE(room_of_the_stock),
	KUNIT_CASE(room_is_made_again),
	KUNIT_CASE(room_is_given_back),
	{}
};

static struct kunit_suite room_suite = {
	.name = "tcpstate_room",
	.init = world_init,
	.test_cases = room_cases,
};
kunit_test_suite(room_suite);
