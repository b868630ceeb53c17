// SPDX-License-Identifier: GPL-2.0-only
/*
 * A slot of the table changes while somebody looks at it: a breakpoint on what he reads stops
 * him right after that.
 */

#include <linux/delay.h>
#include <linux/workqueue.h>

#include "tests/kunit/world.h"

/* Two sockets of one bucket: the first has its first slot, until a reader has looked. */
struct owners {
	struct tcpstate_sockets *sockets;
	struct tcpstate_bucket *home;
	const struct sock *first;
	const struct sock *second;
	bool comes_back;
	bool has_gone;
	bool has_come_back;
};

enum { FIRST_ENTRY = 1000, SECOND_ENTRY = 2000, THIRD_ENTRY = 3000 };

static void give_slot(struct owners *owners, const struct sock *sk, u64 entry)
{
	tcpstate_sockets_remove(owners->sockets, &owners->home->slot[0]);
	tcpstate_sockets_insert(owners->sockets, owners->home, sk, entry);
}

static void on_key(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct owners *owners = event->overflow_handler_context;

	if (owners->has_gone)
		return;
	owners->has_gone = true;
	give_slot(owners, owners->second, SECOND_ENTRY);
}

static void on_entry(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct owners *owners = event->overflow_handler_context;

	if (!owners->comes_back || owners->has_come_back)
		return;
	owners->has_come_back = true;
	give_slot(owners, owners->first, THIRD_ENTRY);
}

/* Keys are compared, never followed. */
static void make_owners(struct kunit *test, struct owners *owners)
{
	owners->sockets = &((struct world *)test->priv)->tcpstate.sockets;
	owners->first = owners->second = (const void *)64;
	owners->home = tcpstate_sockets_home(owners->sockets, owners->first);
	do {
		owners->second = (const void *)owners->second + 64;
	} while (tcpstate_sockets_home(owners->sockets, owners->second) != owners->home);
	tcpstate_sockets_insert(owners->sockets, owners->home, owners->first, FIRST_ENTRY);
}

/* What a reader of the first socket gets. */
static u64 read_first(struct kunit *test, bool comes_back)
{
	struct owners owners = { .comes_back = comes_back };
	struct perf_event * __percpu *key, * __percpu *entry;
	u64 got;

	make_owners(test, &owners);
	key = world_watch(test, &owners.home->slot[0].sk, HW_BREAKPOINT_LEN_8, on_key, &owners);
	entry = world_watch(test, &owners.home->slot[0].entry, HW_BREAKPOINT_LEN_8, on_entry,
			   &owners);
	got = tcpstate_sockets_entry(owners.sockets, owners.first);
	unregister_wide_hw_breakpoint(key);
	unregister_wide_hw_breakpoint(entry);
	KUNIT_EXPECT_TRUE(test, owners.has_gone);
	KUNIT_EXPECT_EQ(test, owners.has_come_back, comes_back);
	return got;
}

static void slot_goes_to_another(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, read_first(test, false), 0);
}

static void slot_goes_and_comes_back(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, read_first(test, true), (u64)THIRD_ENTRY);
}

/* Who does not wait for the baseline is through with his event within this. */
enum { WINDOW_MS = 50 };

/* The baseline, on a CPU of its own, and how far the event of its socket is. */
struct baseline {
	struct tcpstate *tcpstate;
	struct tcpstate_net *tn;
	const struct sock *sk;
	enum tcpstate_state state;
	struct tcpstate_slot *slot;
	unsigned int cpu;
	bool has_claimed;
	bool is_looked_at;
	bool is_counted;
	struct work_struct work;
};

/* As seed_socket() in module/baseline.c, if the event comes between key and entry. */
static void seed_slowly(struct work_struct *work)
{
	struct baseline *baseline = container_of(work, struct baseline, work);
	struct tcpstate *tcpstate = baseline->tcpstate;
	unsigned long flags;
	unsigned int ms;

	raw_spin_lock_irqsave(&tcpstate->load_lock, flags);
	WRITE_ONCE(baseline->slot->sk, baseline->sk);
	smp_store_release(&baseline->has_claimed, true);
	while (!READ_ONCE(baseline->is_looked_at))
		cpu_relax();
	for (ms = 0; ms < WINDOW_MS && !READ_ONCE(baseline->is_counted); ms++)
		mdelay(1);
	WRITE_ONCE(baseline->slot->entry, tcpstate_entry(baseline->state, tcpstate->loaded_ns) |
					 TCPSTATE_ENTRY_AT_LEAST);
	atomic64_inc(&baseline->tn->stats.rare.at_load[baseline->state]);
	tcpstate_stats_enter(baseline->tn->stats.counts, baseline->state, tcpstate->loaded_ns);
	raw_spin_unlock_irqrestore(&tcpstate->load_lock, flags);
}

static void on_look(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct baseline *baseline = event->overflow_handler_context;

	/* The baseline's own accesses are elsewhere. */
	if (raw_smp_processor_id() == baseline->cpu)
		WRITE_ONCE(baseline->is_looked_at, true);
}

struct event {
	const char *name;
	enum tcpstate_state from, to, left_in;
	bool parks;
};

static const struct event events[] = {
	{ "a move", TCPSTATE_ESTABLISHED, TCPSTATE_CLOSE_WAIT, TCPSTATE_CLOSE_WAIT },
	{ "a close", TCPSTATE_ESTABLISHED, TCPSTATE_CLOSE, TCPSTATE_CLOSE },
	{ "a close that parks", TCPSTATE_FIN_WAIT2, TCPSTATE_CLOSE, TCPSTATE_FIN_WAIT2, true },
	{ "a pair that is no arc", TCPSTATE_ESTABLISHED, TCPSTATE_SYN_SENT, TCPSTATE_SYN_SENT },
};

static void name_event(const struct event *event, char *name)
{
	strscpy(name, event->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(event, events, name_event);

static void count_meanwhile(struct kunit *test, struct baseline *baseline, int from, int to)
{
	unsigned int other = world_stay(test);
	struct perf_event * __percpu *look;

	baseline->cpu = raw_smp_processor_id();
	baseline->slot = tcpstate_sockets_home(&baseline->tcpstate->sockets, baseline->sk)->slot;
	look = world_watch(test, &baseline->slot->entry, HW_BREAKPOINT_LEN_8, on_look, baseline);
	baseline->tcpstate->loading = true;
	INIT_WORK_ONSTACK(&baseline->work, seed_slowly);
	schedule_work_on(other, &baseline->work);
	while (!smp_load_acquire(&baseline->has_claimed))
		cond_resched();
	world_event(test, baseline->sk, from, to);
	WRITE_ONCE(baseline->is_counted, true);
	/* Should the event not have looked at all. */
	WRITE_ONCE(baseline->is_looked_at, true);
	flush_work(&baseline->work);
	destroy_work_on_stack(&baseline->work);
	baseline->tcpstate->loading = false;
	unregister_wide_hw_breakpoint(look);
}

/* An event waits until the slot says in which state the baseline has met its socket. */
static void slot_in_the_making(struct kunit *test)
{
	const struct event *event = test->param_value;
	struct world *world = test->priv;
	struct baseline baseline = {
		.tcpstate = &world->tcpstate, .tn = world_part_of(world->net),
		.sk = world_socket(test, world->net), .state = event->from,
	};
	unsigned int i;

	if (event->parks) {
		world_minisock(test, baseline.sk, TCP_FIN_WAIT2);
		refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	}
	count_meanwhile(test, &baseline, event->from, event->to);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.resync, 0);
	KUNIT_EXPECT_EQ(test, world->own.late, 0);
	for (i = TCPSTATE_ESTABLISHED; i <= TCPSTATE_CLOSING; i++)
		if (i != TCPSTATE_CLOSE)
			KUNIT_EXPECT_EQ_MSG(test, world_now(test, i), i == event->left_in,
					    "%s", tcpstate_state_name(i));
	KUNIT_EXPECT_EQ(test, world->own.tracked,
			event->left_in != TCPSTATE_CLOSE && !event->parks);
	KUNIT_EXPECT_EQ(test, world->own.parked, event->parks);
}

static struct kunit_case slot_cases[] = {
	KUNIT_CASE(slot_goes_to_another),
	KUNIT_CASE(slot_goes_and_comes_back),
	KUNIT_CASE_PARAM(slot_in_the_making, event_gen_params),
	{}
};

static struct kunit_suite slot_suite = {
	.name = "tcpstate_slot",
	.init = world_init,
	.test_cases = slot_cases,
};
kunit_test_suite(slot_suite);
