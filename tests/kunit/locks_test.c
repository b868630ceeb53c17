// SPDX-License-Identifier: GPL-2.0-only
/* Holds each lock, and sees that whoever needs it waits for it. */

#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/hash.h>
#include <linux/kthread.h>
#include <linux/log2.h>
#include <net/inet_connection_sock.h>

#include "procfs/socket_walk.h"
#include "tests/kunit/world.h"

/* Whoever is not done by then waits. */
enum { SLEEP_MS = 20, SPIN_MS = 1 };

/* Somebody else, who does what needs the lock. */
struct other {
	struct kunit *test;
	void (*act)(struct kunit *test, struct world *world);
	bool may_begin;
	struct completion done;
};

static int act(void *other_)
{
	struct other *other = other_;

	while (!smp_load_acquire(&other->may_begin))
		cond_resched();
	other->act(other->test, other->test->priv);
	complete(&other->done);
	return 0;
}

/* On another CPU, as the one that holds a lock does not let go of its own. */
static void send(struct kunit *test, struct other *other)
{
	struct task_struct *task;
	unsigned int cpu = cpumask_first(cpu_online_mask);

	KUNIT_ASSERT_GT_MSG(test, num_online_cpus(), 1u, "this test needs two CPUs");
	init_completion(&other->done);
	migrate_disable();
	if (cpu == smp_processor_id())
		cpu = cpumask_next(cpu, cpu_online_mask);
	task = kthread_create(act, other, "tcpstate_other");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	kthread_bind(task, cpu);
	wake_up_process(task);
}

static void join(struct other *other)
{
	migrate_enable();
	wait_for_completion(&other->done);
}

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

static void locks_sleep(struct kunit *test)
{
	const struct sleeper *sleeper = test->param_value;
	struct other other = { .test = test, .act = sleeper->act };
	struct mutex *mutex = mutex_at(test->priv, sleeper->place);

	send(test, &other);
	mutex_lock(mutex);
	smp_store_release(&other.may_begin, true);
	msleep(SLEEP_MS);
	KUNIT_EXPECT_FALSE(test, completion_done(&other.done));
	mutex_unlock(mutex);
	join(&other);
	KUNIT_EXPECT_FALSE(test, mutex_is_locked(mutex));
}

static struct tcpstate_listener_list *list_of(struct world *world)
{
	return &world_part_of(world->net)->listeners;
}

/* The sockets that a test made first. */
static struct sock *socket_of(struct world *world)
{
	return world->socket[0];
}

static void make_socket(struct kunit *test, struct world *world)
{
	world_socket(test, world->net);
}

static void make_listener(struct kunit *test, struct world *world)
{
	world_event(test, world_socket(test, world->net), TCP_CLOSE, TCP_LISTEN);
}

static void make_listener_with_requests(struct kunit *test, struct world *world)
{
	make_listener(test, world);
	atomic_set(&inet_csk(socket_of(world))->icsk_accept_queue.qlen, 1);
}

static void make_idle_listener(struct kunit *test, struct world *world)
{
	make_listener_with_requests(test, world);
	world_event(test, socket_of(world), TCP_LISTEN, TCP_CLOSE);
	atomic_set(&inet_csk(socket_of(world))->icsk_accept_queue.qlen, 0);
}

static void make_closed_with_requests(struct kunit *test, struct world *world)
{
	make_socket(test, world);
	atomic_set(&inet_csk(socket_of(world))->icsk_accept_queue.qlen, 1);
}

static void make_parked(struct kunit *test, struct world *world)
{
	make_socket(test, world);
	world_walk(test, socket_of(world), TCPSTATE_FIN_WAIT2);
	world_minisock(test, socket_of(world), TCP_FIN_WAIT2);
	world->tcpstate.loading = true;
}

static void make_late(struct kunit *test, struct world *world)
{
	make_socket(test, world);
	world->tcpstate.loading = true;
}

static void make_claimed(struct kunit *test, struct world *world)
{
	struct tcpstate_sockets *sockets = &world->tcpstate.sockets;
	struct sock *sk = world_socket(test, world->net);

	KUNIT_ASSERT_TRUE(test, tcpstate_sockets_insert(sockets, tcpstate_sockets_home(sockets, sk),
							sk, 0));
}

static void make_established(struct kunit *test, struct world *world)
{
	struct sock *sk = world_socket(test, world->net);

	sk->sk_state = TCP_ESTABLISHED;
	hlist_nulls_add_head_rcu(&sk->sk_nulls_node,
				 &inet_ehash_bucket(&world->chains, sk->sk_hash)->chain);
}

static void listen(struct kunit *test, struct world *world)
{
	world_event(test, socket_of(world), TCP_CLOSE, TCP_LISTEN);
}

static void stop_listening(struct kunit *test, struct world *world)
{
	world_event(test, socket_of(world), TCP_LISTEN, TCP_CLOSE);
}

static void hold(struct kunit *test, struct world *world)
{
	tcpstate_listeners_hold(&world->tcpstate, world_part_of(world->net), socket_of(world));
}

static void look_for_idle(struct kunit *test, struct world *world)
{
	tcpstate_listeners_recheck(&world->tcpstate);
}

static void leave_listeners(struct kunit *test, struct world *world)
{
	tcpstate_listeners_leave(&world->tcpstate, list_of(world));
}

static void count_requests(struct kunit *test, struct world *world)
{
	tcpstate_halfopen_count(&world->tcpstate, NULL);
}

static void read_list(struct kunit *test, struct world *world)
{
	struct tcpstate_listener place;

	tcpstate_listener_place_begin(list_of(world), &place);
	tcpstate_listener_place_end(list_of(world), &place);
}

static struct tcpstate_listener reader;

static void begin_to_read(struct kunit *test, struct world *world)
{
	tcpstate_listener_place_begin(list_of(world), &reader);
}

static void read_on(struct kunit *test, struct world *world)
{
	struct sock *sk;

	tcpstate_listeners_pin(list_of(world), &reader, &sk, 1);
}

static void end_reading(struct kunit *test, struct world *world)
{
	tcpstate_listener_place_end(list_of(world), &reader);
}

static struct tcpstate_listener *spare;

static void take_spare(struct kunit *test, struct world *world)
{
	spare = tcpstate_reserve_take(&world->tcpstate.listeners.reserve);
}

static void give_spare(struct kunit *test, struct world *world)
{
	tcpstate_reserve_give(&world->tcpstate.listeners.reserve, spare);
}

static void take_from_stock(struct kunit *test, struct world *world)
{
	tcpstate_stock_give(&world->tcpstate.stock, tcpstate_stock_take(&world->tcpstate.stock));
}

static void close(struct kunit *test, struct world *world)
{
	world_event(test, socket_of(world), TCP_FIN_WAIT2, TCP_CLOSE);
}

static void move(struct kunit *test, struct world *world)
{
	world_event(test, socket_of(world), TCP_ESTABLISHED, TCP_CLOSE_WAIT);
}

static void walk(struct kunit *test, struct world *world)
{
	struct tcpstate_socket_walk walk = {
		.net = world->net, .wanted_state = TCPSTATE_ESTABLISHED,
	};

	tcpstate_socket_walk_on(&walk);
	tcpstate_socket_walk_end(&walk);
}

enum spin_place { LOAD, STOCK, RESERVE, BUCKET, LIST, CHAIN };

struct spinner {
	const char *name;
	enum spin_place place;
	void (*prepare)(struct kunit *test, struct world *world);
	void (*act)(struct kunit *test, struct world *world);
	void (*mend)(struct kunit *test, struct world *world);
};

static void nothing(struct kunit *test, struct world *world)
{
}

static const struct spinner spinners[] = {
	{ "a late socket, for the baseline", LOAD, make_late, move, nothing },
	{ "a minisock at load, for the baseline", LOAD, make_parked, close, nothing },
	{ "an entry that is being made", LOAD, make_claimed, move, nothing },
	{ "taking from the stock", STOCK, nothing, take_from_stock, nothing },
	{ "taking from the reserve", RESERVE, nothing, take_spare, give_spare },
	{ "giving to the reserve", RESERVE, take_spare, give_spare, nothing },
	{ "listen()", BUCKET, make_socket, listen, nothing },
	{ "listen() again", BUCKET, make_idle_listener, listen, nothing },
	{ "close() of a listener", BUCKET, make_listener, stop_listening, nothing },
	{ "a closed listener at load", BUCKET, make_closed_with_requests, hold, nothing },
	{ "looking for idle ones", BUCKET, make_idle_listener, look_for_idle, nothing },
	{ "forgetting listeners", BUCKET, make_listener, leave_listeners, nothing },
	{ "counting all requests", BUCKET, make_listener, count_requests, nothing },
	{ "listen(), for a reader", LIST, make_socket, listen, nothing },
	{ "listen() again, for a reader", LIST, make_idle_listener, listen, nothing },
	{ "close(), for a reader", LIST, make_listener, stop_listening, nothing },
	{ "close() with requests, for a reader", LIST, make_listener_with_requests,
	  stop_listening, nothing },
	{ "forgetting, for a reader", LIST, make_listener, leave_listeners, nothing },
	{ "a reader, for others", LIST, nothing, read_list, nothing },
	{ "a reader that goes on", LIST, begin_to_read, read_on, end_reading },
	{ "a reader that ends", LIST, begin_to_read, end_reading, nothing },
	{ "a walk over sockets", CHAIN, make_established, walk, nothing },
};

static void name_spinner(const struct spinner *spinner, char *name)
{
	strscpy(name, spinner->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(spinner, spinners, name_spinner);

static raw_spinlock_t *lock_at(struct world *world, enum spin_place place)
{
	struct tcpstate *tcpstate = &world->tcpstate;

	switch (place) {
	case LOAD:
		return &tcpstate->load_lock;
	case STOCK:
		return &tcpstate->stock.lock;
	case RESERVE:
		return &tcpstate->listeners.reserve.lock;
	case BUCKET:
		return &tcpstate->listeners.buckets[hash_ptr(socket_of(world),
				ilog2(TCPSTATE_LISTENER_BUCKETS))].lock;
	case LIST:
		return &list_of(world)->lock;
	default:
		return &world->chains.ehash_locks->rlock;
	}
}

/* With interrupts off, so that nothing on this CPU needs the lock. */
static void locks_spin(struct kunit *test)
{
	const struct spinner *spinner = test->param_value;
	struct other other = { .test = test, .act = spinner->act };
	struct world *world = test->priv;
	raw_spinlock_t *lock;
	unsigned long flags;
	bool done;

	spinner->prepare(test, world);
	lock = lock_at(world, spinner->place);
	send(test, &other);
	raw_spin_lock_irqsave(lock, flags);
	smp_store_release(&other.may_begin, true);
	mdelay(SPIN_MS);
	done = completion_done(&other.done);
	raw_spin_unlock_irqrestore(lock, flags);
	join(&other);
	KUNIT_EXPECT_FALSE(test, done);
	spinner->mend(test, world);
	world->tcpstate.loading = false;
}

static struct kunit_case locks_cases[] = {
	KUNIT_CASE_PARAM(locks_sleep, sleeper_gen_params),
	KUNIT_CASE_PARAM(locks_spin, spinner_gen_params),
	{}
};

static struct kunit_suite locks_suite = {
	.name = "tcpstate_locks",
	.init = world_init,
	.test_cases = locks_cases,
};
kunit_test_suite(locks_suite);
