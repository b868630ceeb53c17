// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the probe costs, event by event and part by part, without the kernel around it. Built in
 * with make TCPSTATE_BENCH=y; reading /sys/module/tcpstate/parameters/bench measures and shows.
 *
 * In ticks of the time stamp counter with interrupts off, which are instructions where QEMU
 * counts these, and then repeat to the last one.
 */

#include <linux/moduleparam.h>
#include <linux/slab.h>
#include <linux/timex.h>
#include <net/tcp_states.h>

#include "tests/bench/kernel/scene.h"

enum {
	/* Rounds that fill the caches and raise the longest dwells, and rounds that count. */
	WARM = 8, ROUNDS = 64,
	/* What lies between two events, so that dwells are of a usual length. */
	PAUSE_NS = 4000,
};

enum side { CLIENT, SERVER };

/* Of one connection, in the order of loopback. */
static const struct event {
	enum side side;
	int from;
	int to;
} events[] = {
	{ CLIENT, TCP_CLOSE, TCP_SYN_SENT },
	{ SERVER, TCP_LISTEN, TCP_SYN_RECV },
	{ CLIENT, TCP_SYN_SENT, TCP_ESTABLISHED },
	{ SERVER, TCP_SYN_RECV, TCP_ESTABLISHED },
	{ CLIENT, TCP_ESTABLISHED, TCP_FIN_WAIT1 },
	{ SERVER, TCP_ESTABLISHED, TCP_CLOSE_WAIT },
	{ CLIENT, TCP_FIN_WAIT1, TCP_FIN_WAIT2 },
	{ SERVER, TCP_CLOSE_WAIT, TCP_LAST_ACK },
	{ CLIENT, TCP_FIN_WAIT2, TCP_CLOSE },
	{ SERVER, TCP_LAST_ACK, TCP_CLOSE },
};

struct cost {
	u64 least;
	u64 most;
};

static void pause_until_next(void)
{
	u64 until_ns = ktime_get_mono_fast_ns() + PAUSE_NS;

	while (ktime_get_mono_fast_ns() < until_ns)
		cpu_relax();
}

static noinline void no_event(void *data, const struct sock *sk, const int from, const int to)
{
	barrier();
}

typedef void callback(void *data, const struct sock *sk, const int from, const int to);

/* The tracepoint calls a callback with its arguments in registers; so is it done here. */
static __always_inline u64 ticks_of(callback *callback, struct scene *scene,
				    const struct event *event)
{
	const struct sock *sk = event->side == CLIENT ? scene->client : scene->server;
	u64 begin = get_cycles();

	callback(&scene->tcpstate, sk, event->from, event->to);
	return get_cycles() - begin;
}

static void run_connection(struct scene *scene, struct cost *cost)
{
	unsigned long flags;
	unsigned int i;
	u64 ticks, none;

	local_irq_save(flags);
	for (i = 0; i < ARRAY_SIZE(events); i++) {
		none = ticks_of(no_event, scene, &events[i]);
		ticks = ticks_of(tcpstate_probe_event, scene, &events[i]);
		/* The call itself, and the two readings of the counter, are not the probe's. */
		ticks -= min(ticks, none);
		cost[i].least = min(cost[i].least, ticks);
		cost[i].most = max(cost[i].most, ticks);
		pause_until_next();
	}
	local_irq_restore(flags);
}

static int print_events(char *text, int at, struct scene *scene, const char *name)
{
	struct cost cost[ARRAY_SIZE(events)];
	u64 least = 0, most = 0;
	unsigned int i;

	for (i = 0; i < WARM; i++)
		run_connection(scene, cost);
	for (i = 0; i < ARRAY_SIZE(events); i++)
		cost[i] = (struct cost) { .least = U64_MAX };
	for (i = 0; i < ROUNDS; i++)
		run_connection(scene, cost);
	for (i = 0; i < ARRAY_SIZE(events); i++) {
		least += cost[i].least;
		most += cost[i].most;
		at += sysfs_emit_at(text, at, "event %s %s %s %llu %llu\n", name,
				    tcpstate_state_name(tcpstate_state_of(events[i].from)),
				    tcpstate_state_name(tcpstate_state_of(events[i].to)),
				    cost[i].least, cost[i].most);
	}
	at += sysfs_emit_at(text, at, "mean %s %llu.%llu %llu.%llu\n", name, least / 10, least % 10,
			    most / 10, most % 10);
	return at;
}

static int show(char *text, const struct kernel_param *param)
{
	struct scene *scene = scene_make();
	int at = 0;

	if (!scene)
		return -ENOMEM;
	at = print_events(text, at, scene, "everything");
	at = scene_print_parts(text, at, scene);
	scene_give_up_table(scene);
	at = print_events(text, at, scene, "counters-only");
	scene_free(scene);
	return at;
}

static const struct kernel_param_ops bench_ops = { .get = show };

module_param_cb(bench, &bench_ops, NULL, 0400);
MODULE_PARM_DESC(bench, "read it to measure the probe");
