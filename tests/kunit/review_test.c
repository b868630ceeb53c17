// SPDX-License-Identifier: GPL-2.0-only
/* Has the worker look after a machine that nobody reads. */

#include <linux/delay.h>
#include <linux/timer.h>

#include "tests/kunit/world.h"

/* It comes once a second; its first time may be one more away. */
enum { WITHIN_MS = 5000, POLL_MS = 50 };

static void end_review(void *tcpstate)
{
	tcpstate_review_uninit(tcpstate);
}

static void begin_review(struct kunit *test)
{
	struct tcpstate *tcpstate = &((struct world *)test->priv)->tcpstate;

	KUNIT_ASSERT_EQ(test, tcpstate_review_init(tcpstate), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, end_review, tcpstate), 0);
}

/* What is held is bounded, so what has gone is let go of though nobody reads. */
static void review_lets_go(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);
	atomic_t *held = &world_part_of(world->net)->parking.held;
	struct inet_timewait_sock *tw;
	unsigned int ms;

	world_walk(test, sk, TCPSTATE_FIN_WAIT2);
	tw = world_minisock(test, sk, TCP_FIN_WAIT2);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	KUNIT_ASSERT_EQ(test, atomic_read(held), 1);
	begin_review(test);
	world_unhash(tw);
	for (ms = 0; ms < WITHIN_MS && atomic_read(held); ms += POLL_MS)
		msleep(POLL_MS);
	KUNIT_EXPECT_EQ(test, atomic_read(held), 0);
}

/* Nor does it wait for work on an idle CPU. No guest's CPUs idle long enough to see that. */
static void review_wakes_its_cpu(struct kunit *test)
{
	struct tcpstate_review *review = &((struct world *)test->priv)->tcpstate.review;

	begin_review(test);
	KUNIT_EXPECT_EQ(test, review->work.timer.flags & TIMER_DEFERRABLE, 0);
}

static struct kunit_case review_cases[] = {
	KUNIT_CASE_SLOW(review_lets_go),
	KUNIT_CASE(review_wakes_its_cpu),
	{}
};

static struct kunit_suite review_suite = {
	.name = "tcpstate_review",
	.init = world_init,
	.test_cases = review_cases,
};
kunit_test_suite(review_suite);
