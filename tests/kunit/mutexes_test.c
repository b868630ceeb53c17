// SPDX-License-Identifier: GPL-2.0-only
/* Holds each mutex, and sees that whoever needs it waits for it. */

#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/slab.h>

#include "tests/kunit/other.h"

/* Whoever is not done by then waits. */
enum { WAIT_MS = 20 };

static void add_departures(struct kunit *test, struct world *world)
{
	struct tcpstate_tally *tally = kzalloc(sizeof(*tally), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, tally);
	tcpstate_netns_add_departures(&world->tcpstate.netns, NULL, tally);
	kfree(tally);
}

static void add_arrivals(struct kunit *test, struct world *world)
{
	struct tcpstate_tally *tally = kzalloc(sizeof(*tally), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, tally);
	tcpstate_netns_add_arrivals(&world->tcpstate.netns, NULL, tally);
	kfree(tally);
}

static void sum_time_wait_left(struct kunit *test, struct world *world)
{
	tcpstate_netns_time_wait_left(&world->tcpstate.netns, NULL);
}

static void sum_minisocks(struct kunit *test, struct world *world)
{
	tcpstate_netns_minisocks(&world->tcpstate.netns, NULL);
}

static void go_through(struct kunit *test, struct world *world)
{
	tcpstate_timewait_recheck_all(&world->tcpstate);
}

static void estimate(struct kunit *test, struct world *world)
{
	tcpstate_baseline_estimate(&world->tcpstate);
}

static void join_another(struct kunit *test, struct world *world)
{
	KUNIT_EXPECT_EQ(test, tcpstate_netns_join(&world->tcpstate, world_make_net(test)), 0);
}

static void leave(struct kunit *test, struct world *world)
{
	world_leave(test, world->net);
}

static void recheck(struct kunit *test, struct world *world)
{
	tcpstate_timewait_recheck(&world->tcpstate, world_part_of(world->net));
}

static void set_at_load(struct kunit *test, struct world *world)
{
	tcpstate_timewait_set_at_load(&world->tcpstate, world_part_of(world->net));
}

static void forget(struct kunit *test, struct world *world)
{
	tcpstate_timewait_forget(&world->tcpstate, world_part_of(world->net));
}

enum mutex_place { LOCK, PASSING, PARKING };

struct sleeper {
	const char *name;
	enum mutex_place place;
	void (*act)(struct kunit *test, struct world *world);
};

static const struct sleeper sleepers[] = {
	{ "departures, for the namespaces", LOCK, add_departures },
	{ "arrivals, for the namespaces", LOCK, add_arrivals },
	{ "departures, for another pass", PASSING, add_departures },
	{ "arrivals, for another pass", PASSING, add_arrivals },
	{ "who left TIME_WAIT", LOCK, sum_time_wait_left },
	{ "the number of minisocks", LOCK, sum_minisocks },
	{ "whoever goes through all", LOCK, go_through },
	{ "the estimate at load", LOCK, estimate },
	{ "a namespace that joins", LOCK, join_another },
	{ "a namespace that leaves", LOCK, leave },
	{ "a recheck", PARKING, recheck },
	{ "the number at load", PARKING, set_at_load },
	{ "whoever forgets what is parked", PARKING, forget },
};

static void name_sleeper(const struct sleeper *sleeper, char *name)
{
	strscpy(name, sleeper->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(sleeper, sleepers, name_sleeper);

static struct mutex *mutex_at(struct world *world, enum mutex_place place)
{
	switch (place) {
	case LOCK:
		return &world->tcpstate.netns.lock;
	case PASSING:
		return &world->tcpstate.netns.passing;
	default:
		return &world_part_of(world->net)->parking.lock;
	}
}

static void mutexes_are_taken(struct kunit *test)
{
	const struct sleeper *sleeper = test->param_value;
	struct other other = { .test = test, .act = sleeper->act };
	struct mutex *mutex = mutex_at(test->priv, sleeper->place);

	other_send(test, &other);
	mutex_lock(mutex);
	smp_store_release(&other.may_begin, true);
	msleep(WAIT_MS);
	KUNIT_EXPECT_FALSE(test, completion_done(&other.done));
	mutex_unlock(mutex);
	other_join(&other);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(mutex));
}

static struct kunit_case mutexes_cases[] = {
	KUNIT_CASE_PARAM(mutexes_are_taken, sleeper_gen_params),
	{}
};

static struct kunit_suite mutexes_suite = {
	.name = "tcpstate_mutexes",
	.init = world_init,
	.test_cases = mutexes_cases,
};
kunit_test_suite(mutexes_suite);
