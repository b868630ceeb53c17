// SPDX-License-Identifier: GPL-2.0-only
/* Counts into an instance of its own on every CPU, and reads the sums. */

#include <linux/cpumask.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "tests/kunit/world.h"

/* The clock of every reading: a host that is up for 10 years. */
#define NOW_NS	(10 * YEAR_NS)
#define YEAR_NS	(365 * DAY_NS)
#define DAY_NS	(24 * HOUR_NS)
#define HOUR_NS	(3600ull * NSEC_PER_SEC)
/* Ages are told to within this, for each socket. */
#define UNIT_NS	(1ull << TCPSTATE_STATS_TIME_LOG2)

struct books {
	struct tcpstate_stats stats;
	struct tcpstate_totals totals;
	struct tcpstate_tally tally;
	struct tcpstate_snapshot snapshot;
};

static void free_stats(void *stats)
{
	tcpstate_stats_uninit(stats);
}

static int stats_init(struct kunit *test)
{
	struct books *books = kunit_kzalloc(test, sizeof(*books), GFP_KERNEL);

	if (!books)
		return -ENOMEM;
	test->priv = books;
	KUNIT_ASSERT_EQ(test, tcpstate_stats_init(&books->stats), 0);
	return kunit_add_action_or_reset(test, free_stats, &books->stats);
}

static struct tcpstate_counts *share_of(struct books *books, int cpu)
{
	return per_cpu_ptr(books->stats.counts, cpu);
}

static void begin_reading(struct books *books)
{
	memset(&books->tally, 0, sizeof(books->tally));
	memset(&books->snapshot, 0, sizeof(books->snapshot));
	tcpstate_stats_add_departures(&books->stats, &books->tally);
}

static void end_reading(struct books *books, u64 time_wait_left)
{
	tcpstate_stats_add_arrivals(&books->stats, &books->tally);
	books->snapshot.now_ns = NOW_NS;
	tcpstate_stats_derive(&books->tally, time_wait_left, &books->snapshot);
}

static void read_books(struct books *books, u64 time_wait_left)
{
	begin_reading(books);
	end_reading(books, time_wait_left);
}

static void stats_fresh(struct kunit *test)
{
	struct books *books = test->priv;
	unsigned int i;

	read_books(books, 0);
	for (i = 0; i < TCPSTATE_STATES; i++) {
		KUNIT_EXPECT_EQ(test, books->snapshot.state[i].now, 0);
		KUNIT_EXPECT_EQ(test, books->snapshot.state[i].entered, 0);
	}
	KUNIT_EXPECT_EQ(test, books->snapshot.tracked, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_TIME_WAIT].age_sum_ns,
			TCPSTATE_NO_NUMBER);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_LISTEN].age_sum_ns, 0);
}

static void stats_folds_cpus(struct kunit *test)
{
	struct books *books = test->priv;
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		share_of(books, cpu)->arc[TCPSTATE_ARC_CLOSE_SYN_SENT] = 100 + cpu;
		share_of(books, cpu)->arc[TCPSTATE_ARC_SYN_SENT_CLOSE] = 100;
		share_of(books, cpu)->arc[TCPSTATE_ARC_SELF_LOOP] = 100 + cpu;
		share_of(books, cpu)->arc[TCPSTATE_ARC_UNEXPECTED] = 100 + cpu;
		share_of(books, cpu)->untracked = 100 + cpu;
		share_of(books, cpu)->parked = 100 + cpu;
		sum += 100 + cpu;
	}
	read_books(books, sum);
	KUNIT_EXPECT_EQ(test, books->snapshot.transition[TCPSTATE_ARC_CLOSE_SYN_SENT], sum);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_SYN_SENT].entered, sum);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_SYN_SENT].now,
			sum - 100 * num_possible_cpus());
	KUNIT_EXPECT_EQ(test, books->snapshot.self_loops, sum);
	KUNIT_EXPECT_EQ(test, books->snapshot.unexpected, sum);
	KUNIT_EXPECT_EQ(test, books->snapshot.untracked, sum);
	KUNIT_EXPECT_EQ(test, books->snapshot.parked, sum);
}

/* One that enters on one CPU and leaves on another makes both shares wrap. */
static void stats_shares_wrap(struct kunit *test)
{
	struct books *books = test->priv;
	const u64 since = ~0ull >> 1;
	int first = cpumask_first(cpu_possible_mask), last = cpumask_last(cpu_possible_mask);

	KUNIT_ASSERT_NE_MSG(test, first, last, "this test needs two CPUs");
	share_of(books, first)->tracked_extra[TCPSTATE_ESTABLISHED] = 1;
	share_of(books, first)->since_sum[TCPSTATE_ESTABLISHED] = since;
	share_of(books, last)->tracked_extra[TCPSTATE_ESTABLISHED] = -1;
	share_of(books, last)->since_sum[TCPSTATE_ESTABLISHED] = -since;
	read_books(books, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.tracked, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_ESTABLISHED].age_sum_ns, 0);
}

struct crowd {
	const char *name;
	u64 sockets;
	u64 age_ns;
	bool known;
};

static const struct crowd crowds[] = {
	{ "1 socket, 1 ns", 1, 1, true },
	{ "1 socket, 4 years", 1, 4 * YEAR_NS, true },
	{ "100,000 sockets, 25 hours", 100000, 25 * HOUR_NS, true },
	{ "100,000 sockets, 26 hours", 100000, 26 * HOUR_NS, true },
	{ "100,000 sockets, 51 hours", 100000, 51 * HOUR_NS, true },
	{ "100,000 sockets, 52 hours", 100000, 52 * HOUR_NS, false },
	{ "2^20 sockets, an hour", 1 << 20, HOUR_NS, true },
	{ "2^20 sockets, a day", 1 << 20, DAY_NS, false },
	{ "2^24 sockets, 3 years", 1 << 24, 3 * YEAR_NS, false },
	{ "2^24 sockets, 2^40 ns", 1 << 24, (1ull << 40) - UNIT_NS, true },
	{ "2^24 sockets, 2^40 ns and more", 1 << 24, (1ull << 40) + UNIT_NS, false },
};

static void name_crowd(const struct crowd *crowd, char *name)
{
	strscpy(name, crowd->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(crowd, crowds, name_crowd);

/* Some enter on one CPU and leave on another, as many again: it changes nothing. */
static void stats_ages_of_a_crowd(struct kunit *test)
{
	const struct crowd *crowd = test->param_value;
	struct books *books = test->priv;
	struct tcpstate_counts *first = share_of(books, cpumask_first(cpu_possible_mask));
	struct tcpstate_counts *last = share_of(books, cpumask_last(cpu_possible_mask));
	u64 since = tcpstate_stats_time(NOW_NS - crowd->age_ns) * crowd->sockets;
	u64 right_ns = crowd->age_ns * crowd->sockets, slack_ns = crowd->sockets * UNIT_NS;
	u64 age_sum_ns;

	first->tracked_extra[TCPSTATE_ESTABLISHED] = 2 * crowd->sockets;
	first->since_sum[TCPSTATE_ESTABLISHED] = 2 * since;
	last->tracked_extra[TCPSTATE_ESTABLISHED] -= crowd->sockets;
	last->since_gone[TCPSTATE_ESTABLISHED] = since;
	read_books(books, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.tracked, crowd->sockets);
	age_sum_ns = books->snapshot.state[TCPSTATE_ESTABLISHED].age_sum_ns;
	if (!crowd->known) {
		KUNIT_EXPECT_EQ(test, age_sum_ns, TCPSTATE_NO_NUMBER);
		return;
	}
	KUNIT_EXPECT_NE(test, age_sum_ns, TCPSTATE_NO_NUMBER);
	KUNIT_EXPECT_LE(test, age_sum_ns - right_ns + slack_ns, 2 * slack_ns);
}

/* The clock of another CPU may be ahead. */
static void stats_age_is_never_negative(struct kunit *test)
{
	struct books *books = test->priv;
	struct tcpstate_counts *share = share_of(books, cpumask_first(cpu_possible_mask));

	share->tracked_extra[TCPSTATE_LISTEN] = 1;
	share->since_sum[TCPSTATE_LISTEN] = tcpstate_stats_time(NOW_NS + HOUR_NS);
	read_books(books, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_LISTEN].age_sum_ns, 0);
}

/* A CPU that was taken away in the middle of an event: counts are, ages are not known. */
static void stats_open_bracket(struct kunit *test)
{
	struct books *books = test->priv;

	preempt_disable();
	tcpstate_stats_begin(books->stats.counts);
	tcpstate_stats_enter(books->stats.counts, TCPSTATE_LISTEN, 1);
	preempt_enable();
	read_books(books, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_LISTEN].age_sum_ns,
			TCPSTATE_NO_NUMBER);
	KUNIT_EXPECT_EQ(test, books->snapshot.tracked, 1);
}

/* As the host's readings do with each namespace. */
static void fold_books(struct books *books, struct tcpstate_tally *tally)
{
	memset(tally, 0, sizeof(*tally));
	tcpstate_stats_add_total_departures(&books->totals, tally);
	tcpstate_stats_fold_departures(&books->stats, tally);
	tcpstate_stats_add_total_arrivals(&books->totals, tally);
	tcpstate_stats_fold_arrivals(&books->stats, &books->totals, tally);
}

/* What the host's readings fold is what a reading of the namespace alone adds up. */
static void expect_folded(struct kunit *test, bool torn)
{
	struct tcpstate_tally *folded = kunit_kzalloc(test, sizeof(*folded), GFP_KERNEL);
	struct books *books = test->priv;

	KUNIT_ASSERT_NOT_NULL(test, folded);
	fold_books(books, folded);
	read_books(books, 0);
	KUNIT_EXPECT_MEMEQ(test, folded->departures, books->tally.departures,
			   sizeof(folded->departures));
	KUNIT_EXPECT_EQ(test, folded->sum.arc[TCPSTATE_ARC_CLOSE_LISTEN],
			books->tally.sum.arc[TCPSTATE_ARC_CLOSE_LISTEN]);
	KUNIT_EXPECT_EQ(test, folded->sum.parked, books->tally.sum.parked);
	KUNIT_EXPECT_EQ(test, folded->sum.since_sum[TCPSTATE_LISTEN],
			books->tally.sum.since_sum[TCPSTATE_LISTEN]);
	KUNIT_EXPECT_EQ(test, folded->torn, torn);
}

static void stats_folds_what_changed(struct kunit *test)
{
	struct books *books = test->priv;
	struct tcpstate_counts *share;
	int cpu;

	/* The baseline counts without brackets. */
	share_of(books, cpumask_first(cpu_possible_mask))->parked = 3;
	expect_folded(test, false);
	for_each_possible_cpu(cpu) {
		share = share_of(books, cpu);
		share->begun++;
		share->arc[TCPSTATE_ARC_CLOSE_LISTEN] += 5;
		share->since_sum[TCPSTATE_LISTEN] += 7;
		expect_folded(test, true);
		/* As it was seen, in the middle of an event, it must not be kept. */
		share->since_sum[TCPSTATE_LISTEN] += 7;
		share->ended++;
		expect_folded(test, false);
		expect_folded(test, false);
	}
	/* Who is unchanged is not looked at. */
	share->arc[TCPSTATE_ARC_CLOSE_LISTEN]++;
	read_books(books, 0);
	fold_books(books, &books->tally);
	KUNIT_EXPECT_EQ(test, books->tally.sum.arc[TCPSTATE_ARC_CLOSE_LISTEN],
			5 * num_possible_cpus());
	KUNIT_EXPECT_EQ(test, books->tally.departures[TCPSTATE_ARC_CLOSE_LISTEN],
			5 * num_possible_cpus());
	/* Who ends is not in both of the totals. */
	tcpstate_stats_retire(&books->totals, &books->stats);
	KUNIT_EXPECT_EQ(test, books->totals.past.arc[TCPSTATE_ARC_CLOSE_LISTEN],
			5 * num_possible_cpus() + 1);
	KUNIT_EXPECT_EQ(test, books->totals.folded.arc[TCPSTATE_ARC_CLOSE_LISTEN], 0);
}

/* Whoever is seen leaving is seen entering, whatever happens between the two passes. */
static void stats_gauges_between_passes(struct kunit *test)
{
	struct books *books = test->priv;
	struct tcpstate_counts *share = share_of(books, cpumask_first(cpu_possible_mask));

	begin_reading(books);
	share->arc[TCPSTATE_ARC_CLOSE_SYN_SENT]++;
	share->arc[TCPSTATE_ARC_SYN_SENT_ESTABLISHED]++;
	share->arc[TCPSTATE_ARC_ESTABLISHED_CLOSE]++;
	end_reading(books, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_SYN_SENT].now, 1);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_ESTABLISHED].now, 1);
	read_books(books, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_SYN_SENT].now, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_ESTABLISHED].now, 0);
}

/* More left than came: a number that wraps around is no number. */
static void stats_gauge_is_unknown(struct kunit *test)
{
	struct books *books = test->priv;
	struct tcpstate_counts *share = share_of(books, cpumask_first(cpu_possible_mask));

	share->arc[TCPSTATE_ARC_ESTABLISHED_CLOSE] = 2;
	read_books(books, 0);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_ESTABLISHED].now, TCPSTATE_NO_NUMBER);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_ESTABLISHED].left, 2);
}

/* What was parked comes to TIME_WAIT when it is seen there. */
static void stats_time_wait(struct kunit *test)
{
	struct books *books = test->priv;
	struct tcpstate_counts *share = share_of(books, cpumask_first(cpu_possible_mask));

	atomic64_set(&books->stats.rare.at_load[TCPSTATE_TIME_WAIT], 7);
	share->arc[TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT] = 3;
	share->arc[TCPSTATE_ARC_CLOSING_TIME_WAIT] = 2;
	share->parked = 4;
	KUNIT_EXPECT_EQ(test, tcpstate_stats_minisocks(&books->stats), 16);
	atomic64_set(&books->stats.rare.parked_time_wait, 1);
	read_books(books, 6);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_TIME_WAIT].at_load, 7);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_TIME_WAIT].entered, 6);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_TIME_WAIT].left, 6);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_TIME_WAIT].now, 7);
	KUNIT_EXPECT_EQ(test, books->snapshot.transition[TCPSTATE_ARC_TIME_WAIT_CLOSE], 6);
}

static void stats_unexpected_pairs(struct kunit *test)
{
	struct books *books = test->priv;
	u64 (*pair)[TCPSTATE_STATES] = books->snapshot.unexpected_pair;

	tcpstate_stats_count_unexpected(&books->stats, TCP_LISTEN, TCP_SYN_SENT);
	tcpstate_stats_count_unexpected(&books->stats, -1, 99);
	read_books(books, 0);
	KUNIT_EXPECT_EQ(test, pair[TCPSTATE_LISTEN][TCPSTATE_SYN_SENT], 1);
	KUNIT_EXPECT_EQ(test, pair[TCPSTATE_UNKNOWN][TCPSTATE_UNKNOWN], 1);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_SYN_SENT].entered, 1);
	KUNIT_EXPECT_EQ(test, books->snapshot.state[TCPSTATE_LISTEN].left, 1);
}

/* A socket's life goes from CPU to CPU: each state is entered on one and left on another. */
static void stats_migrating_socket(struct kunit *test)
{
	static const int life[] = { TCP_CLOSE, TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1,
				    TCP_FIN_WAIT2, TCP_CLOSE };
	struct world *world;
	unsigned int i, round;
	struct sock *sk;
	int cpu = -1;

	KUNIT_ASSERT_EQ(test, world_init(test), 0);
	world = test->priv;
	sk = world_socket(test, world->net);
	for (round = 0; round < 16; round++) {
		for (i = 0; i + 1 < ARRAY_SIZE(life); i++) {
			cpu = cpumask_next(cpu, cpu_online_mask);
			if (cpu >= nr_cpu_ids)
				cpu = cpumask_first(cpu_online_mask);
			KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(cpu)), 0);
			world_event(test, sk, life[i], life[i + 1]);
		}
	}
	KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpu_possible_mask), 0);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.tracked, 0);
	for (i = 0; i + 1 < ARRAY_SIZE(life); i++) {
		KUNIT_EXPECT_EQ(test, world_now(test, life[i]), 0);
		KUNIT_EXPECT_EQ(test, world->own.transition[tcpstate_arc(life[i], life[i + 1])],
				16);
		if (life[i] != TCP_CLOSE)
			KUNIT_EXPECT_EQ(test, world->own.state[life[i]].age_sum_ns, 0);
	}
}

static struct kunit_case stats_cases[] = {
	KUNIT_CASE(stats_fresh),
	KUNIT_CASE(stats_folds_cpus),
	KUNIT_CASE(stats_shares_wrap),
	KUNIT_CASE_PARAM(stats_ages_of_a_crowd, crowd_gen_params),
	KUNIT_CASE(stats_age_is_never_negative),
	KUNIT_CASE(stats_open_bracket),
	KUNIT_CASE(stats_folds_what_changed),
	KUNIT_CASE(stats_gauges_between_passes),
	KUNIT_CASE(stats_gauge_is_unknown),
	KUNIT_CASE(stats_time_wait),
	KUNIT_CASE(stats_unexpected_pairs),
	KUNIT_CASE(stats_migrating_socket),
	{}
};

static struct kunit_suite stats_suite = {
	.name = "tcpstate_stats",
	.init = stats_init,
	.test_cases = stats_cases,
};
kunit_test_suite(stats_suite);
