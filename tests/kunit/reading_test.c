// SPDX-License-Identifier: GPL-2.0-only
/* Takes readings while a CPU stands in the middle of an event. */

#include <linux/sched.h>
#include <linux/workqueue.h>

#include "module/reading.h"
#include "tests/kunit/world.h"

/* An event on this CPU, which ends when a reading has seen it in its middle. */
struct event {
	struct tcpstate_counts *share;
	const struct tcpstate_snapshot *seen;
	struct work_struct work;
};

static bool has_ages(const struct tcpstate_snapshot *reading)
{
	return READ_ONCE(reading->state[TCPSTATE_LISTEN].age_sum_ns) != TCPSTATE_NO_NUMBER;
}

/* It runs on the reader's CPU, so when the reader sleeps. */
static void end_when_seen(struct work_struct *work)
{
	struct event *event = container_of(work, struct event, work);

	while (has_ages(event->seen))
		cond_resched();
	WRITE_ONCE(event->share->ended, event->share->ended + 1);
}

static void begin_event(struct kunit *test, struct event *event, struct tcpstate_snapshot *seen)
{
	struct world *world = test->priv;

	event->share = raw_cpu_ptr(world_part_of(world->net)->stats.counts);
	event->seen = seen;
	WRITE_ONCE(event->share->begun, event->share->begun + 1);
	memset(seen, 0, sizeof(*seen));
	INIT_WORK_ONSTACK(&event->work, end_when_seen);
	schedule_work_on(raw_smp_processor_id(), &event->work);
}

static void end_event(struct event *event)
{
	flush_work(&event->work);
	destroy_work_on_stack(&event->work);
}

/* A CPU that is only slow does not cost the ages: who looks again a moment later has them. */
static void reading_waits_for_an_event(struct kunit *test)
{
	struct world *world = test->priv;
	struct event event;

	world_stay(test);
	world_event(test, world_socket(test, world->net), TCP_CLOSE, TCP_LISTEN);
	begin_event(test, &event, &world->host);
	KUNIT_EXPECT_EQ(test, tcpstate_reading_take(&world->tcpstate, NULL, &world->host), 0);
	KUNIT_EXPECT_TRUE(test, has_ages(&world->host));
	end_event(&event);
	begin_event(test, &event, &world->own);
	KUNIT_EXPECT_EQ(test, tcpstate_reading_take(&world->tcpstate, world->net, &world->own), 0);
	KUNIT_EXPECT_TRUE(test, has_ages(&world->own));
	end_event(&event);
}

/* One that was taken away does not keep the reader for ever, and costs nothing but the ages. */
static void reading_gives_up(struct kunit *test)
{
	struct world *world = test->priv;
	struct tcpstate_counts *share;

	world_stay(test);
	world_event(test, world_socket(test, world->net), TCP_CLOSE, TCP_LISTEN);
	share = raw_cpu_ptr(world_part_of(world->net)->stats.counts);
	share->begun++;
	/* Not by world_read(), which expects whole events. */
	KUNIT_ASSERT_EQ(test, tcpstate_reading_take(&world->tcpstate, NULL, &world->host), 0);
	KUNIT_ASSERT_EQ(test, tcpstate_reading_take(&world->tcpstate, world->net, &world->own), 0);
	KUNIT_EXPECT_FALSE(test, has_ages(&world->host));
	KUNIT_EXPECT_FALSE(test, has_ages(&world->own));
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_LISTEN), 1);
	share->ended++;
	world_read(test);
	KUNIT_EXPECT_TRUE(test, has_ages(&world->host));
	KUNIT_EXPECT_TRUE(test, has_ages(&world->own));
}

static struct kunit_case reading_cases[] = {
	KUNIT_CASE(reading_waits_for_an_event),
	KUNIT_CASE(reading_gives_up),
	{}
};

static struct kunit_suite reading_suite = {
	.name = "tcpstate_reading",
	.init = world_init,
	.test_cases = reading_cases,
};
kunit_test_suite(reading_suite);
