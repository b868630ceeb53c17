// SPDX-License-Identifier: GPL-2.0-only
/* Walks over a chain whose sockets move between two holds of its lock. */

#include <net/sock.h>

#include "tests/kunit/world.h"

enum { SOCKETS = 20, A_HOLD = 8, RESTARTS = 33 };

/* What a walk met. There is one at a time, and what meets has no room for more. */
static struct {
	struct sock *last;
	unsigned int all;
	unsigned int moves;
	bool to_tail;
} met;

static struct tcpstate_chain chain_of(struct kunit *test)
{
	struct world *world = test->priv;

	return (struct tcpstate_chain){ .table = &world->chains };
}

static struct sock *add_socket(struct kunit *test)
{
	struct sock *sk = world_socket(test, ((struct world *)test->priv)->net);
	struct tcpstate_chain chain = chain_of(test);

	sk->sk_state = TCP_ESTABLISHED;
	sk->sk_hash = 0;
	/* How often it was met. */
	sk->sk_mark = 0;
	hlist_nulls_add_head_rcu(&sk->sk_nulls_node, tcpstate_chain_head(&chain));
	return sk;
}

static void move(struct sock *sk, struct hlist_nulls_head *head)
{
	hlist_nulls_del_init_rcu(&sk->sk_nulls_node);
	if (met.to_tail)
		hlist_nulls_add_tail_rcu(&sk->sk_nulls_node, head);
	else
		hlist_nulls_add_head_rcu(&sk->sk_nulls_node, head);
}

/* The last one of a hold moves, as somebody could have it do once the lock is free. */
static bool meet(struct tcpstate *tcpstate, struct sock *sk)
{
	struct world *world = container_of(tcpstate, struct world, tcpstate);
	struct tcpstate_chain chain = { .table = &world->chains };

	sk->sk_mark++;
	met.last = sk;
	if (++met.all % A_HOLD == 0 && met.moves) {
		met.moves--;
		move(sk, tcpstate_chain_head(&chain));
	}
	return true;
}

static bool meet_five(struct tcpstate *tcpstate, struct sock *sk)
{
	met.last = sk;
	return ++met.all < 5;
}

static bool walk(struct kunit *test, unsigned int moves, bool to_tail,
		 bool (*meet)(struct tcpstate *tcpstate, struct sock *sk))
{
	struct tcpstate_chain chain = chain_of(test);

	memset(&met, 0, sizeof(met));
	met.moves = moves;
	met.to_tail = to_tail;
	return tcpstate_chain_walk(&chain, &((struct world *)test->priv)->tcpstate, meet);
}

static void make_sockets(struct kunit *test, struct sock **sk)
{
	unsigned int i;

	for (i = 0; i < SOCKETS; i++)
		sk[i] = add_socket(test);
}

static void expect_all_met(struct kunit *test, struct sock **sk)
{
	unsigned int i;

	for (i = 0; i < SOCKETS; i++) {
		KUNIT_EXPECT_GE_MSG(test, sk[i]->sk_mark, 1u, "socket %u", i);
		KUNIT_EXPECT_EQ(test, refcount_read(&sk[i]->sk_refcnt), 1);
	}
}

static void chain_meets_each_once(struct kunit *test)
{
	struct sock *sk[SOCKETS];

	KUNIT_EXPECT_TRUE(test, walk(test, 0, false, meet));
	KUNIT_EXPECT_EQ(test, met.all, 0);
	make_sockets(test, sk);
	KUNIT_EXPECT_TRUE(test, walk(test, 0, false, meet));
	expect_all_met(test, sk);
	KUNIT_EXPECT_EQ(test, met.all, SOCKETS);
	KUNIT_EXPECT_PTR_EQ(test, met.last, sk[0]);
}

/* Behind the one it stood on there is nobody now, and the others have not been met. */
static void chain_moves_to_its_tail(struct kunit *test)
{
	struct sock *sk[SOCKETS];

	make_sockets(test, sk);
	KUNIT_EXPECT_TRUE(test, walk(test, 1, true, meet));
	expect_all_met(test, sk);
	KUNIT_EXPECT_EQ(test, met.all, A_HOLD + SOCKETS);
}

/* It does not go on for ever, and still meets all. */
static void chain_moves_again_and_again(struct kunit *test)
{
	struct sock *sk[SOCKETS];

	make_sockets(test, sk);
	KUNIT_EXPECT_TRUE(test, walk(test, RESTARTS, false, meet));
	expect_all_met(test, sk);
	KUNIT_EXPECT_EQ(test, met.all, RESTARTS * A_HOLD + SOCKETS);
}

static void chain_ends_for_its_meeting(struct kunit *test)
{
	struct sock *sk[SOCKETS];
	unsigned int i;

	make_sockets(test, sk);
	KUNIT_EXPECT_FALSE(test, walk(test, 0, false, meet_five));
	KUNIT_EXPECT_EQ(test, met.all, 5);
	for (i = 0; i < SOCKETS; i++)
		KUNIT_EXPECT_EQ(test, refcount_read(&sk[i]->sk_refcnt), 1);
}

/* A listener, or a socket of another bucket, or of none. */
static void chain_knows_its_own(struct kunit *test)
{
	struct tcpstate_chain chain = chain_of(test);
	struct sock *sk = add_socket(test);

	KUNIT_EXPECT_TRUE(test, tcpstate_chain_has(&chain, sk));
	sk->sk_hash = 1;
	KUNIT_EXPECT_FALSE(test, tcpstate_chain_has(&chain, sk));
	sk->sk_hash = 0;
	sk->sk_state = TCP_LISTEN;
	KUNIT_EXPECT_FALSE(test, tcpstate_chain_has(&chain, sk));
	sk->sk_state = TCP_ESTABLISHED;
	hlist_nulls_del_init_rcu(&sk->sk_nulls_node);
	KUNIT_EXPECT_FALSE(test, tcpstate_chain_has(&chain, sk));
}

static struct kunit_case chain_cases[] = {
	KUNIT_CASE(chain_meets_each_once),
	KUNIT_CASE(chain_moves_to_its_tail),
	KUNIT_CASE(chain_moves_again_and_again),
	KUNIT_CASE(chain_ends_for_its_meeting),
	KUNIT_CASE(chain_knows_its_own),
	{}
};

static struct kunit_suite chain_suite = {
	.name = "tcpstate_chain",
	.init = world_init,
	.test_cases = chain_cases,
};
kunit_test_suite(chain_suite);
