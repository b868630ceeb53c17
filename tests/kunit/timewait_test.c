// SPDX-License-Identifier: GPL-2.0-only
/* Lets sockets leave minisocks behind, and these flip, vanish, and give way to others. */

#include <net/inet_timewait_sock.h>

#include "tests/kunit/world.h"

/* A socket in FIN_WAIT2 or CLOSING goes, with or without a minisock in its place. */
static struct sock *closed(struct kunit *test, enum tcpstate_state from)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	world_walk(test, sk, from);
	return sk;
}

static struct inet_timewait_sock *close_leaving(struct kunit *test, enum tcpstate_state from,
						int substate)
{
	struct world *world = test->priv;
	struct sock *sk = closed(test, from);
	struct inet_timewait_sock *tw = world_minisock(test, sk, substate);

	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	world_event(test, sk, from, TCP_CLOSE);
	return tw;
}

/* What the kernel's timer does. */
static void expire(struct kunit *test, struct inet_timewait_sock *tw)
{
	struct world *world = test->priv;

	world_unhash(tw);
	refcount_dec(&world->net->ipv4.tcp_death_row.tw_refcount);
}

static void expect(struct kunit *test, u64 fin_wait2, u64 time_wait, u64 parked)
{
	struct world *world = test->priv;

	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_FIN_WAIT2].now, fin_wait2);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_TIME_WAIT].now, time_wait);
	KUNIT_EXPECT_EQ(test, world->own.parked, parked);
	KUNIT_EXPECT_EQ(test, world->host.state[TCPSTATE_FIN_WAIT2].now, fin_wait2);
	KUNIT_EXPECT_EQ(test, world->host.state[TCPSTATE_TIME_WAIT].now, time_wait);
	KUNIT_EXPECT_EQ(test, world->host.parked, parked);
	KUNIT_EXPECT_EQ(test, world->host.tracked, 0);
}

static u64 taken(struct kunit *test, enum tcpstate_arc arc)
{
	return ((struct world *)test->priv)->own.transition[arc];
}

static void timewait_none(struct kunit *test)
{
	world_event(test, closed(test, TCPSTATE_FIN_WAIT2), TCP_FIN_WAIT2, TCP_CLOSE);
	world_event(test, closed(test, TCPSTATE_CLOSING), TCP_CLOSING, TCP_CLOSE);
	expect(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_CLOSING_CLOSE), 1);
}

static void timewait_entered(struct kunit *test)
{
	struct inet_timewait_sock *one, *other;

	one = close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_TIME_WAIT);
	other = close_leaving(test, TCPSTATE_CLOSING, TCP_TIME_WAIT);
	expect(test, 0, 2, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_CLOSING_TIME_WAIT), 1);
	expire(test, one);
	expire(test, other);
	expect(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_TIME_WAIT_CLOSE), 2);
}

static void timewait_flips(struct kunit *test)
{
	struct inet_timewait_sock *tw = close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);

	expect(test, 1, 0, 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT), 0);
	WRITE_ONCE(tw->tw_substate, TCP_TIME_WAIT);
	expect(test, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 0);
	expire(test, tw);
	expect(test, 0, 0, 0);
}

static void timewait_vanishes(struct kunit *test)
{
	struct inet_timewait_sock *tw = close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);

	expire(test, tw);
	expect(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_TIME_WAIT_CLOSE), 0);
}

/* It flipped and was gone before anybody looked: all that is known is that it went. */
static void timewait_flips_and_vanishes(struct kunit *test)
{
	struct inet_timewait_sock *tw = close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);

	WRITE_ONCE(tw->tw_substate, TCP_TIME_WAIT);
	expire(test, tw);
	expect(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 1);
}

/* Who is in the memory of a minisock that was parked, when it is looked up again. */
struct successor {
	const char *name;
	u32 hash_added, snd_nxt_added;
	unsigned char state, substate;
};

static const struct successor successors[] = {
	{ "another connection, parked", 0, 1, TCP_TIME_WAIT, TCP_FIN_WAIT2 },
	{ "another connection, in TIME_WAIT", 0, 1, TCP_TIME_WAIT, TCP_TIME_WAIT },
	{ "in the same chain by another hash", WORLD_CHAINS, 0, TCP_TIME_WAIT, TCP_FIN_WAIT2 },
	{ "in another chain", 1, 0, TCP_TIME_WAIT, TCP_FIN_WAIT2 },
	{ "a full socket", 0, 0, TCP_ESTABLISHED, TCP_FIN_WAIT2 },
	{ "a request", 0, 0, TCP_NEW_SYN_RECV, TCP_TIME_WAIT },
};

static void name_successor(const struct successor *successor, char *name)
{
	strscpy(name, successor->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(successor, successors, name_successor);

static void timewait_memory_reused(struct kunit *test)
{
	const struct successor *successor = test->param_value;
	struct inet_timewait_sock *tw = close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);

	expect(test, 1, 0, 1);
	expire(test, tw);
	tw->tw_hash += successor->hash_added;
	tcp_twsk((struct sock *)tw)->tw_snd_nxt += successor->snd_nxt_added;
	tw->tw_state = successor->state;
	tw->tw_substate = successor->substate;
	world_hash(test, tw);
	expect(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT), 0);
}

/* What parks is no longer in the state that the table says. */
static void timewait_resync(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = closed(test, TCPSTATE_FIN_WAIT1);

	world_minisock(test, sk, TCP_FIN_WAIT2);
	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	expect(test, 1, 0, 1);
	KUNIT_EXPECT_EQ(test, world->own.resync, 1);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT1), 0);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_FIN_WAIT1].age_sum_ns, 0);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_FIN_WAIT2].age_sum_ns, 0);
}

/* The gauges know of one that parks though the table has none of it. */
static void timewait_untracked(struct kunit *test)
{
	struct world *world = test->priv;
	struct inet_timewait_sock *tw;

	world_limit(test, 1);
	world_walk(test, world_socket(test, world->net), TCPSTATE_LISTEN);
	tw = close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT2), 1);
	KUNIT_EXPECT_EQ(test, world->own.parked, 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_word(&world->tcpstate, tw), 0);
	expire(test, tw);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT2), 0);
	KUNIT_EXPECT_EQ(test, world->own.parked, 0);
}

/* There is no room to remember it: it is taken for TIME_WAIT, and that is said. */
static void timewait_no_room(struct kunit *test)
{
	struct world *world = test->priv;
	struct inet_timewait_sock *tw;

	world->tcpstate.timewait.room = 0;
	tw = close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	expect(test, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 1);
	KUNIT_EXPECT_EQ(test, world->host.untracked, 1);
	expire(test, tw);
	expect(test, 0, 0, 0);
}

/* More than one hold of a shard's lock looks up, some of which flip and some vanish. */
static void timewait_many(struct kunit *test)
{
	enum { MANY = 3 * TCPSTATE_PARKED_BATCH };
	struct world *world = test->priv;
	struct inet_timewait_sock *tw[MANY];
	struct tcpstate_parked_shard *shard = &world->tcpstate.timewait.shards[1];
	struct sock *sk;
	unsigned int i;

	/* A small guest's shards are smaller than a batch. */
	shard->parked = kunit_kcalloc(test, MANY, sizeof(*shard->parked), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, shard->parked);
	world->tcpstate.timewait.room = MANY;
	for (i = 0; i < MANY; i++) {
		sk = closed(test, TCPSTATE_FIN_WAIT2);
		/* All in one shard, and in one chain. */
		sk->sk_hash = 1;
		tw[i] = world_minisock(test, sk, TCP_FIN_WAIT2);
		refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
		world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	}
	expect(test, MANY, 0, MANY);
	for (i = 0; i < MANY; i++) {
		if (i % 3 == 0)
			WRITE_ONCE(tw[i]->tw_substate, TCP_TIME_WAIT);
		else if (i % 3 == 1)
			expire(test, tw[i]);
	}
	expect(test, MANY / 3, MANY / 3, MANY / 3);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), MANY / 3);
	for (i = 2; i < MANY; i += 3)
		expire(test, tw[i]);
	expect(test, 0, MANY / 3, 0);
}

/* The age that its socket had is still there for the list of sockets. */
static void timewait_word(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = closed(test, TCPSTATE_FIN_WAIT2);
	u64 word = tcpstate_sockets_word(&world->tcpstate.sockets, sk);
	struct inet_timewait_sock *tw = world_minisock(test, sk, TCP_FIN_WAIT2);
	struct inet_timewait_sock *other;

	KUNIT_EXPECT_NE(test, word, 0);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_word(&world->tcpstate, tw), 0);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_word(&world->tcpstate, tw), word);
	other = world_minisock(test, world_socket(test, world->net), TCP_FIN_WAIT2);
	other->tw_hash = tw->tw_hash;
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_word(&world->tcpstate, other), 0);
	tw->tw_hash += TCPSTATE_PARKED_SHARDS;
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_word(&world->tcpstate, tw), 0);
}

/* A walk that ends in another chain than it began in found nothing, and comes to an end. */
static void timewait_walks_off(struct kunit *test)
{
	struct world *world = test->priv;
	struct inet_timewait_sock *tw = close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	struct hlist_nulls_head *chain = &inet_ehash_bucket(&world->chains, tw->tw_hash)->chain;
	struct sock *sk;

	expire(test, tw);
	INIT_HLIST_NULLS_HEAD(chain, WORLD_CHAINS + 1);
	expect(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 1);
	sk = closed(test, TCPSTATE_FIN_WAIT2);
	sk->sk_hash = tw->tw_hash;
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 2);
}

/* The baseline came first: one minisock is parked once, and its socket's own count ends. */
static void timewait_known_to_baseline(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate *tcpstate = &world->tcpstate;
	struct tcpstate_net *tn = world_part_of(world->net);
	struct sock *sk = closed(test, TCPSTATE_FIN_WAIT2);
	struct inet_timewait_sock *tw = world_minisock(test, sk, TCP_FIN_WAIT2);

	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	tcpstate->loading = true;
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_park(tcpstate, tn, tw, 1),
			TCPSTATE_MINISOCK_PARKED);
	/* As meet_minisock() in module/baseline.c counts it. */
	atomic64_inc(&tn->stats.rare.at_load[TCPSTATE_FIN_WAIT2]);
	preempt_disable();
	this_cpu_inc(tn->stats.counts->parked);
	this_cpu_inc(tn->stats.counts->untold[TCPSTATE_FIN_WAIT2]);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_park(tcpstate, tn, tw, 1),
			TCPSTATE_MINISOCK_KNOWN);

	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	tcpstate->loading = false;
	expect(test, 1, 0, 1);
	expire(test, tw);
	expect(test, 0, 0, 0);
}

static struct kunit_case timewait_cases[] = {
	KUNIT_CASE(timewait_none),
	KUNIT_CASE(timewait_entered),
	KUNIT_CASE(timewait_flips),
	KUNIT_CASE(timewait_vanishes),
	KUNIT_CASE(timewait_flips_and_vanishes),
	KUNIT_CASE_PARAM(timewait_memory_reused, successor_gen_params),
	KUNIT_CASE(timewait_resync),
	KUNIT_CASE(timewait_untracked),
	KUNIT_CASE(timewait_no_room),
	KUNIT_CASE(timewait_many),
	KUNIT_CASE(timewait_word),
	KUNIT_CASE(timewait_walks_off),
	KUNIT_CASE(timewait_known_to_baseline),
	{}
};

static struct kunit_suite timewait_suite = {
	.name = "tcpstate_timewait",
	.init = world_init,
	.test_cases = timewait_cases,
};
kunit_test_suite(timewait_suite);
