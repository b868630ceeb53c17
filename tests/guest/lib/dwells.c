// SPDX-License-Identifier: GPL-2.0-only
/* Holds /proc/tcpstate_dwell against what a test has measured itself. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/dwells.h"
#include "tests/guest/lib/scenario_exit.h"

enum { PATIENCE_S = 10, RETRY_US = 10 * 1000, EXPECTED = 64 };

/* One dwell; @measured false: none of that arc's may be measured. */
struct expected {
	char name[DWELL_NAME];
	bool measured;
	struct moment lasted;
};

static struct expected expected[EXPECTED];
static unsigned int expected_count;
static struct dwells before, after;

struct dwell_arc dwells_of(const struct dwells *dwells, const char *name)
{
	struct dwell_arc none = { 0 };
	unsigned int i;

	for (i = 0; i < dwells->count; i++)
		if (!strcmp(dwells->arc[i].name, name))
			return dwells->arc[i];
	return none;
}

void dwells_begin(void)
{
	expected_count = 0;
	dwells_take(&before);
}

static struct expected *new_expected(const char *name)
{
	struct expected *one = &expected[expected_count++];

	if (expected_count > EXPECTED)
		fail("more than %d dwells are expected", EXPECTED);
	snprintf(one->name, sizeof(one->name), "%s", name);
	return one;
}

void dwells_expect(const char *name, struct moment entered, struct moment left)
{
	struct expected *one = new_expected(name);

	one->measured = true;
	one->lasted = between(entered, left);
}

void dwells_expect_unmeasured(const char *name)
{
	new_expected(name)->measured = false;
}

/* How many of an arc are expected, and the least and the most that they can add up to. */
static unsigned int sum_up(const char *name, bool measured, struct moment *sum)
{
	unsigned int i, count = 0;

	memset(sum, 0, sizeof(*sum));
	for (i = 0; i < expected_count; i++) {
		if (strcmp(expected[i].name, name) || expected[i].measured != measured)
			continue;
		count++;
		sum->begin_ns += expected[i].lasted.begin_ns;
		sum->end_ns += expected[i].lasted.end_ns;
	}
	return count;
}

unsigned int dwells_vagueness(const char *name)
{
	struct moment sum;

	if (!sum_up(name, true, &sum) || !sum.begin_ns)
		return UINT16_MAX;
	return (sum.end_ns - sum.begin_ns) * 1000 / sum.begin_ns;
}

/* A dwell whose least and most are of two buckets may be in either. */
static bool is_in_its_buckets(const char *name, const uint64_t *was, const uint64_t *is, bool tell)
{
	unsigned int certain[DWELL_BUCKETS + 1] = { 0 }, possible[DWELL_BUCKETS + 1] = { 0 };
	unsigned int i, first, last, bucket;
	bool right = true;
	uint64_t gained;

	for (i = 0; i < expected_count; i++) {
		if (strcmp(expected[i].name, name) || !expected[i].measured)
			continue;
		first = dwell_bucket(expected[i].lasted.begin_ns);
		last = dwell_bucket(expected[i].lasted.end_ns);
		certain[first] += first == last;
		for (bucket = first; bucket <= last; bucket++)
			possible[bucket]++;
	}
	for (bucket = 0; bucket < DWELL_BUCKETS; bucket++) {
		gained = is[bucket] - was[bucket];
		if (gained >= certain[bucket] && gained <= possible[bucket])
			continue;
		right = false;
		if (tell)
			note("%s: the bucket from %" PRIu64 " ns on gained %" PRIu64
			     ", expected are %u to %u", name, dwell_bucket_begin_ns(bucket), gained,
			     certain[bucket], possible[bucket]);
	}
	return right;
}

static bool is_gained(const char *name, const char *what, uint64_t gained, uint64_t least,
		      uint64_t most, bool tell)
{
	if (gained >= least && gained <= most)
		return true;
	if (tell)
		note("%s: %s grew by %" PRIu64 ", expected are %" PRIu64 " to %" PRIu64, name, what,
		     gained, least, most);
	return false;
}

static bool is_as_expected(const struct dwell_arc *is, bool tell)
{
	struct dwell_arc was = dwells_of(&before, is->name);
	unsigned int measured, unmeasured;
	struct moment sum, none;
	bool right;

	measured = sum_up(is->name, true, &sum);
	unmeasured = sum_up(is->name, false, &none);
	right = is_gained(is->name, "count", is->count - was.count, measured, measured, tell);
	right &= is_gained(is->name, "unmeasured", is->unmeasured - was.unmeasured, unmeasured,
			   unmeasured, tell);
	right &= is_gained(is->name, "sum_ns", is->sum_ns - was.sum_ns, sum.begin_ns, sum.end_ns,
			   tell);
	return right & is_in_its_buckets(is->name, was.bucket, is->bucket, tell);
}

static bool all_as_expected(bool tell)
{
	bool right = dwells_sound(&after, tell);
	unsigned int i;

	for (i = 0; i < after.count; i++)
		right &= is_as_expected(&after.arc[i], tell);
	for (i = 0; i < expected_count; i++) {
		if (*dwells_of(&after, expected[i].name).name)
			continue;
		right = false;
		if (tell)
			note("%s: expected, and not there", expected[i].name);
	}
	return right;
}

void dwells_settle(const char *step)
{
	uint64_t end_ns = now_ns() + PATIENCE_S * S_NS;

	for (;;) {
		dwells_take(&after);
		if (all_as_expected(false))
			break;
		if (now_ns() > end_ns) {
			all_as_expected(true);
			fail("%s: the dwells are not as expected", step);
		}
		usleep(RETRY_US);
	}
	before = after;
	expected_count = 0;
}
