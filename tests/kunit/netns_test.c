// SPDX-License-Identifier: GPL-2.0-only
/* Joins and leaves namespaces, with events before, in between and after. */

#include "module/reading.h"
#include "tests/kunit/world.h"

static struct tcpstate *instance_of(struct kunit *test)
{
	return &((struct world *)test->priv)->tcpstate;
}

static u64 listening(struct kunit *test, struct net *net)
{
	struct world *world = test->priv;

	KUNIT_ASSERT_EQ(test, tcpstate_reading_take(&world->tcpstate, net, &world->own), 0);
	return world->own.state[TCPSTATE_LISTEN].now;
}

static void listen(struct kunit *test, struct sock *sk)
{
	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
}

static void netns_counts_its_own(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *other = world_make_net(test);

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), other), 0);
	listen(test, world_socket(test, world->net));
	listen(test, world_socket(test, other));
	listen(test, world_socket(test, other));
	KUNIT_EXPECT_EQ(test, listening(test, world->net), 1);
	KUNIT_EXPECT_EQ(test, world->own.netns_inode, world->net->ns.inum);
	KUNIT_EXPECT_EQ(test, listening(test, other), 2);
	KUNIT_EXPECT_EQ(test, world->own.netns_inode, other->ns.inum);
	KUNIT_EXPECT_EQ(test, listening(test, NULL), 3);
	KUNIT_EXPECT_EQ(test, world->own.netns_inode, 0);
}

/* Protocols that are older than us may open sockets before we join. */
static void netns_event_before_join(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *other = world_make_net(test);
	struct sock *sk = world_socket(test, other);

	listen(test, sk);
	KUNIT_EXPECT_EQ(test, listening(test, NULL), 1);
	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), other), 0);
	KUNIT_EXPECT_EQ(test, listening(test, other), 0);
	listen(test, world_socket(test, other));
	KUNIT_EXPECT_EQ(test, listening(test, other), 1);
	KUNIT_EXPECT_EQ(test, listening(test, NULL), 2);
	KUNIT_EXPECT_EQ(test, listening(test, world->net), 0);
}

/* There may be no room for our part of it yet. */
static void netns_event_before_part(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *other = world_make_net(test);
	struct sock *sk = world_socket(test, other);
	struct net_generic *gen = rcu_dereference_protected(other->gen, true);

	gen->ptr[tcpstate_net_id] = NULL;
	listen(test, world_socket(test, other));
	world_walk(test, sk, TCPSTATE_FIN_WAIT1);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.state[TCPSTATE_LISTEN].now, 1);
	KUNIT_EXPECT_EQ(test, world->host.transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE], 1);
	KUNIT_EXPECT_EQ(test, world->host.resync, 1);
	KUNIT_EXPECT_EQ(test, world->host.tracked, 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE], 0);
}

/* Kernel sockets can outlive our exit: the host goes on to count them. */
static void netns_events_after_leave(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *other = world_make_net(test);
	struct sock *first = world_socket(test, other), *second = world_socket(test, other);

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), other), 0);
	listen(test, first);
	world_walk(test, second, TCPSTATE_ESTABLISHED);
	world_leave(test, other);
	KUNIT_EXPECT_EQ(test, listening(test, NULL), 1);
	world_event(test, first, TCP_LISTEN, TCP_CLOSE);
	world_event(test, second, TCP_ESTABLISHED, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, listening(test, NULL), 0);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_ESTABLISHED_CLOSE], 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
	KUNIT_EXPECT_EQ(test, listening(test, world->net), 0);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_ESTABLISHED_CLOSE], 0);
}

/* What was parked in it counts as closed, for the host that goes on, and only that. */
static void netns_leaves_with_parked(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *other = world_make_net(test);
	struct sock *here = world_socket(test, world->net), *there = world_socket(test, other);
	struct inet_timewait_sock *tw;

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), other), 0);
	world_walk(test, here, TCPSTATE_FIN_WAIT2);
	world_walk(test, there, TCPSTATE_FIN_WAIT2);
	world_minisock(test, here, TCP_FIN_WAIT2);
	tw = world_minisock(test, there, TCP_FIN_WAIT2);
	world_event(test, here, TCP_FIN_WAIT2, TCP_CLOSE);
	world_event(test, there, TCP_FIN_WAIT2, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.parked, 2);
	KUNIT_EXPECT_EQ(test, world->own.parked, 1);

	KUNIT_EXPECT_EQ(test, refcount_read(&tw->tw_refcnt), WORLD_HELD + 1);
	world_leave(test, other);
	KUNIT_EXPECT_EQ(test, refcount_read(&tw->tw_refcnt), WORLD_HELD);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.parked, 1);
	KUNIT_EXPECT_EQ(test, world->own.parked, 1);
	KUNIT_EXPECT_EQ(test, world->host.state[TCPSTATE_FIN_WAIT2].now, 1);
	KUNIT_EXPECT_EQ(test, world->host.transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE], 1);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE], 0);
}

/* After it was left nothing is remembered for it, of which nobody would let go. */
static void netns_parks_nothing_after_leave(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *other = world_make_net(test);
	struct sock *sk = world_socket(test, other);

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), other), 0);
	world_walk(test, sk, TCPSTATE_FIN_WAIT2);
	world_leave(test, other);
	world_minisock(test, sk, TCP_FIN_WAIT2);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.parked, 0);
	KUNIT_EXPECT_EQ(test, world->host.state[TCPSTATE_FIN_WAIT2].now, 0);
	KUNIT_EXPECT_EQ(test, world->host.transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE], 1);
}

/* The baseline meets its minisocks until the kernel has killed them, which is later. */
static void netns_is_not_parked_for_at_load(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *other = world_make_net(test);
	struct inet_timewait_sock *tw;
	struct tcpstate_net *tn;

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), other), 0);
	world_leave(test, other);
	tw = world_minisock(test, world_socket(test, other), TCP_FIN_WAIT2);
	rcu_read_lock();
	tn = tcpstate_net(&instance_of(test)->netns, other);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_park(instance_of(test), tn, tw, 1),
			TCPSTATE_MINISOCK_NONE);
	rcu_read_unlock();
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.parked, 0);
}

/* Several end at once, as when many are destroyed in a row. */
static void netns_leaves_together(struct kunit *test)
{
	enum { TOGETHER = 5 };
	struct world *world = test->priv;
	struct net *net[TOGETHER];
	unsigned int i;

	for (i = 0; i < TOGETHER; i++) {
		net[i] = world_make_net(test);
		KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), net[i]), 0);
		listen(test, world_socket(test, net[i]));
	}
	for (i = 0; i < TOGETHER; i++)
		tcpstate_netns_end(instance_of(test), net[i]);
	synchronize_rcu();
	for (i = 0; i < TOGETHER; i++)
		tcpstate_netns_leave(instance_of(test), net[i]);
	for (i = 0; i < TOGETHER; i++)
		KUNIT_EXPECT_PTR_EQ(test, world_part_of(net[i])->target,
				    &instance_of(test)->netns.unattributed);
	KUNIT_EXPECT_TRUE(test, list_is_singular(&instance_of(test)->netns.list));
	KUNIT_EXPECT_EQ(test, listening(test, NULL), TOGETHER);
	KUNIT_EXPECT_EQ(test, listening(test, world->net), 0);
}

/* The host's number of minisocks is that of the namespaces that are there. */
static void netns_minisocks(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *other = world_make_net(test);

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), other), 0);
	refcount_set(&world->net->ipv4.tcp_death_row.tw_refcount, 1 + 3);
	refcount_set(&other->ipv4.tcp_death_row.tw_refcount, 1 + 4);
	KUNIT_EXPECT_EQ(test, tcpstate_netns_minisocks(&instance_of(test)->netns, other), 4);
	KUNIT_EXPECT_EQ(test, tcpstate_netns_minisocks(&instance_of(test)->netns, NULL), 7);
	world_leave(test, other);
	KUNIT_EXPECT_EQ(test, tcpstate_netns_minisocks(&instance_of(test)->netns, NULL), 3);
	/* The last reference is gone when the namespace's exit is over. */
	refcount_set(&other->ipv4.tcp_death_row.tw_refcount, 0);
	KUNIT_EXPECT_EQ(test, tcpstate_netns_minisocks(&instance_of(test)->netns, other), 0);
}

static void read_serial(struct tcpstate_net *tn, struct tcpstate_tally *tally)
{
	tally->departures[0] += tn->serial;
}

/* A namespace that ends during a pass is read once: before, or when it goes. */
static void netns_leaves_during_a_pass(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_netns *netns = &instance_of(test)->netns;
	struct tcpstate_tally *tally = kunit_kzalloc(test, sizeof(*tally), GFP_KERNEL);
	struct tcpstate_pass pass = { .read = read_serial, .tally = tally };
	struct net *next = world_make_net(test), *last = world_make_net(test);

	KUNIT_ASSERT_NOT_NULL(test, tally);
	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), next), 0);
	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), last), 0);
	pass.next = world_part_of(next);
	netns->pass = &pass;
	world_leave(test, world->net);
	KUNIT_EXPECT_EQ(test, tally->departures[0], 0);
	world_leave(test, last);
	KUNIT_EXPECT_EQ(test, tally->departures[0], 3);
	KUNIT_EXPECT_PTR_EQ(test, pass.next, world_part_of(next));
	world_leave(test, next);
	KUNIT_EXPECT_EQ(test, tally->departures[0], 3 + 2);
	KUNIT_EXPECT_NULL(test, pass.next);
	netns->pass = NULL;
}

static struct kunit_case netns_cases[] = {
	KUNIT_CASE(netns_counts_its_own),
	KUNIT_CASE(netns_event_before_join),
	KUNIT_CASE(netns_event_before_part),
	KUNIT_CASE(netns_events_after_leave),
	KUNIT_CASE(netns_leaves_with_parked),
	KUNIT_CASE(netns_parks_nothing_after_leave),
	KUNIT_CASE(netns_is_not_parked_for_at_load),
	KUNIT_CASE(netns_leaves_together),
	KUNIT_CASE(netns_minisocks),
	KUNIT_CASE(netns_leaves_during_a_pass),
	{}
};

static struct kunit_suite netns_suite = {
	.name = "tcpstate_netns",
	.init = world_init,
	.test_cases = netns_cases,
};
kunit_test_suite(netns_suite);
