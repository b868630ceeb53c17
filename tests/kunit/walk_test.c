// SPDX-License-Identifier: GPL-2.0-only
/* Walks over the sockets of a namespace while they come and go. */

#include <linux/delay.h>
#include <linux/err.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/rculist_nulls.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "procfs/socket_walk.h"
#include "tests/kunit/world.h"

/* Of a chain that is walked in several steps. */
enum { LONG = 3 * TCPSTATE_WALK_PINNED + 5 };

/* Chains with a socket each: fewer than there are empty ones between two scheduling points. */
enum { FILLED = 256 };

static struct sock *add_to(struct kunit *test, struct net *net, unsigned int chain, int state)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, net);

	sk->sk_state = state;
	sk->sk_hash = chain;
	hlist_nulls_add_head_rcu(&sk->sk_nulls_node, &world->chains.ehash[chain].chain);
	return sk;
}

static void remove_from_chain(struct sock *sk)
{
	hlist_nulls_del_init_rcu(&sk->sk_nulls_node);
}

static struct tcpstate_socket_walk *begin(struct kunit *test, enum tcpstate_state wanted_state)
{
	struct tcpstate_socket_walk *walk = kunit_kzalloc(test, sizeof(*walk), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, walk);
	walk->net = ((struct world *)test->priv)->net;
	walk->wanted_state = wanted_state;
	KUNIT_ASSERT_EQ(test, tcpstate_socket_walk_begin(walk), 0);
	return walk;
}

/* Goes on by @steps; how often it met a socket is kept in a field that nobody else uses. */
static unsigned int go(struct kunit *test, struct tcpstate_socket_walk *walk, unsigned int steps)
{
	unsigned int met = 0;
	struct sock *sk;

	while (met < steps) {
		sk = tcpstate_socket_walk_on(walk);
		KUNIT_ASSERT_FALSE(test, IS_ERR(sk));
		if (!sk)
			break;
		KUNIT_EXPECT_EQ(test, refcount_read(&sk->sk_refcnt), 2);
		sk->sk_mark++;
		met++;
	}
	return met;
}

static void expect_met(struct kunit *test, struct sock **sk, unsigned int count,
		       unsigned int times)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		KUNIT_EXPECT_EQ_MSG(test, sk[i]->sk_mark, times, "socket %u of %u", i, count);
		KUNIT_EXPECT_EQ(test, refcount_read(&sk[i]->sk_refcnt), 1);
	}
}

/* In all chains, and among the listeners. */
static void walk_at_rest(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_socket_walk *walk;
	struct sock *sk[LONG + 4];
	unsigned int i;

	for (i = 0; i < LONG; i++)
		sk[i] = add_to(test, world->net, 2, TCP_ESTABLISHED);
	sk[i++] = add_to(test, world->net, 0, TCP_CLOSE_WAIT);
	sk[i++] = add_to(test, world->net, 3, TCP_LAST_ACK);
	for (; i < LONG + 4; i++) {
		sk[i] = world_socket(test, world->net);
		world_event(test, sk[i], TCP_CLOSE, TCP_LISTEN);
	}
	walk = begin(test, 0);
	KUNIT_EXPECT_EQ(test, go(test, walk, 2 * LONG), (unsigned int)LONG + 4);
	KUNIT_EXPECT_NULL(test, tcpstate_socket_walk_here(walk));
	KUNIT_EXPECT_NULL(test, tcpstate_socket_walk_on(walk));
	expect_met(test, sk, LONG + 4, 1);
	tcpstate_socket_walk_end(walk);
	tcpstate_socket_walk_end(walk);
}

static void walk_only_listeners(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *established = add_to(test, world->net, 1, TCP_ESTABLISHED);
	struct sock *listener = world_socket(test, world->net);
	struct tcpstate_socket_walk *walk;

	world_event(test, listener, TCP_CLOSE, TCP_LISTEN);
	walk = begin(test, TCPSTATE_LISTEN);
	KUNIT_EXPECT_EQ(test, go(test, walk, 2), 1u);
	tcpstate_socket_walk_end(walk);
	expect_met(test, &listener, 1, 1);
	expect_met(test, &established, 1, 0);
}

/* Others enter at the head, and the way back leads by one that is still there. */
static void walk_under_traffic(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_socket_walk *walk;
	struct sock *sk[LONG], *added;
	unsigned int i;

	for (i = 0; i < LONG; i++)
		sk[LONG - 1 - i] = add_to(test, world->net, 2, TCP_ESTABLISHED);
	walk = begin(test, 0);
	KUNIT_EXPECT_EQ(test, go(test, walk, TCPSTATE_WALK_PINNED),
			(unsigned int)TCPSTATE_WALK_PINNED);
	for (i = 2; i < TCPSTATE_WALK_PINNED; i++)
		remove_from_chain(sk[i]);
	for (i = 0; i < TCPSTATE_WALK_PINNED; i++)
		added = add_to(test, world->net, 2, TCP_ESTABLISHED);
	go(test, walk, 2 * LONG);
	tcpstate_socket_walk_end(walk);
	expect_met(test, sk, LONG, 1);
	expect_met(test, &added, 1, 0);
}

/* Nobody is left who knows the way: it goes on behind as many as have been seen and stayed. */
static void walk_all_gone(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_socket_walk *walk;
	struct sock *sk[LONG];
	unsigned int i;

	for (i = 0; i < LONG; i++)
		sk[LONG - 1 - i] = add_to(test, world->net, 2, TCP_ESTABLISHED);
	walk = begin(test, 0);
	go(test, walk, 2 * TCPSTATE_WALK_PINNED);
	for (i = TCPSTATE_WALK_PINNED; i < 2 * TCPSTATE_WALK_PINNED; i++)
		remove_from_chain(sk[i]);
	go(test, walk, 2 * LONG);
	tcpstate_socket_walk_end(walk);
	expect_met(test, sk, LONG, 1);
}

/* The same behind more than are passed over in one go. */
static void walk_far_way_back(struct kunit *test)
{
	enum { FAR = TCPSTATE_WALK_LOOKS + 2 * TCPSTATE_WALK_PINNED };
	struct sock **sk = kunit_kcalloc(test, FAR, sizeof(*sk), GFP_KERNEL);
	struct world *world = test->priv;
	struct tcpstate_socket_walk *walk;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, sk);
	for (i = 0; i < FAR; i++)
		sk[FAR - 1 - i] = add_to(test, world->net, 2, TCP_ESTABLISHED);
	walk = begin(test, 0);
	go(test, walk, FAR - TCPSTATE_WALK_PINNED);
	for (i = FAR - 2 * TCPSTATE_WALK_PINNED; i < FAR - TCPSTATE_WALK_PINNED; i++)
		remove_from_chain(sk[i]);
	go(test, walk, FAR);
	tcpstate_socket_walk_end(walk);
	expect_met(test, sk, FAR, 1);
}

/* One that was pinned last has become a listener, or is in another chain by now. */
static void walk_moved_on(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_socket_walk *walk;
	struct hlist_nulls_head elsewhere;
	struct sock *sk[LONG];
	unsigned int i;

	INIT_HLIST_NULLS_HEAD(&elsewhere, 0);
	for (i = 0; i < LONG; i++)
		sk[LONG - 1 - i] = add_to(test, world->net, 2, TCP_ESTABLISHED);
	walk = begin(test, 0);
	go(test, walk, TCPSTATE_WALK_PINNED);
	i = TCPSTATE_WALK_PINNED - 1;
	remove_from_chain(sk[i]);
	sk[i]->sk_hash = 1;
	hlist_nulls_add_head_rcu(&sk[i]->sk_nulls_node, &world->chains.ehash[1].chain);
	remove_from_chain(sk[i - 1]);
	sk[i - 1]->sk_state = TCP_LISTEN;
	hlist_nulls_add_head_rcu(&sk[i - 1]->sk_nulls_node, &elsewhere);
	go(test, walk, 2 * LONG);
	tcpstate_socket_walk_end(walk);
	expect_met(test, sk, LONG, 1);
}

/* Few among many of another state, more than are looked at in one go. */
static void walk_one_state(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_socket_walk *walk;
	struct sock *sk[3];
	unsigned int i;

	sk[0] = add_to(test, world->net, 2, TCP_CLOSE_WAIT);
	for (i = 0; i < TCPSTATE_WALK_LOOKS + 10; i++)
		add_to(test, world->net, 2, TCP_ESTABLISHED);
	sk[1] = add_to(test, world->net, 2, TCP_CLOSE_WAIT);
	sk[2] = add_to(test, world->net, 1, TCP_CLOSE_WAIT);
	walk = begin(test, TCPSTATE_CLOSE_WAIT);
	KUNIT_EXPECT_EQ(test, go(test, walk, LONG), 3u);
	tcpstate_socket_walk_end(walk);
	expect_met(test, sk, 3, 1);
}

/* Sockets of others share the chains; nobody can pin them here. */
static void walk_past_others(struct kunit *test)
{
	struct net *net = world_make_net(test);
	struct world *world = test->priv;
	struct sock *own[LONG], *other[LONG];
	struct tcpstate_socket_walk *walk;
	unsigned int i;

	for (i = 0; i < LONG; i++) {
		own[i] = add_to(test, world->net, 2, TCP_ESTABLISHED);
		other[i] = add_to(test, net, 2, TCP_ESTABLISHED);
	}
	walk = begin(test, 0);
	go(test, walk, 3 * LONG);
	tcpstate_socket_walk_end(walk);
	expect_met(test, own, LONG, 1);
	expect_met(test, other, LONG, 0);
}

/* A table of many chains, each with a socket that nobody asks for. */
static void fill_table(struct kunit *test)
{
	struct world *world = test->priv;
	struct inet_hashinfo *table = &world->chains;
	unsigned int i;

	table->ehash = kunit_kcalloc(test, FILLED, sizeof(*table->ehash), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, table->ehash);
	table->ehash_mask = FILLED - 1;
	for (i = 0; i < FILLED; i++) {
		INIT_HLIST_NULLS_HEAD(&table->ehash[i].chain, i);
		add_to(test, world->net, i, TCP_ESTABLISHED);
	}
}

/* Somebody more urgent on the reader's CPU, who sees where a walk has stopped for it. */
struct urgent {
	struct tcpstate_socket_walk *walk;
	bool was_let_in;
};

static int look(void *urgent_)
{
	struct urgent *urgent = urgent_;
	unsigned int bucket;

	while (!kthread_should_stop()) {
		bucket = data_race(urgent->walk->bucket);
		/* Not before the first one, and not behind the last. */
		if (bucket > 1 && bucket < FILLED)
			WRITE_ONCE(urgent->was_let_in, true);
		usleep_range(50, 100);
	}
	return 0;
}

static struct task_struct *begin_looking(struct kunit *test, struct urgent *urgent)
{
	struct task_struct *task = kthread_create(look, urgent, "tcpstate_look");

	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	world_stay(test);
	kthread_bind(task, raw_smp_processor_id());
	sched_set_fifo(task);
	wake_up_process(task);
	return task;
}

/* One call may go over the whole table: it gives way between buckets that are not empty. */
static void walk_gives_way(struct kunit *test)
{
	struct tcpstate_socket_walk *walk = begin(test, TCPSTATE_CLOSE_WAIT);
	struct urgent urgent = { .walk = walk };
	unsigned long end = jiffies + 2 * HZ;
	struct task_struct *task;

	fill_table(test);
	task = begin_looking(test, &urgent);
	while (!READ_ONCE(urgent.was_let_in) && time_before(jiffies, end)) {
		KUNIT_EXPECT_NULL(test, tcpstate_socket_walk_on(walk));
		tcpstate_socket_walk_end(walk);
	}
	kthread_stop(task);
	KUNIT_EXPECT_TRUE(test, urgent.was_let_in);
}

/* Who is being killed does not have to wait for the end of the table. */
static void walk_ends_with_its_reader(struct kunit *test)
{
	struct tcpstate_socket_walk *walk = begin(test, TCPSTATE_CLOSE_WAIT);
	struct sock *sk;

	fill_table(test);
	sigaddset(&current->pending.signal, SIGKILL);
	set_tsk_thread_flag(current, TIF_SIGPENDING);
	sk = tcpstate_socket_walk_on(walk);
	sigdelset(&current->pending.signal, SIGKILL);
	clear_tsk_thread_flag(current, TIF_SIGPENDING);
	KUNIT_EXPECT_PTR_EQ(test, sk, (struct sock *)ERR_PTR(-EINTR));
	KUNIT_EXPECT_NULL(test, tcpstate_socket_walk_on(walk));
	tcpstate_socket_walk_end(walk);
}

static struct kunit_case walk_cases[] = {
	KUNIT_CASE(walk_at_rest),
	KUNIT_CASE(walk_only_listeners),
	KUNIT_CASE(walk_under_traffic),
	KUNIT_CASE(walk_all_gone),
	KUNIT_CASE(walk_far_way_back),
	KUNIT_CASE(walk_moved_on),
	KUNIT_CASE(walk_one_state),
	KUNIT_CASE(walk_past_others),
	KUNIT_CASE(walk_gives_way),
	KUNIT_CASE(walk_ends_with_its_reader),
	{}
};

static struct kunit_suite walk_suite = {
	.name = "tcpstate_walk",
	.init = world_init,
	.test_cases = walk_cases,
};
kunit_test_suite(walk_suite);
