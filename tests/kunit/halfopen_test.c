// SPDX-License-Identifier: GPL-2.0-only
/*
 * Closes listeners that still have requests, whose timers then run out, and reads the lists of
 * listeners while they change.
 */

#include <linux/mm.h>
#include <linux/slab.h>
#include <net/inet_connection_sock.h>

#include "tests/kunit/world.h"

static struct tcpstate *instance_of(struct kunit *test)
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

static int held(struct kunit *test)
{
	return atomic_read(&instance_of(test)->listeners.held);
}

static struct tcpstate_listener_list *listeners_of(const struct net *net)
{
	return &world_part_of(net)->listeners;
}

static struct sock *open_listener(struct kunit *test, struct net *net)
{
	struct sock *sk = world_socket(test, net);

	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
	return sk;
}

/* As when many listen faster than the worker makes entries. */
static void empty_reserve(struct kunit *test)
{
	struct tcpstate_reserve *reserve = &instance_of(test)->listeners.reserve;
	struct tcpstate_listener *listener, *next;

	cancel_work_sync(&reserve->refill);
	list_for_each_entry_safe(listener, next, &reserve->list, list)
		kfree(listener);
	INIT_LIST_HEAD(&reserve->list);
	reserve->count = 0;
}

static void halfopen_no_requests(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = closed_listener(test, world->net, 0);

	KUNIT_EXPECT_EQ(test, references(sk), 1);
	KUNIT_EXPECT_EQ(test, held(test), 0);
	KUNIT_EXPECT_TRUE(test, list_empty(&listeners_of(world->net)->list));
}

static void halfopen_open(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = open_listener(test, world->net);

	set_requests(sk, 2);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 2);
	KUNIT_EXPECT_EQ(test, world->host.half_open, 2);
	KUNIT_EXPECT_EQ(test, references(sk), 1);
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
	tcpstate_listeners_recheck(instance_of(test));
	KUNIT_EXPECT_EQ(test, references(sk), 2);

	set_requests(sk, 0);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 0);
	tcpstate_listeners_recheck(instance_of(test));
	KUNIT_EXPECT_EQ(test, references(sk), 1);
	KUNIT_EXPECT_EQ(test, held(test), 0);
	KUNIT_EXPECT_TRUE(test, list_empty(&listeners_of(world->net)->list));
}

static void halfopen_of_another_namespace(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *net = world_make_net(test);

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), net), 0);
	closed_listener(test, net, 3);
	set_requests(open_listener(test, net), 4);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 0);
	KUNIT_EXPECT_EQ(test, world->host.half_open, 7);
}

/* What is left in a namespace that ends is forgotten: an event that comes yet finds nothing. */
static void halfopen_of_an_ending_namespace(struct kunit *test)
{
	struct world *world = test->priv;
	struct net *net = world_make_net(test);
	struct sock *open, *closed;

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), net), 0);
	closed = closed_listener(test, net, 3);
	open = open_listener(test, net);
	world_leave(test, net);
	KUNIT_EXPECT_EQ(test, references(closed), 1);
	KUNIT_EXPECT_EQ(test, held(test), 0);
	set_requests(open, 2);
	world_event(test, open, TCP_LISTEN, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, references(open), 1);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.half_open, 0);
	KUNIT_EXPECT_EQ(test, world->host.untracked, 0);
}

/* Its requests are counted once, whether it is held or open. */
static void halfopen_listens_again(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *other = closed_listener(test, world->net, 1);
	struct sock *sk = closed_listener(test, world->net, 3);

	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
	KUNIT_EXPECT_EQ(test, references(sk), 1);
	KUNIT_EXPECT_EQ(test, references(other), 2);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 4);
	world_event(test, sk, TCP_LISTEN, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, references(sk), 2);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 4);
}

static void halfopen_held_once(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = closed_listener(test, world->net, 3);

	KUNIT_EXPECT_TRUE(test, tcpstate_listeners_hold(instance_of(test), world_part_of(world->net),
						       sk));
	KUNIT_EXPECT_EQ(test, references(sk), 2);
	KUNIT_EXPECT_EQ(test, held(test), 1);
}

/* The baseline meets a request whose listener no event told of. */
static void halfopen_held_at_load(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	set_requests(sk, 5);
	KUNIT_EXPECT_TRUE(test, tcpstate_listeners_hold(instance_of(test), world_part_of(world->net),
						       sk));
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 5);
	KUNIT_EXPECT_EQ(test, references(sk), 2);
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

/* A listener that was missed gets another chance, and its requests are said to be lost if not. */
static void halfopen_without_reserve(struct kunit *test)
{
	struct tcpstate_reserve *reserve = &instance_of(test)->listeners.reserve;
	struct world *world = test->priv;
	struct sock *lucky, *unlucky;

	empty_reserve(test);
	lucky = open_listener(test, world->net);
	flush_work(&reserve->refill);
	KUNIT_EXPECT_EQ(test, reserve->count, TCPSTATE_RESERVE);
	empty_reserve(test);
	unlucky = open_listener(test, world->net);
	KUNIT_EXPECT_EQ(test, listeners_of(world->net)->missed,
			atomic64_read(&instance_of(test)->listeners.missed));

	set_requests(unlucky, 1);
	empty_reserve(test);
	world_event(test, unlucky, TCP_LISTEN, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, references(unlucky), 1);
	flush_work(&reserve->refill);
	set_requests(lucky, 2);
	world_event(test, lucky, TCP_LISTEN, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, references(lucky), 2);

	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 1);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 2);
}

enum { OTHERS = 5000 };

static void free_pages_of(void *memory)
{
	kvfree(memory);
}

/* However many one namespace has, the other one's are counted: there is no bound to share. */
static void halfopen_many_elsewhere(struct kunit *test)
{
	struct tcpstate_reserve *reserve = &instance_of(test)->listeners.reserve;
	struct net *net = world_make_net(test);
	struct world *world = test->priv;
	struct tcp_sock *memory;
	struct sock *sk;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(instance_of(test), net), 0);
	memory = kvcalloc(OTHERS, sizeof(*memory), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, memory);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_pages_of, memory), 0);
	for (i = 0; i < OTHERS; i++) {
		sk = (struct sock *)&memory[i];
		sk->sk_protocol = IPPROTO_TCP;
		write_pnet(&sk->sk_net, net);
		refcount_set(&sk->sk_refcnt, 1);
		set_requests(sk, 1);
		world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
		world_event(test, sk, TCP_LISTEN, TCP_CLOSE);
		flush_work(&reserve->refill);
	}
	closed_listener(test, world->net, 2);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 2);
	KUNIT_EXPECT_EQ(test, world->host.half_open, OTHERS + 2);
	KUNIT_EXPECT_EQ(test, world->host.untracked, 0);
	/* The sockets go before the machine does. */
	world_leave(test, net);
	KUNIT_EXPECT_EQ(test, references(sk), 1);
}

enum { MANY = 3 * TCPSTATE_LISTENER_BATCH + 1, ROOM = 16 };

/* The next ones of a list; each must be met for the first time. */
static unsigned int meet_next(struct kunit *test, struct tcpstate_listener *place,
			      struct sock **met, unsigned int count)
{
	struct world *world = test->priv;
	struct sock *sk[ROOM];
	unsigned int pinned, i, j;

	pinned = tcpstate_listeners_pin(listeners_of(world->net), place, sk, ROOM);
	for (i = 0; i < pinned; i++) {
		for (j = 0; j < count; j++)
			KUNIT_EXPECT_PTR_NE(test, met[j], sk[i]);
		KUNIT_EXPECT_EQ(test, references(sk[i]), 2);
		sock_put(sk[i]);
		met[count++] = sk[i];
	}
	return pinned;
}

/* Those that stay are met once each, while others come, go and are held. */
static void halfopen_listed(struct kunit *test)
{
	struct sock **sk = kunit_kcalloc(test, MANY, sizeof(*sk), GFP_KERNEL);
	struct sock **met = kunit_kcalloc(test, 2 * MANY, sizeof(*met), GFP_KERNEL);
	unsigned int i, count = 0, more, found = 0, j;
	struct tcpstate_listener place, other;
	struct world *world = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, sk);
	KUNIT_ASSERT_NOT_NULL(test, met);
	for (i = 0; i < MANY; i++)
		sk[i] = open_listener(test, world->net);
	tcpstate_listener_place_begin(listeners_of(world->net), &other);
	tcpstate_listener_place_begin(listeners_of(world->net), &place);
	count = meet_next(test, &place, met, 0);
	KUNIT_EXPECT_EQ(test, count, ROOM);
	/* The last one that was met, and some that were not. */
	world_event(test, sk[ROOM - 1], TCP_LISTEN, TCP_CLOSE);
	world_event(test, sk[ROOM], TCP_LISTEN, TCP_CLOSE);
	set_requests(sk[ROOM + 1], 1);
	world_event(test, sk[ROOM + 1], TCP_LISTEN, TCP_CLOSE);
	open_listener(test, world->net);
	while ((more = meet_next(test, &place, met, count)))
		count += more;
	KUNIT_EXPECT_EQ(test, count, MANY - 1);
	for (i = 0; i < MANY; i++)
		for (j = 0; j < count; j++)
			found += sk[i] == met[j];
	KUNIT_EXPECT_EQ(test, found, MANY - 2);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.half_open, 1);
	tcpstate_listener_place_end(listeners_of(world->net), &place);
	tcpstate_listener_place_end(listeners_of(world->net), &other);
}

/* A connect() by a listener cannot be; if it were, the list would not keep the socket. */
static void halfopen_unexpected(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = open_listener(test, world->net);

	world_event(test, sk, TCP_LISTEN, TCP_SYN_SENT);
	KUNIT_EXPECT_TRUE(test, list_empty(&listeners_of(world->net)->list));
	world_event(test, sk, TCP_SYN_SENT, TCP_CLOSE);
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
	KUNIT_CASE(halfopen_open),
	KUNIT_CASE(halfopen_held),
	KUNIT_CASE(halfopen_of_another_namespace),
	KUNIT_CASE(halfopen_of_an_ending_namespace),
	KUNIT_CASE(halfopen_listens_again),
	KUNIT_CASE(halfopen_held_once),
	KUNIT_CASE(halfopen_held_at_load),
	KUNIT_CASE(halfopen_negative),
	KUNIT_CASE(halfopen_without_reserve),
	KUNIT_CASE(halfopen_many_elsewhere),
	KUNIT_CASE(halfopen_listed),
	KUNIT_CASE(halfopen_unexpected),
	KUNIT_CASE(halfopen_without_table),
	{}
};

static struct kunit_suite halfopen_suite = {
	.name = "tcpstate_halfopen",
	.init = world_init,
	.test_cases = halfopen_cases,
};
kunit_test_suite(halfopen_suite);
