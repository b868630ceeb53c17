// SPDX-License-Identifier: GPL-2.0-only
/* Has something more urgent wait for the CPU, and sees that whoever takes long lets it have it. */

#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <net/inet_connection_sock.h>

#include "procfs/socket_walk.h"
#include "tests/kunit/world.h"

static struct tcpstate_listener_list *list_of(struct world *world)
{
	return &world_part_of(world->net)->listeners;
}

static struct sock *make_listener(struct kunit *test, struct world *world)
{
	struct sock *sk = world_socket(test, world->net);

	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
	return sk;
}

static void nothing(struct kunit *test, struct world *world)
{
}

static void make_listeners(struct kunit *test, struct world *world)
{
	unsigned int i;

	for (i = 0; i <= TCPSTATE_LISTENER_BATCH; i++)
		make_listener(test, world);
}

static void make_idle_listener(struct kunit *test, struct world *world)
{
	struct sock *sk = make_listener(test, world);
	atomic_t *requests = &inet_csk(sk)->icsk_accept_queue.qlen;

	/* It is held as long as it has requests. */
	atomic_set(requests, 1);
	world_event(test, sk, TCP_LISTEN, TCP_CLOSE);
	atomic_set(requests, 0);
	/* Nothing is missed. */
	atomic64_set(&world->tcpstate.listeners.found, S64_MAX);
}

static void find_missed(struct kunit *test, struct world *world)
{
	KUNIT_EXPECT_EQ(test, tcpstate_listeners_complete(&world->tcpstate, NULL), 0);
}

static void let_go_of_idle(struct kunit *test, struct world *world)
{
	tcpstate_listeners_recheck(&world->tcpstate);
}

static void count_all_requests(struct kunit *test, struct world *world)
{
	tcpstate_halfopen_count(&world->tcpstate, NULL);
}

static void count_own_requests(struct kunit *test, struct world *world)
{
	tcpstate_halfopen_count(&world->tcpstate, world->net);
}

static void forget_listeners(struct kunit *test, struct world *world)
{
	tcpstate_listeners_leave(&world->tcpstate, list_of(world));
}

static void pin_listeners(struct kunit *test, struct world *world)
{
	struct tcpstate_listener place;
	struct sock *sk;

	tcpstate_listener_place_begin(list_of(world), &place);
	tcpstate_listeners_pin(list_of(world), &place, &sk, 1);
	tcpstate_listener_place_end(list_of(world), &place);
}

static void walk_sockets(struct kunit *test, struct world *world)
{
	struct tcpstate_socket_walk walk = {
		.net = world->net, .wanted_state = TCPSTATE_ESTABLISHED,
	};

	tcpstate_socket_walk_on(&walk);
	tcpstate_socket_walk_end(&walk);
}

static void read_dwells(struct kunit *test, struct world *world)
{
	static struct tcpstate_dwell_arc sum;

	tcpstate_dwell_read(&world->tcpstate.dwell, TCPSTATE_ARC_ESTABLISHED_CLOSE, &sum);
}

static void read_counters(struct kunit *test, struct world *world)
{
	static struct tcpstate_tally tally;

	tcpstate_stats_add_arrivals(&world_part_of(world->net)->stats, &tally);
}

static void fill_stock(struct kunit *test, struct world *world)
{
	KUNIT_ASSERT_EQ(test, tcpstate_stock_add(&world->tcpstate.stock, 1000), 0);
}

static void trim_stock(struct kunit *test, struct world *world)
{
	tcpstate_stock_trim(&world->tcpstate.stock);
}

struct turn {
	const char *name;
	void (*prepare)(struct kunit *test, struct world *world);
	void (*act)(struct kunit *test, struct world *world);
};

static const struct turn turns[] = {
	{ "looking for missed listeners", nothing, find_missed },
	{ "letting go of closed listeners", make_idle_listener, let_go_of_idle },
	{ "counting the host's requests", make_listeners, count_all_requests },
	{ "counting a namespace's requests", make_listeners, count_own_requests },
	{ "forgetting listeners", make_listeners, forget_listeners },
	{ "pinning listeners", nothing, pin_listeners },
	{ "walking over sockets", nothing, walk_sockets },
	{ "adding up dwells", nothing, read_dwells },
	{ "adding up counters", nothing, read_counters },
	{ "trimming the stock", fill_stock, trim_stock },
};

static void name_turn(const struct turn *turn, char *name)
{
	strscpy(name, turn->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(turn, turns, name_turn);

static int note_turn(void *had_turn)
{
	WRITE_ONCE(*(bool *)had_turn, true);
	return 0;
}

static void turns_are_offered(struct kunit *test)
{
	const struct turn *turn = test->param_value;
	bool had_turn = false, had_turn_by_then;
	struct task_struct *task;

	turn->prepare(test, test->priv);
	task = kthread_create(note_turn, &had_turn, "tcpstate_turn");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	sched_set_fifo(task);
	migrate_disable();
	kthread_bind(task, smp_processor_id());
	wake_up_process(task);
	turn->act(test, test->priv);
	had_turn_by_then = READ_ONCE(had_turn);
	migrate_enable();
	while (!READ_ONCE(had_turn))
		msleep(1);
	KUNIT_EXPECT_TRUE(test, had_turn_by_then);
}

static struct kunit_case turns_cases[] = {
	KUNIT_CASE_PARAM(turns_are_offered, turn_gen_params),
	{}
};

static struct kunit_suite turns_suite = {
	.name = "tcpstate_turns",
	.init = world_init,
	.test_cases = turns_cases,
};
kunit_test_suite(turns_suite);
