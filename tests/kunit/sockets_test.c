// SPDX-License-Identifier: GPL-2.0-only
/* Fills, empties and overfills the table of sockets. */

#include "tests/kunit/world.h"

static struct tcpstate_sockets *table(struct kunit *test)
{
	return &((struct world *)test->priv)->tcpstate.sockets;
}

/* Keys are compared, never followed: any address will do. */
static const struct sock *key(unsigned long n)
{
	return (const struct sock *)(n * 64);
}

static bool insert(struct kunit *test, unsigned long n, u64 entry)
{
	return tcpstate_sockets_insert(table(test), tcpstate_sockets_home(table(test), key(n)),
				       key(n), entry);
}

static struct tcpstate_slot *find(struct kunit *test, unsigned long n)
{
	return tcpstate_sockets_find(tcpstate_sockets_home(table(test), key(n)), key(n));
}

static void sockets_insert(struct kunit *test)
{
	KUNIT_EXPECT_NULL(test, find(test, 1));
	KUNIT_EXPECT_EQ(test, tcpstate_sockets_entry(table(test), key(1)), 0);
	KUNIT_ASSERT_TRUE(test, insert(test, 1, 4711));
	KUNIT_EXPECT_EQ(test, tcpstate_sockets_entry(table(test), key(1)), 4711);
	KUNIT_EXPECT_NULL(test, find(test, 2));
}

static void sockets_update(struct kunit *test)
{
	KUNIT_ASSERT_TRUE(test, insert(test, 1, 1));
	KUNIT_ASSERT_TRUE(test, insert(test, 2, 2));
	WRITE_ONCE(find(test, 1)->entry, 3);
	KUNIT_EXPECT_EQ(test, tcpstate_sockets_entry(table(test), key(1)), 3);
	KUNIT_EXPECT_EQ(test, tcpstate_sockets_entry(table(test), key(2)), 2);
}

static void sockets_entry(struct kunit *test)
{
	u64 entry = tcpstate_entry(TCPSTATE_CLOSING, 123456789012345ull);

	KUNIT_EXPECT_EQ(test, tcpstate_entry_state(entry), TCPSTATE_CLOSING);
	KUNIT_EXPECT_EQ(test, tcpstate_entry_since_ns(entry), 123456789012345ull);
	KUNIT_EXPECT_FALSE(test, entry & TCPSTATE_ENTRY_AT_LEAST);
	entry |= TCPSTATE_ENTRY_AT_LEAST;
	KUNIT_EXPECT_EQ(test, tcpstate_entry_state(entry), TCPSTATE_CLOSING);
	KUNIT_EXPECT_EQ(test, tcpstate_entry_since_ns(entry), 123456789012345ull);
}

/* The memory of a closed socket becomes another one, which has nothing of the first. */
static void sockets_address_reused(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);
	u64 first, second;

	world_walk(test, sk, TCPSTATE_CLOSE_WAIT);
	first = tcpstate_sockets_entry(table(test), sk);
	world_event(test, sk, TCP_CLOSE_WAIT, TCP_CLOSE);
	KUNIT_EXPECT_EQ(test, tcpstate_sockets_entry(table(test), sk), 0);

	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
	second = tcpstate_sockets_entry(table(test), sk);
	KUNIT_EXPECT_EQ(test, tcpstate_entry_state(second), TCPSTATE_LISTEN);
	KUNIT_EXPECT_GE(test, tcpstate_entry_since_ns(second), tcpstate_entry_since_ns(first));
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->host.tracked, 1);
	KUNIT_EXPECT_EQ(test, world->host.resync, 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_LISTEN), 1);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_CLOSE_WAIT), 0);
}

/* Every slot of a window, then none; and every one of them again when they are free. */
static void sockets_full_window(struct kunit *test)
{
	enum { WINDOW = TCPSTATE_WINDOW_BUCKETS * TCPSTATE_BUCKET_SLOTS };
	struct tcpstate_bucket *home = tcpstate_sockets_home(table(test), key(1));
	unsigned long i, round;

	for (round = 0; round < 2; round++) {
		for (i = 1; i <= WINDOW; i++)
			KUNIT_ASSERT_TRUE(test, tcpstate_sockets_insert(table(test), home, key(i),
									i));
		KUNIT_EXPECT_FALSE(test, tcpstate_sockets_insert(table(test), home, key(i), i));
		for (i = 1; i <= WINDOW; i++) {
			KUNIT_ASSERT_NOT_NULL(test, tcpstate_sockets_find(home, key(i)));
			KUNIT_EXPECT_EQ(test, tcpstate_sockets_find(home, key(i))->entry, i);
			tcpstate_sockets_remove(table(test), tcpstate_sockets_find(home, key(i)));
		}
	}
}

/* A table of the smallest size takes more than nine tenths of what its slots could. */
static void sockets_filled(struct kunit *test)
{
	unsigned int room = WORLD_BUCKETS * TCPSTATE_BUCKET_SLOTS, taken = 0;
	unsigned long i;

	for (i = 1; i <= room; i++)
		taken += insert(test, i, i);
	for (i = 1; i <= room; i++)
		if (find(test, i))
			taken--;
	KUNIT_EXPECT_EQ(test, taken, 0);
	for (i = 1; i <= room; i++)
		taken += !!find(test, i);
	KUNIT_EXPECT_GE(test, taken, room * 9 / 10);
}

/* Events find a socket in every slot of its bucket; with so many, one has more than three. */
static void sockets_in_every_slot(struct kunit *test)
{
	enum { SOCKETS = 200 };
	static const int life[] = { TCP_ESTABLISHED, TCP_CLOSE_WAIT, TCP_LAST_ACK, TCP_CLOSE };
	struct world *world = test->priv;
	unsigned int i, j, slots[TCPSTATE_BUCKET_SLOTS] = {};
	struct tcpstate_slot *slot;
	struct sock *sk;

	for (i = 0; i < SOCKETS; i++) {
		sk = world_socket(test, world->net);
		world_walk(test, sk, TCPSTATE_ESTABLISHED);
		slot = tcpstate_sockets_home(table(test), sk)->slot;
		for (j = 0; j < TCPSTATE_BUCKET_SLOTS && slot[j].sk != sk; j++)
			;
		if (j < TCPSTATE_BUCKET_SLOTS)
			slots[j]++;
	}
	for (j = 0; j < TCPSTATE_BUCKET_SLOTS; j++)
		KUNIT_EXPECT_GT_MSG(test, slots[j], 0u, "slot %u", j);
	for (j = 0; j + 1 < ARRAY_SIZE(life); j++) {
		world_read(test);
		KUNIT_EXPECT_EQ(test, world_now(test, life[j]), SOCKETS);
		KUNIT_EXPECT_EQ(test, world->own.tracked, SOCKETS);
		for (i = 0; i < SOCKETS; i++)
			world_event(test, world->socket[i], life[j], life[j + 1]);
	}
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
	KUNIT_EXPECT_EQ(test, world->own.late, 0);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 0);
}

/* How many sockets a table of @limit counts. */
static int used(struct kunit *test, int limit)
{
	int sum = limit - atomic_read(&table(test)->room), cpu;

	for_each_possible_cpu(cpu)
		sum -= *per_cpu_ptr(table(test)->credit, cpu);
	return sum;
}

/* max_sockets: full is full, one that goes makes room for one. */
static void sockets_limit(struct kunit *test)
{
	world_limit(test, 3);
	KUNIT_EXPECT_TRUE(test, insert(test, 1, 1));
	KUNIT_EXPECT_TRUE(test, insert(test, 2, 2));
	KUNIT_EXPECT_TRUE(test, insert(test, 3, 3));
	KUNIT_EXPECT_FALSE(test, insert(test, 4, 4));
	KUNIT_EXPECT_FALSE(test, insert(test, 5, 5));
	tcpstate_sockets_remove(table(test), find(test, 2));
	KUNIT_EXPECT_TRUE(test, insert(test, 4, 4));
	KUNIT_EXPECT_FALSE(test, insert(test, 5, 5));
	KUNIT_EXPECT_EQ(test, used(test, 3), 3);
}

/* A window that is full gives back the room that the limit had granted. */
static void sockets_limit_and_full_window(struct kunit *test)
{
	struct tcpstate_bucket *home;
	unsigned long i;

	world_limit(test, TCPSTATE_WINDOW_BUCKETS * TCPSTATE_BUCKET_SLOTS + 1);
	home = tcpstate_sockets_home(table(test), key(1));
	for (i = 1; i <= TCPSTATE_WINDOW_BUCKETS * TCPSTATE_BUCKET_SLOTS; i++)
		KUNIT_ASSERT_TRUE(test, tcpstate_sockets_insert(table(test), home, key(i), i));
	KUNIT_EXPECT_FALSE(test, tcpstate_sockets_insert(table(test), home, key(i), i));
	KUNIT_EXPECT_EQ(test, used(test, i), (int)i - 1);
}

/* CPUs take room by batches: never more than there is, and all of it comes back. */
static void sockets_limit_in_batches(struct kunit *test)
{
	enum { LIMIT = 200, BATCH = 8 };
	unsigned long least = LIMIT - 2 * BATCH * num_possible_cpus();
	unsigned long i, taken = 0, again = 0;

	world_limit(test, LIMIT);
	/* As one of many more sockets would have. */
	KUNIT_EXPECT_EQ(test, table(test)->batch, 1);
	table(test)->batch = BATCH;
	for (i = 1; i <= LIMIT + 20; i++)
		taken += insert(test, i, i);
	KUNIT_EXPECT_LE(test, taken, (unsigned long)LIMIT);
	KUNIT_EXPECT_GE(test, taken, least);
	KUNIT_EXPECT_EQ(test, used(test, LIMIT), (int)taken);
	for (i = 1; i <= LIMIT + 20; i++)
		if (find(test, i))
			tcpstate_sockets_remove(table(test), find(test, i));
	KUNIT_EXPECT_EQ(test, used(test, LIMIT), 0);
	for (i = 1; i <= LIMIT + 20; i++)
		again += insert(test, i, i);
	KUNIT_EXPECT_LE(test, again, (unsigned long)LIMIT);
	KUNIT_EXPECT_GE(test, again, least);
}

/* The line with the table's place is written by nobody. */
static void sockets_shared_line(struct kunit *test)
{
	size_t line = SMP_CACHE_BYTES;

	KUNIT_EXPECT_NE(test, offsetof(struct tcpstate_sockets, room) / line,
			offsetof(struct tcpstate_sockets, mask) / line);
	KUNIT_EXPECT_NE(test, offsetof(struct tcpstate, listeners.reserve.lock) / line,
			offsetof(struct tcpstate, sockets.mask) / line);
	KUNIT_EXPECT_NE(test, offsetof(struct tcpstate, listeners.held) / line,
			offsetof(struct tcpstate, sockets.mask) / line);
}

/* Gauges do not depend on the table: only the age is lost, and tried for again. */
static void sockets_full_loses_ages_only(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *first, *second;

	world_limit(test, 1);
	first = world_socket(test, world->net);
	second = world_socket(test, world->net);
	world_walk(test, first, TCPSTATE_ESTABLISHED);
	world_walk(test, second, TCPSTATE_ESTABLISHED);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 2);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 2);

	world_event(test, first, TCP_ESTABLISHED, TCP_CLOSE);
	world_event(test, second, TCP_ESTABLISHED, TCP_CLOSE_WAIT);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_CLOSE_WAIT), 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 1);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 2);
	KUNIT_EXPECT_EQ(test, world->host.untracked, 2);

	world_event(test, second, TCP_CLOSE_WAIT, TCP_CLOSE);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
}

/* max_sockets=0: no table, all counts. */
static void sockets_no_table(struct kunit *test)
{
	struct world *world = test->priv;
	struct sock *sk;
	unsigned int i;

	world_limit(test, 0);
	sk = world_socket(test, world->net);
	world_walk(test, sk, TCPSTATE_FIN_WAIT2);
	KUNIT_EXPECT_EQ(test, tcpstate_sockets_entry(table(test), sk), 0);
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	world_event(test, sk, TCP_CLOSE, TCP_LISTEN);
	world_event(test, sk, TCP_LISTEN, TCP_ESTABLISHED);
	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.transition[TCPSTATE_ARC_FIN_WAIT2_CLOSE], 1);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_LISTEN), 0);
	KUNIT_EXPECT_EQ(test, world_now(test, TCPSTATE_ESTABLISHED), 1);
	KUNIT_EXPECT_EQ(test, world->own.tracked, 0);
	KUNIT_EXPECT_EQ(test, world->own.untracked, 0);
	for (i = 0; i < TCPSTATE_STATES_COUNTED; i++)
		KUNIT_EXPECT_EQ(test, world->own.state[tcpstate_state_in_order(i)].age_sum_ns,
				TCPSTATE_NO_NUMBER);
}

/* More than this guest has. */
static void sockets_no_memory(struct kunit *test)
{
	struct tcpstate_sockets sockets = {};

	KUNIT_EXPECT_EQ(test, tcpstate_sockets_init(&sockets, TCPSTATE_BUCKETS_MAX,
						    TCPSTATE_SOCKETS_MAX, 0), -ENOMEM);
	KUNIT_EXPECT_NULL(test, sockets.buckets);
}

/* So many that the credits of all CPUs are a 32nd of the table at most. */
static void sockets_batch(struct kunit *test)
{
	unsigned int share = 64 * num_possible_cpus();

	world_limit(test, 3 * share - 1);
	KUNIT_EXPECT_EQ(test, table(test)->batch, 2);
	world_limit(test, 3 * share);
	KUNIT_EXPECT_EQ(test, table(test)->batch, 3);
	world_limit(test, 1000 * share);
	KUNIT_EXPECT_EQ(test, table(test)->batch, 64);
}

/* It is bounded if it has more slots than may be used. */
static void sockets_bounded(struct kunit *test)
{
	world_limit(test, WORLD_BUCKETS * TCPSTATE_BUCKET_SLOTS - 1);
	KUNIT_EXPECT_TRUE(test, table(test)->bounded);
	world_limit(test, WORLD_BUCKETS * TCPSTATE_BUCKET_SLOTS);
	KUNIT_EXPECT_FALSE(test, table(test)->bounded);
}

/* Four buckets for each one of the kernel's, if nothing else is said. */
static void sockets_usual_size(struct kunit *test)
{
	unsigned long kernels = tcpstate_hashinfo(&init_net)->ehash_mask + 1ul;
	struct tcpstate_sockets sockets = {};

	KUNIT_ASSERT_LE(test, 4 * kernels, (unsigned long)TCPSTATE_BUCKETS_USUAL);
	KUNIT_ASSERT_EQ(test, tcpstate_sockets_init(&sockets, 0, TCPSTATE_SOCKETS_MAX, 0), 0);
	KUNIT_EXPECT_EQ(test, sockets.mask / sizeof(*sockets.buckets) + 1, 4 * kernels);
	tcpstate_sockets_uninit(&sockets);
}

struct size {
	const char *name;
	unsigned long hash_buckets, max_sockets, expected;
	unsigned int buckets;
};

static const struct size sizes[] = {
	{ "the smallest", 64, 1000, 0, 64 },
	{ "rounded up", 65, 1000, 0, 128 },
	{ "as few as max_sockets needs", 0, 200, 0, 128 },
	{ "not below the smallest", 0, 1, 0, 64 },
	{ "for counters only", 0, 0, 0, 64 },
	{ "what is open must fit", 64, 1000, 1000, 512 },
	{ "what is open must fit without a table too", 0, 0, 1000, 512 },
};

static void name_size(const struct size *size, char *name)
{
	strscpy(name, size->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(size, sizes, name_size);

static void sockets_size(struct kunit *test)
{
	const struct size *size = test->param_value;
	struct tcpstate_sockets sockets = {};

	KUNIT_ASSERT_EQ(test, tcpstate_sockets_init(&sockets, size->hash_buckets,
						    size->max_sockets, size->expected), 0);
	KUNIT_EXPECT_EQ(test, sockets.mask / sizeof(*sockets.buckets) + 1, size->buckets);
	tcpstate_sockets_uninit(&sockets);
}

static struct kunit_case sockets_cases[] = {
	KUNIT_CASE(sockets_insert),
	KUNIT_CASE(sockets_update),
	KUNIT_CASE(sockets_entry),
	KUNIT_CASE(sockets_address_reused),
	KUNIT_CASE(sockets_full_window),
	KUNIT_CASE(sockets_filled),
	KUNIT_CASE(sockets_in_every_slot),
	KUNIT_CASE(sockets_limit),
	KUNIT_CASE(sockets_limit_in_batches),
	KUNIT_CASE(sockets_shared_line),
	KUNIT_CASE(sockets_limit_and_full_window),
	KUNIT_CASE(sockets_full_loses_ages_only),
	KUNIT_CASE(sockets_no_table),
	KUNIT_CASE(sockets_no_memory),
	KUNIT_CASE(sockets_batch),
	KUNIT_CASE(sockets_bounded),
	KUNIT_CASE(sockets_usual_size),
	KUNIT_CASE_PARAM(sockets_size, size_gen_params),
	{}
};

static struct kunit_suite sockets_suite = {
	.name = "tcpstate_sockets",
	.init = world_init,
	.test_cases = sockets_cases,
};
kunit_test_suite(sockets_suite);
