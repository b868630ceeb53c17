// SPDX-License-Identifier: GPL-2.0-only
/* Measures dwells: known ones into an instance of its own, and what may not be measured. */

#include <linux/cpumask.h>
#include <linux/preempt.h>

#include "module/hist.h"
#include "module/reading.h"
#include "tests/kunit/world.h"

static struct tcpstate_dwell *dwell_of(struct kunit *test)
{
	return &((struct world *)test->priv)->tcpstate.dwell;
}

static struct tcpstate_dwell_arc *read_arc(struct kunit *test, enum tcpstate_arc arc)
{
	struct tcpstate_dwell_arc *sum = kunit_kmalloc(test, sizeof(*sum), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, sum);
	/* Not zeroed: reading overwrites. */
	memset(sum, 0xff, sizeof(*sum));
	tcpstate_dwell_read(dwell_of(test), arc, sum);
	return sum;
}

static u64 measured(const struct tcpstate_dwell_arc *arc)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < TCPSTATE_HIST_BUCKETS; i++)
		sum += arc->bucket[i];
	return sum;
}

static void count(struct kunit *test, u64 since_ns, u64 now_ns)
{
	preempt_disable();
	tcpstate_dwell_count(dwell_of(test), TCPSTATE_ARC_ESTABLISHED_CLOSE, now_ns - since_ns);
	preempt_enable();
}

struct dwell {
	const char *name;
	u64 since_ns, now_ns, sum_ns, max_ns;
	unsigned int bucket;
};

static const struct dwell dwells[] = {
	{ "nothing", 5000, 5000, 0, 0, 0 },
	{ "one nanosecond", 5000, 5001, 1, 1, 0 },
	{ "at a bound", 5000, 6024, 1024, 1024, 0 },
	{ "above a bound", 5000, 6025, 1025, 1025, 1 },
	{ "clock stepped back by one", 5000, 4999, 0, 0, 0 },
	{ "clock stepped back by a second", 2000000000, 1000000000, 0, 0, 0 },
	{ "a minute", 1, 60000000001, 60000000000, 60000000000, 103 },
	{ "longer than any bound", 0, 1ull << 47, 1ull << 47, 1ull << 47, TCPSTATE_HIST_INF },
};

static void name_dwell(const struct dwell *dwell, char *name)
{
	strscpy(name, dwell->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(dwell, dwells, name_dwell);

static void dwell_counted(struct kunit *test)
{
	const struct dwell *dwell = test->param_value;
	struct tcpstate_dwell_arc *arc;

	count(test, dwell->since_ns, dwell->now_ns);
	arc = read_arc(test, TCPSTATE_ARC_ESTABLISHED_CLOSE);
	KUNIT_EXPECT_EQ(test, measured(arc), 1);
	KUNIT_EXPECT_EQ(test, arc->bucket[dwell->bucket], 1);
	KUNIT_EXPECT_EQ(test, arc->sum_ns, dwell->sum_ns);
	KUNIT_EXPECT_EQ(test, arc->max_ns, dwell->max_ns);
	KUNIT_EXPECT_EQ(test, measured(read_arc(test, TCPSTATE_ARC_FIN_WAIT1_CLOSE)), 0);
}

static void dwell_keeps_largest(struct kunit *test)
{
	struct tcpstate_dwell_arc *arc;

	count(test, 0, 3000);
	count(test, 0, 9000);
	count(test, 0, 6000);
	arc = read_arc(test, TCPSTATE_ARC_ESTABLISHED_CLOSE);
	KUNIT_EXPECT_EQ(test, arc->max_ns, 9000);
	KUNIT_EXPECT_EQ(test, arc->sum_ns, 18000);
}

struct sum {
	const char *name;
	u64 dwells;
	u64 dwell_ns;
	bool known;
};

static const struct sum sums[] = {
	{ "2^18 of almost 2^46 ns", 1 << 18, (1ull << 46) - 1, true },
	{ "2^18 of 2^46 ns", 1 << 18, 1ull << 46, false },
	{ "2^18 of 1.2 * 2^46 ns", 1 << 18, 6 * ((1ull << 46) / 5), false },
	{ "3 * 2^17 of 2^46 ns", 3 << 17, 1ull << 46, false },
	{ "2^19 of 2^46 ns and some", 1 << 19, (1ull << 46) + (1ull << 40), false },
	{ "2^20 of an hour", 1 << 20, 3600 * 1000000000ull, true },
	{ "2^20 of a day", 1 << 20, 24 * 3600 * 1000000000ull, false },
	{ "194 of 3 years", 194, 3 * 365 * 24 * 3600 * 1000000000ull, true },
	{ "195 of 3 years", 195, 3 * 365 * 24 * 3600 * 1000000000ull, false },
	{ "2^20 of 2^56 ns", 1 << 20, 1ull << 56, false },
};

static void name_sum(const struct sum *sum, char *name)
{
	strscpy(name, sum->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(sum, sums, name_sum);

static void dwell_sum_is_right_or_unknown(struct kunit *test)
{
	const struct sum *sum = test->param_value;
	u64 i;

	for (i = 0; i < sum->dwells; i++)
		count(test, 0, sum->dwell_ns);
	KUNIT_EXPECT_EQ(test, read_arc(test, TCPSTATE_ARC_ESTABLISHED_CLOSE)->sum_ns,
			sum->known ? sum->dwells * sum->dwell_ns : TCPSTATE_NO_NUMBER);
}

/* The bucket is counted before the sum: an event may be seen half done. */
static void dwell_sum_in_the_making(struct kunit *test)
{
	struct tcpstate_dwell_arc *share = &per_cpu_ptr(dwell_of(test)->counts, 0)->arc
		[TCPSTATE_ARC_ESTABLISHED_CLOSE - TCPSTATE_DWELL_FIRST];

	share->bucket[TCPSTATE_HIST_FINITE - 1] = 1;
	KUNIT_EXPECT_EQ(test, read_arc(test, TCPSTATE_ARC_ESTABLISHED_CLOSE)->sum_ns, 0);
	share->bucket[TCPSTATE_HIST_FINITE - 1] = 1 << 17;
	share->sum_ns = ((1ull << 17) - 1) << 46;
	KUNIT_EXPECT_EQ(test, read_arc(test, TCPSTATE_ARC_ESTABLISHED_CLOSE)->sum_ns,
			((1ull << 17) - 1) << 46);
}

/* A softirq may have raised it in between. */
static void dwell_raised_meanwhile(struct kunit *test)
{
	struct tcpstate_dwell_arc __percpu *hist =
		&dwell_of(test)->counts->arc[TCPSTATE_ARC_ESTABLISHED_CLOSE - TCPSTATE_DWELL_FIRST];

	count(test, 0, 9000);
	preempt_disable();
	tcpstate_dwell_raise_max(hist, 5000);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, read_arc(test, TCPSTATE_ARC_ESTABLISHED_CLOSE)->max_ns, 9000);
}

static void dwell_folds_cpus(struct kunit *test)
{
	struct tcpstate_dwell_arc *share, *arc;
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		share = per_cpu_ptr(dwell_of(test)->counts, cpu)->arc;
		share[TCPSTATE_DWELL_ARCS - 1].bucket[7] = 10 + cpu;
		share[TCPSTATE_DWELL_ARCS - 1].sum_ns = 1000 + cpu;
		share[TCPSTATE_DWELL_ARCS - 1].max_ns = 100 + cpu;
		sum += 10 + cpu;
	}
	arc = read_arc(test, TCPSTATE_ARC_CLOSING_TIME_WAIT);
	KUNIT_EXPECT_EQ(test, arc->bucket[7], sum);
	KUNIT_EXPECT_EQ(test, arc->sum_ns, sum + 990 * num_possible_cpus());
	KUNIT_EXPECT_EQ(test, arc->max_ns, 100 + cpumask_last(cpu_possible_mask));
}

/* Those that leave a state in which a socket is tracked, and no other. */
static void dwell_arcs(struct kunit *test)
{
	enum tcpstate_state from;
	enum tcpstate_arc arc;
	unsigned int arcs = 0;
	bool has;

	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++) {
		from = tcpstate_arc_from(arc);
		has = from != TCPSTATE_CLOSE && from != TCPSTATE_TIME_WAIT &&
		      arc != TCPSTATE_ARC_LISTEN_SYN_RECV;
		KUNIT_EXPECT_EQ(test, (int)arc >= TCPSTATE_DWELL_FIRST &&
				      (int)arc <= TCPSTATE_DWELL_LAST, has);
		arcs += has;
	}
	KUNIT_EXPECT_EQ(test, (unsigned int)TCPSTATE_DWELL_ARCS, arcs);
}

/* Puts a socket into the table as the baseline does. */
static struct sock *open_at_load(struct kunit *test, enum tcpstate_state state)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);
	u64 since_ns = world->tcpstate.loaded_ns;

	preempt_disable();
	tcpstate_stats_enter(world_part_of(world->net)->stats.counts, state, since_ns);
	preempt_enable();
	KUNIT_ASSERT_TRUE(test, tcpstate_sockets_insert(
		&world->tcpstate.sockets, tcpstate_sockets_home(&world->tcpstate.sockets, sk), sk,
		tcpstate_entry(state, since_ns) | TCPSTATE_ENTRY_AT_LEAST));
	return sk;
}

/* Since when it was there is not known, so its first dwell is counted nowhere. */
static void dwell_at_load_is_unmeasured(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = open_at_load(test, TCPSTATE_ESTABLISHED);

	world_event(test, sk, TCP_ESTABLISHED, TCP_CLOSE_WAIT);
	world_event(test, sk, TCP_CLOSE_WAIT, TCP_LAST_ACK);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.transition[TCPSTATE_ARC_ESTABLISHED_CLOSE_WAIT], 1);
	KUNIT_EXPECT_EQ(test, measured(read_arc(test, TCPSTATE_ARC_ESTABLISHED_CLOSE_WAIT)), 0);
	KUNIT_EXPECT_EQ(test, world->host.transition[TCPSTATE_ARC_CLOSE_WAIT_LAST_ACK], 1);
	KUNIT_EXPECT_EQ(test, measured(read_arc(test, TCPSTATE_ARC_CLOSE_WAIT_LAST_ACK)), 1);
}

static void dwell_untracked_is_unmeasured(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *tracked, *untracked;

	world_limit(test, 1);
	tracked = world_socket(test, world->net);
	untracked = world_socket(test, world->net);
	world_walk(test, tracked, TCPSTATE_ESTABLISHED);
	world_walk(test, untracked, TCPSTATE_ESTABLISHED);
	world_event(test, untracked, TCP_ESTABLISHED, TCP_CLOSE);
	world_event(test, tracked, TCP_ESTABLISHED, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.transition[TCPSTATE_ARC_ESTABLISHED_CLOSE], 2);
	KUNIT_EXPECT_EQ(test, measured(read_arc(test, TCPSTATE_ARC_ESTABLISHED_CLOSE)), 1);
}

static void dwell_parked_is_unmeasured(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	world_walk(test, sk, TCPSTATE_FIN_WAIT2);
	world_minisock(test, sk, TCP_FIN_WAIT2);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_leave(test, world->net);
	KUNIT_ASSERT_EQ(test, tcpstate_reading_take(&world->tcpstate, NULL, &world->host), 0);
	KUNIT_EXPECT_EQ(test, world->host.transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE], 1);
	KUNIT_EXPECT_EQ(test, measured(read_arc(test, TCPSTATE_ARC_FIN_WAIT2_CLOSE)), 0);
	KUNIT_EXPECT_EQ(test, measured(read_arc(test, TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT)), 0);
}

static struct kunit_case dwell_cases[] = {
	KUNIT_CASE_PARAM(dwell_counted, dwell_gen_params),
	KUNIT_CASE_PARAM(dwell_sum_is_right_or_unknown, sum_gen_params),
	KUNIT_CASE(dwell_sum_in_the_making),
	KUNIT_CASE(dwell_keeps_largest),
	KUNIT_CASE(dwell_raised_meanwhile),
	KUNIT_CASE(dwell_folds_cpus),
	KUNIT_CASE(dwell_arcs),
	KUNIT_CASE(dwell_at_load_is_unmeasured),
	KUNIT_CASE(dwell_untracked_is_unmeasured),
	KUNIT_CASE(dwell_parked_is_unmeasured),
	{}
};

static struct kunit_suite dwell_suite = {
	.name = "tcpstate_dwell",
	.init = world_init,
	.test_cases = dwell_cases,
};
kunit_test_suite(dwell_suite);
