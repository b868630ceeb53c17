// SPDX-License-Identifier: GPL-2.0-only
/* Lets sockets leave minisocks behind, and these flip, vanish, and give way to others. */

#include <net/inet_timewait_sock.h>

#include "module/reading.h"
#include "tests/kunit/world.h"

static u64 taken(struct kunit *test, enum tcpstate_arc arc)
{
	return ((struct world *)test->priv)->own.transition[arc];
}

static void timewait_none(struct kunit *test)
{
	world_event(test, world_closed(test, TCPSTATE_FIN_WAIT2), TCP_FIN_WAIT2, TCP_CLOSE);
	world_event(test, world_closed(test, TCPSTATE_CLOSING), TCP_CLOSING, TCP_CLOSE);
	world_expect_minisocks(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_CLOSING_CLOSE), 1);
}

static void timewait_entered(struct kunit *test)
{
	struct inet_timewait_sock *one, *other;

	one = world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_TIME_WAIT);
	other = world_close_leaving(test, TCPSTATE_CLOSING, TCP_TIME_WAIT);
	world_expect_minisocks(test, 0, 2, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_CLOSING_TIME_WAIT), 1);
	world_expire(test, one);
	world_expire(test, other);
	world_expect_minisocks(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_TIME_WAIT_CLOSE), 2);
}

static void timewait_flips(struct kunit *test)
{
	struct inet_timewait_sock *tw =
		world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);

	world_expect_minisocks(test, 1, 0, 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT), 0);
	WRITE_ONCE(tw->tw_substate, TCP_TIME_WAIT);
	world_expect_minisocks(test, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 0);
	world_expire(test, tw);
	world_expect_minisocks(test, 0, 0, 0);
}

static void timewait_vanishes(struct kunit *test)
{
	struct inet_timewait_sock *tw =
		world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);

	world_expire(test, tw);
	world_expect_minisocks(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_TIME_WAIT_CLOSE), 0);
}

/* It is held, so its memory says that it flipped before it went. */
static void timewait_flips_and_vanishes(struct kunit *test)
{
	struct inet_timewait_sock *tw =
		world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);

	WRITE_ONCE(tw->tw_substate, TCP_TIME_WAIT);
	world_expire(test, tw);
	world_expect_minisocks(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT), 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_TIME_WAIT_CLOSE), 1);
}

/* One reference while it is parked, none before and after. */
static void timewait_holds(struct kunit *test)
{
	struct inet_timewait_sock *tw =
		world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);

	KUNIT_EXPECT_EQ(test, refcount_read(&tw->tw_refcnt), WORLD_HELD + 1);
	world_expect_minisocks(test, 1, 0, 1);
	KUNIT_EXPECT_EQ(test, refcount_read(&tw->tw_refcnt), WORLD_HELD + 1);
	WRITE_ONCE(tw->tw_substate, TCP_TIME_WAIT);
	world_expect_minisocks(test, 0, 1, 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&tw->tw_refcnt), WORLD_HELD);
}

/* Its last reference has gone while we looked. */
static void timewait_cannot_be_held(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_closed(test, TCPSTATE_FIN_WAIT2);
	struct inet_timewait_sock *tw = world_minisock(test, sk, TCP_FIN_WAIT2);
	int free = atomic_read(&world->tcpstate.stock.free);

	refcount_set(&tw->tw_refcnt, 0);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_expect_minisocks(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&world->tcpstate.stock.free), free);
}

/* What parks is no longer in the state that the table says. */
static void timewait_resync(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_closed(test, TCPSTATE_FIN_WAIT1);

	world_minisock(test, sk, TCP_FIN_WAIT2);
	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_expect_minisocks(test, 1, 0, 1);
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
	tw = world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT2), 1);
	KUNIT_EXPECT_EQ(test, world->own.parked, 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_entry(&world->tcpstate, tw), 0);
	world_expire(test, tw);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_FIN_WAIT2), 0);
	KUNIT_EXPECT_EQ(test, world->own.parked, 0);
}

static void become_another(struct perf_event *event, struct perf_sample_data *data,
			   struct pt_regs *regs)
{
	struct inet_timewait_sock *tw = event->overflow_handler_context;

	tw->tw_bound_dev_if = 1;
}

/* It is held, and then found to be another one by now: only the reference is given back. */
static void timewait_another_meanwhile(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_net *tn = world_part_of(world->net);
	struct sock *sk = world_socket(test, world->net);
	struct inet_timewait_sock *tw = world_minisock(test, sk, TCP_FIN_WAIT2);
	struct perf_event * __percpu *held;
	enum tcpstate_minisock minisock;

	held = world_watch(test, &tw->tw_refcnt, HW_BREAKPOINT_LEN_4, become_another, tw);
	preempt_disable();
	minisock = tcpstate_timewait_close(&world->tcpstate, tn, sk, 0);
	preempt_enable();
	unregister_wide_hw_breakpoint(held);
	KUNIT_EXPECT_EQ(test, tw->tw_bound_dev_if, 1);
	KUNIT_EXPECT_EQ(test, minisock, TCPSTATE_MINISOCK_NONE);
	KUNIT_EXPECT_EQ(test, atomic_read(&tn->parking.held), 1);
	KUNIT_EXPECT_EQ(test, refcount_read(&tw->tw_refcnt), WORLD_HELD + 1);
	tcpstate_timewait_recheck(&world->tcpstate, tn);
	KUNIT_EXPECT_EQ(test, atomic_read(&tn->parking.held), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&tw->tw_refcnt), WORLD_HELD);
	KUNIT_EXPECT_EQ(test, atomic64_read(&tn->stats.rare.parked_closed), 0);
}

/* Among many, some flip and some vanish. */
static void timewait_many(struct kunit *test)
{
	enum { MANY = 48 };
	struct world *world = test->priv;
	struct inet_timewait_sock *tw[MANY];
	unsigned int i;

	for (i = 0; i < MANY; i++)
		tw[i] = world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	world_expect_minisocks(test, MANY, 0, MANY);
	for (i = 0; i < MANY; i++) {
		if (i % 3 == 0)
			WRITE_ONCE(tw[i]->tw_substate, TCP_TIME_WAIT);
		else if (i % 3 == 1)
			world_expire(test, tw[i]);
	}
	world_expect_minisocks(test, MANY / 3, MANY / 3, MANY / 3);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), MANY / 3);
	for (i = 2; i < MANY; i += 3)
		world_expire(test, tw[i]);
	world_expect_minisocks(test, 0, MANY / 3, 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&world_part_of(world->net)->parking.held), 0);
}

/* A reading of the host does not pay for a namespace that holds too many. */
static void timewait_too_many_for_the_host(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_parking *parking = &world_part_of(world->net)->parking;
	struct inet_timewait_sock *tw =
		world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);

	world_expect_minisocks(test, 1, 0, 1);
	atomic_add(TCPSTATE_PARKED_OF_HOST, &parking->held);
	WRITE_ONCE(tw->tw_substate, TCP_TIME_WAIT);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.state[TCPSTATE_FIN_WAIT2].now, 1);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_FIN_WAIT2].now, 0);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_TIME_WAIT].now, 1);
	atomic_sub(TCPSTATE_PARKED_OF_HOST, &parking->held);
	world_expect_minisocks(test, 0, 1, 0);
}

/* Minisocks at load are so many as the kernel says; the count of those that left only grows. */
static void timewait_derived(struct kunit *test)
{
	struct world *world = test->priv;
	refcount_t *minisocks = &world->net->ipv4.tcp_death_row.tw_refcount;
	struct inet_timewait_sock *tw;

	refcount_add(7, minisocks);
	tcpstate_timewait_set_at_load(&world->tcpstate, world_part_of(world->net));
	world_expect_minisocks(test, 0, 7, 0);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_TIME_WAIT].at_load, 7);
	tw = world_close_leaving(test, TCPSTATE_FIN_WAIT2, TCP_FIN_WAIT2);
	refcount_set(minisocks, 1 + 5 + 1);
	world_expect_minisocks(test, 1, 5, 1);
	/* Counted by the kernel before its event is counted here. */
	refcount_inc(minisocks);
	world_expect_minisocks(test, 1, 5, 1);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_TIME_WAIT_CLOSE), 2);
	refcount_dec(minisocks);
	world_expire(test, tw);
	world_expect_minisocks(test, 0, 5, 0);
	KUNIT_EXPECT_EQ(test, world->host.state[TCPSTATE_TIME_WAIT].left, 2);
}

/* The age that its socket had is still there for the list of sockets. */
static void timewait_entry(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_closed(test, TCPSTATE_FIN_WAIT2);
	u64 entry = tcpstate_sockets_entry(&world->tcpstate.sockets, sk);
	struct inet_timewait_sock *tw = world_minisock(test, sk, TCP_FIN_WAIT2);
	struct inet_timewait_sock *other;

	KUNIT_EXPECT_NE(test, entry, 0);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_entry(&world->tcpstate, tw), 0);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_entry(&world->tcpstate, tw), entry);
	other = world_minisock(test, world_socket(test, world->net), TCP_FIN_WAIT2);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_entry(&world->tcpstate, other), 0);
	world_unhash(tw);
	world_read(test);
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_entry(&world->tcpstate, tw), 0);
}

/* A walk that ends in another chain than it began in found nothing, and comes to an end. */
static void timewait_walks_off(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_closed(test, TCPSTATE_FIN_WAIT2);

	INIT_HLIST_NULLS_HEAD(&inet_ehash_bucket(&world->chains, sk->sk_hash)->chain,
			      WORLD_CHAINS + 1);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_expect_minisocks(test, 0, 0, 0);
	KUNIT_EXPECT_EQ(test, taken(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE), 1);
}

struct passer {
	struct kunit *test;
	struct inet_timewait_sock *tw;
	bool moved;
};

static void move_to_next_chain(struct perf_event *event, struct perf_sample_data *data,
			       struct pt_regs *regs)
{
	struct passer *passer = event->overflow_handler_context;

	if (passer->moved)
		return;
	passer->moved = true;
	world_unhash(passer->tw);
	passer->tw->tw_hash++;
	world_hash(passer->test, passer->tw);
}

/* A walk that stands on what moves to another chain begins again, and finds what it missed. */
static void timewait_walks_again(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_closed(test, TCPSTATE_FIN_WAIT2), *other;
	struct inet_timewait_sock *tw = world_minisock(test, sk, TCP_FIN_WAIT2);
	struct passer passer = { .test = test };
	struct perf_event * __percpu *look;

	other = world_socket(test, world->net);
	other->sk_hash = sk->sk_hash;
	/* In front of the one that is looked for. */
	passer.tw = world_minisock(test, other, TCP_FIN_WAIT2);
	look = world_watch(test, &passer.tw->tw_hash, HW_BREAKPOINT_LEN_4, move_to_next_chain,
			   &passer);
	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	unregister_wide_hw_breakpoint(look);
	KUNIT_EXPECT_TRUE(test, passer.moved);
	world_expect_minisocks(test, 1, 0, 1);
	world_expire(test, tw);
	world_expect_minisocks(test, 0, 0, 0);
}

/* The baseline came first: one minisock is parked once, and its socket's own count ends. */
static void timewait_known_to_baseline(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate *tcpstate = &world->tcpstate;
	struct tcpstate_net *tn = world_part_of(world->net);
	struct sock *sk = world_closed(test, TCPSTATE_FIN_WAIT2);
	struct inet_timewait_sock *tw = world_minisock(test, sk, TCP_FIN_WAIT2);

	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	tcpstate->loading = true;
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_park(tcpstate, tn, tw, 1),
			TCPSTATE_MINISOCK_PARKED);
	/* As seed_minisock() in module/baseline.c counts it. */
	atomic64_inc(&tn->stats.rare.at_load[TCPSTATE_FIN_WAIT2]);
	preempt_disable();
	this_cpu_inc(tn->stats.counts->parked);
	this_cpu_inc(tn->stats.counts->tracked_extra[TCPSTATE_FIN_WAIT2]);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, tcpstate_timewait_park(tcpstate, tn, tw, 1),
			TCPSTATE_MINISOCK_KNOWN);

	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	tcpstate->loading = false;
	world_expect_minisocks(test, 1, 0, 1);
	world_expire(test, tw);
	world_expect_minisocks(test, 0, 0, 0);
}

static struct kunit_case timewait_cases[] = {
	KUNIT_CASE(timewait_none),
	KUNIT_CASE(timewait_entered),
	KUNIT_CASE(timewait_flips),
	KUNIT_CASE(timewait_vanishes),
	KUNIT_CASE(timewait_flips_and_vanishes),
	KUNIT_CASE(timewait_holds),
	KUNIT_CASE(timewait_cannot_be_held),
	KUNIT_CASE(timewait_resync),
	KUNIT_CASE(timewait_untracked),
	KUNIT_CASE(timewait_another_meanwhile),
	KUNIT_CASE(timewait_many),
	KUNIT_CASE(timewait_too_many_for_the_host),
	KUNIT_CASE(timewait_derived),
	KUNIT_CASE(timewait_entry),
	KUNIT_CASE(timewait_walks_off),
	KUNIT_CASE(timewait_walks_again),
	KUNIT_CASE(timewait_known_to_baseline),
	{}
};

static struct kunit_suite timewait_suite = {
	.name = "tcpstate_timewait",
	.init = world_init,
	.test_cases = timewait_cases,
};
kunit_test_suite(timewait_suite);
