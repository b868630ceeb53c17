// SPDX-License-Identifier: GPL-2.0-only
/* Measures the parts of an event one by one, as the probe calls them. */

#include <linux/ktime.h>
#include <linux/timex.h>
#include <net/tcp_states.h>

#include "module/account.h"
#include "tests/bench/kernel/scene.h"

enum { TRIES = 32 };

/* The least of some tries, without the two readings of the counter. */
#define TICKS_OF(part) ({						\
	u64 least = U64_MAX, begin, ticks, none;			\
	unsigned int try;						\
									\
	for (try = 0; try < TRIES; try++) {				\
		begin = get_cycles();					\
		barrier();						\
		none = get_cycles() - begin;				\
		begin = get_cycles();					\
		barrier();						\
		part;							\
		barrier();						\
		ticks = get_cycles() - begin;				\
		least = min(least, ticks - min(ticks, none));		\
	}								\
	least;								\
})

#define PRINT(name, part) do {						\
	u64 ticks_;							\
									\
	local_irq_save(flags);						\
	ticks_ = TICKS_OF(part);					\
	local_irq_restore(flags);					\
	at += sysfs_emit_at(text, at, "part %s %llu\n", name, ticks_);	\
} while (0)

int scene_print_parts(char *text, int at, struct scene *scene)
{
	struct tcpstate *tcpstate = &scene->tcpstate;
	struct tcpstate_counts __percpu *own = scene->part->stats.counts;
	const struct sock *sk = scene->client;
	struct tcpstate_bucket *home = tcpstate_sockets_home(&tcpstate->sockets, sk);
	enum tcpstate_state state = TCPSTATE_ESTABLISHED;
	enum tcpstate_arc arc = TCPSTATE_ARC_ESTABLISHED_FIN_WAIT1;
	volatile int from = TCP_ESTABLISHED, to = TCP_FIN_WAIT1;
	u64 now_ns = ktime_get_mono_fast_ns();
	struct tcpstate_slot *slot = NULL;
	unsigned long flags;

	PRINT("protocol,-arc", arc = tcpstate_arc(from, to));
	PRINT("namespace", own = tcpstate_net(&tcpstate->netns, sock_net(sk))->stats.counts);
	PRINT("clock", now_ns = ktime_get_mono_fast_ns());
	PRINT("bracket", { tcpstate_stats_begin(own); tcpstate_stats_end(own); });
	PRINT("arc-counter", this_cpu_inc(own->arc[arc]));
	PRINT("ages-of-a-state",
	      this_cpu_add(own->since_sum[state], tcpstate_stats_time(now_ns)));
	PRINT("dwell", tcpstate_dwell_count(&tcpstate->dwell, arc, 40000));
	PRINT("insert-and-remove", {
		tcpstate_sockets_insert(&tcpstate->sockets, home, sk, tcpstate_entry(state, now_ns));
		slot = tcpstate_sockets_find(home, sk);
		tcpstate_sockets_remove(&tcpstate->sockets, slot);
	});
	tcpstate_sockets_insert(&tcpstate->sockets, home, sk, tcpstate_entry(state, now_ns));
	PRINT("find", {
		home = tcpstate_sockets_home(&tcpstate->sockets, sk);
		slot = tcpstate_sockets_find(home, sk);
	});
	tcpstate_sockets_remove(&tcpstate->sockets, slot);
	PRINT("look-for-the-minisock", tcpstate_timewait_close(tcpstate, scene->part, sk, 0));
	at += sysfs_emit_at(text, at, "size cpu %zu\n",
			    sizeof(struct tcpstate_counts) + sizeof(struct tcpstate_dwell_counts));
	at += sysfs_emit_at(text, at, "size namespace %zu\n", sizeof(struct tcpstate_net));
	at += sysfs_emit_at(text, at, "size cpu-of-a-namespace %zu\n",
			    sizeof(struct tcpstate_counts));
	at += sysfs_emit_at(text, at, "size bucket %zu\n", sizeof(struct tcpstate_bucket));
	return at;
}
