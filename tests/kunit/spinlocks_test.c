// SPDX-License-Identifier: GPL-2.0-only
/* Holds each spinlock, and sees that whoever needs it waits for it. */

#include <linux/delay.h>
#include <linux/hash.h>
#include <linux/log2.h>
#include <net/inet_connection_sock.h>

#include "procfs/socket_walk.h"
#include "tests/kunit/other.h"

/* Whoever is not done by then waits. */
enum { WAIT_MS = 1 };

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
static void spinlocks_are_taken(struct kunit *test)
{
	const struct spinner *spinner = test->param_value;
	struct other other = { .test = test, .act = spinner->act };
	struct world *world = test->priv;
	raw_spinlock_t *lock;
	unsigned long flags;
	bool done;

	spinner->prepare(test, world);
	lock = lock_at(world, spinner->place);
	other_send(test, &other);
	raw_spin_lock_irqsave(lock, flags);
	smp_store_release(&other.may_begin, true);
	mdelay(WAIT_MS);
	done = completion_done(&other.done);
	raw_spin_unlock_irqrestore(lock, flags);
	other_join(&other);
	KUNIT_EXPECT_FALSE(test, done);
	spinner->mend(test, world);
	world->tcpstate.loading = false;
}

static struct kunit_case spinlocks_cases[] = {
	KUNIT_CASE_PARAM(spinlocks_are_taken, spinner_gen_params),
	{}
};

static struct kunit_suite spinlocks_suite = {
	.name = "tcpstate_spinlocks",
	.init = world_init,
	.test_cases = spinlocks_cases,
};
kunit_test_suite(spinlocks_suite);
