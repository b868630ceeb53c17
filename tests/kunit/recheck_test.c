// SPDX-License-Identifier: GPL-2.0-only
/* Has the worker look after a machine that nobody reads. */

#include <linux/delay.h>
#include <linux/timer.h>

#include "tests/kunit/world.h"

/* It comes once a second; its first time may be one more away. */
enum { WITHIN_MS = 5000, POLL_MS = 50 };

static void end_recheck(void *tcpstate)
{
	tcpstate_recheck_uninit(tcpstate);
}

static void begin_recheck(struct kunit *test)
{
	struct tcpstate *tcpstate = &((struct world *)test->priv)->tcpstate;

	KUNIT_ASSERT_EQ(test, tcpstate_recheck_init(tcpstate), 0);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, end_recheck, tcpstate), 0);
}

/* What is held is bounded, so what has gone is let go of though nobody reads. */
static void recheck_lets_go(struct kunit *test)
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
	begin_recheck(test);
	world_unhash(tw);
	for (ms = 0; ms < WITHIN_MS && atomic_read(held); ms += POLL_MS)
		msleep(POLL_MS);
	KUNIT_EXPECT_EQ(test, atomic_read(held), 0);
}

/* Nor does it wait for work on an idle CPU. No guest's CPUs idle long enough to see that. */
static void recheck_wakes_its_cpu(struct kunit *test)
{
	struct tcpstate_recheck *recheck = &((struct world *)test->priv)->tcpstate.recheck;

	begin_recheck(test);
	KUNIT_EXPECT_EQ(test, recheck->work.timer.flags & TIMER_DEFERRABLE, 0);
}

static struct kunit_case recheck_cases[] = {
	KUNIT_CASE_SLOW(recheck_lets_go),
	KUNIT_CASE(recheck_wakes_its_cpu),
	{}
};

static struct kunit_suite recheck_suite = {
	.name = "tcpstate_recheck",
	.init = world_init,
	.test_cases = recheck_cases,
};
kunit_test_suite(recheck_suite);
