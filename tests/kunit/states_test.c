// SPDX-License-Identifier: GPL-2.0-only
/* Tells a machine of every pair of states, and holds what it counts against the rules. */

#include <linux/string.h>

#include "tests/kunit/world.h"
#include "tests/unit/states_pairs.h"

/* One beyond either end of what tcpstate_arc() looks up. */
enum { FIRST_NUMBER = -1, NUMBERS = 18 };

struct pair {
	int from;
	int to;
};

/* One name a row: states by their names, numbers that are none as they are. */
static void name_pair(const struct pair *pair, char *name)
{
	char end[2][20];
	unsigned int i;
	int number;

	for (i = 0; i < 2; i++) {
		number = i ? pair->to : pair->from;
		if (number > 0 && number < TCPSTATE_STATES)
			strscpy(end[i], tcpstate_state_name(number), sizeof(end[i]));
		else
			snprintf(end[i], sizeof(end[i]), "%d", number);
	}
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%s to %s", end[0], end[1]);
}

static const void *next_pair(const void *last, char *name)
{
	static struct pair pairs[NUMBERS * NUMBERS];
	struct pair *pair = last ? (struct pair *)last + 1 : pairs;
	unsigned int i = pair - pairs;

	if (i == ARRAY_SIZE(pairs))
		return NULL;
	pair->from = FIRST_NUMBER + (int)i / NUMBERS;
	pair->to = FIRST_NUMBER + (int)i % NUMBERS;
	name_pair(pair, name);
	return pair;
}

/* What a socket can be in. */
static bool is_walkable(int state)
{
	return state >= TCPSTATE_ESTABLISHED && state <= TCPSTATE_CLOSING &&
	       state != TCPSTATE_TIME_WAIT;
}

static bool is_counted(int state)
{
	return is_walkable(state) && state != TCPSTATE_CLOSE;
}

static bool is_produced(const struct pair *pair)
{
	unsigned int i;

	if (!is_walkable(pair->from) || !is_walkable(pair->to))
		return false;
	for (i = 0; i < ARRAY_SIZE(produced); i++)
		if (!strcmp(produced[i].from, tcpstate_state_name(pair->from)) &&
		    !strcmp(produced[i].to, tcpstate_state_name(pair->to)))
			return true;
	return false;
}

static bool is_self_loop(const struct pair *pair)
{
	return pair->from == pair->to &&
	       (is_walkable(pair->from) || pair->from == TCPSTATE_TIME_WAIT);
}

static bool is_child(const struct pair *pair)
{
	return (pair->from == TCPSTATE_LISTEN || pair->from == TCPSTATE_CLOSE) &&
	       pair->to == TCPSTATE_SYN_RECV;
}

static u64 events_of(const struct tcpstate_snapshot *snapshot)
{
	u64 sum = snapshot->unexpected;
	enum tcpstate_arc arc;

	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++)
		sum += snapshot->transition[arc];
	return sum;
}

static void expect_moved(struct kunit *test, const struct tcpstate_snapshot *before,
			 const struct tcpstate_snapshot *after, const struct pair *pair)
{
	int from = tcpstate_state_of(pair->from), to = tcpstate_state_of(pair->to), i;
	u64 entered, left;

	for (i = 0; i < TCPSTATE_STATES; i++) {
		entered = i == to;
		left = i == from && !is_child(pair);
		KUNIT_EXPECT_EQ_MSG(test, after->state[i].entered - before->state[i].entered,
				    entered, "entered %s", tcpstate_state_name(i));
		KUNIT_EXPECT_EQ_MSG(test, after->state[i].left - before->state[i].left, left,
				    "left %s", tcpstate_state_name(i));
		KUNIT_EXPECT_EQ_MSG(test, after->state[i].now - before->state[i].now,
				    entered - left, "now in %s", tcpstate_state_name(i));
	}
	KUNIT_EXPECT_EQ(test, events_of(after) - events_of(before), 1);
	KUNIT_EXPECT_EQ(test, after->self_loops, 0);
}

static void expect_stayed(struct kunit *test, const struct tcpstate_snapshot *before,
			  const struct tcpstate_snapshot *after)
{
	int i;

	for (i = 0; i < TCPSTATE_STATES; i++) {
		KUNIT_EXPECT_EQ(test, after->state[i].now, before->state[i].now);
		KUNIT_EXPECT_EQ(test, after->state[i].entered, before->state[i].entered);
		KUNIT_EXPECT_EQ(test, after->state[i].left, before->state[i].left);
	}
	KUNIT_EXPECT_EQ(test, events_of(after), events_of(before));
	KUNIT_EXPECT_EQ(test, after->self_loops, 1);
	KUNIT_EXPECT_EQ(test, after->tracked, before->tracked);
}

static void expect_by_rules(struct kunit *test, const struct tcpstate_snapshot *before,
			    const struct tcpstate_snapshot *after, const struct pair *pair)
{
	u64 tracked = is_counted(pair->to) || pair->to == TCPSTATE_TIME_WAIT;

	KUNIT_EXPECT_EQ(test, after->resync, 0);
	KUNIT_EXPECT_EQ(test, after->late, 0);
	KUNIT_EXPECT_EQ(test, after->untracked, 0);
	if (is_self_loop(pair)) {
		expect_stayed(test, before, after);
		return;
	}
	expect_moved(test, before, after, pair);
	KUNIT_EXPECT_EQ(test, after->unexpected, !is_produced(pair));
	if (!is_produced(pair))
		KUNIT_EXPECT_EQ(test, after->unexpected_pair[tcpstate_state_of(pair->from)]
						  [tcpstate_state_of(pair->to)], 1);
	/* The child is another socket than the listener, which stays unless it was closed. */
	KUNIT_EXPECT_EQ(test, after->tracked,
			tracked + (is_child(pair) && pair->from == TCPSTATE_LISTEN));
}

static void states_pair(struct kunit *test)
{
	const struct pair *pair = test->param_value;
	struct world *world = test->priv;
	struct tcpstate_snapshot *before = kunit_kmalloc(test, 2 * sizeof(*before), GFP_KERNEL);
	struct sock *sk = world_socket(test, world->net);

	KUNIT_ASSERT_NOT_NULL(test, before);
	if (is_walkable(pair->from))
		world_walk(test, sk, pair->from);
	world_read(test);
	before[0] = world->host;
	before[1] = world->own;
	if (is_child(pair))
		sk = world_socket(test, world->net);

	world_event(test, sk, pair->from, pair->to);

	world_read(test);
	expect_by_rules(test, &before[0], &world->host, pair);
	expect_by_rules(test, &before[1], &world->own, pair);
}

static void states_other_protocol(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	sk->sk_protocol = IPPROTO_SCTP;
	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
	sk->sk_protocol = IPPROTO_MPTCP;
	world_event(test, sk, TCP_CLOSE, TCP_SYN_SENT);
	world_read(test);
	KUNIT_EXPECT_EQ(test, events_of(&world->host), 0);
	KUNIT_EXPECT_EQ(test, world->host.tracked, 0);
}

/* The age of a state goes on over a self loop. */
static void states_self_loop_keeps_age(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);
	u64 entry;

	world_walk(test, sk, TCPSTATE_FIN_WAIT2);
	entry = tcpstate_sockets_entry(&world->tcpstate.sockets, sk);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_FIN_WAIT2);
	KUNIT_EXPECT_NE(test, entry, 0);
	KUNIT_EXPECT_EQ(test, tcpstate_sockets_entry(&world->tcpstate.sockets, sk), entry);
}

static struct kunit_case states_cases[] = {
	KUNIT_CASE_PARAM(states_pair, next_pair),
	KUNIT_CASE(states_other_protocol),
	KUNIT_CASE(states_self_loop_keeps_age),
	{}
};

static struct kunit_suite states_suite = {
	.name = "tcpstate_states",
	.init = world_init,
	.test_cases = states_cases,
};
kunit_test_suite(states_suite);
