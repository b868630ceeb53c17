// SPDX-License-Identifier: GPL-2.0-only
/* Tells the minisock that a socket left behind from those of others. */

#include <net/inet_timewait_sock.h>

#include "tests/kunit/world.h"

static struct sock *fin_wait2(struct kunit *test)
{
	struct sock *sk = world_socket(test, ((struct world *)test->priv)->net);

	world_walk(test, sk, TCPSTATE_FIN_WAIT2);
	return sk;
}

static u64 taken(struct kunit *test, enum tcpstate_arc arc)
{
	return ((struct world *)test->priv)->own.transition[arc];
}

/* What a minisock and a socket may differ in, for it to be another socket's. */
enum difference {
	SAME, HASH, STATE, REMOTE_PORT, LOCAL_PORT, REMOTE, LOCAL, DEVICE, FAMILY, NAMESPACE,
	SAME_V6, REMOTE_V6, LOCAL_V6, DIFFERENCES
};

static const char *const difference_names[DIFFERENCES] = {
	"nothing", "hash", "state", "remote port", "local port", "remote address",
	"local address", "device", "family", "namespace", "nothing, IPv6", "remote address, IPv6",
	"local address, IPv6",
};

static void name_difference(const char *const *difference, char *name)
{
	strscpy(name, *difference, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(difference, difference_names, name_difference);

static void differ(struct kunit *test, struct inet_timewait_sock *tw, enum difference difference)
{
	tw->tw_hash += WORLD_CHAINS * (difference == HASH);
	tw->tw_state += difference == STATE;
	tw->tw_dport += difference == REMOTE_PORT;
	tw->tw_sport += difference == LOCAL_PORT;
	tw->tw_daddr += difference == REMOTE;
	tw->tw_rcv_saddr += difference == LOCAL;
	tw->tw_bound_dev_if += difference == DEVICE;
	if (difference == FAMILY)
		tw->tw_family = AF_INET6;
	if (difference == NAMESPACE)
		twsk_net_set(tw, world_make_net(test));
	tw->tw_v6_daddr.s6_addr[15] += difference == REMOTE_V6;
	tw->tw_v6_rcv_saddr.s6_addr[15] += difference == LOCAL_V6;
}

static void minisock_of_another(struct kunit *test)
{
	enum difference difference = (const char *const *)test->param_value - difference_names;
	struct sock *sk = fin_wait2(test);
	struct inet_timewait_sock *tw;

	if (difference >= SAME_V6)
		sk->sk_family = AF_INET6;
	tw = world_minisock(test, sk, TCP_TIME_WAIT);
	differ(test, tw, difference);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT),
			difference == SAME || difference == SAME_V6);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE),
			difference != SAME && difference != SAME_V6);
}

/* Another's minisock comes first in the chain, and is passed over by whoever looks. */
static void minisock_behind_another(struct kunit *test)
{
	enum difference difference = (const char *const *)test->param_value - difference_names;
	struct world *world = test->priv;
	bool same = difference == SAME || difference == SAME_V6;
	struct sock *sk = fin_wait2(test);

	if (difference >= SAME_V6)
		sk->sk_family = AF_INET6;
	world_minisock(test, sk, TCP_FIN_WAIT2);
	differ(test, world_minisock(test, sk, TCP_TIME_WAIT), difference);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.parked, !same);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT), same);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 0);
}

/* Nor is it taken by a walk that has to begin again. */
static void minisock_of_another_walked_off(struct kunit *test)
{
	enum difference difference = (const char *const *)test->param_value - difference_names;
	struct world *world = test->priv;
	struct sock *sk = fin_wait2(test);
	struct inet_timewait_sock *tw;

	if (difference >= SAME_V6)
		sk->sk_family = AF_INET6;
	INIT_HLIST_NULLS_HEAD(&inet_ehash_bucket(&world->chains, sk->sk_hash)->chain,
			      WORLD_CHAINS + 1);
	tw = world_minisock(test, sk, TCP_TIME_WAIT);
	differ(test, tw, difference);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT),
			difference == SAME || difference == SAME_V6);
}

static struct kunit_case minisock_cases[] = {
	KUNIT_CASE_PARAM(minisock_of_another, difference_gen_params),
	KUNIT_CASE_PARAM(minisock_behind_another, difference_gen_params),
	KUNIT_CASE_PARAM(minisock_of_another_walked_off, difference_gen_params),
	{}
};

static struct kunit_suite minisock_suite = {
	.name = "tcpstate_minisock",
	.init = world_init,
	.test_cases = minisock_cases,
};
kunit_test_suite(minisock_suite);
