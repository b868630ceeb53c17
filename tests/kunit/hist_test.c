// SPDX-License-Identifier: GPL-2.0-only
/* Holds hist.h, as the kernel compiles it, against the vectors that userspace uses too. */

#include <kunit/test.h>

#include "module/hist.h"
#include "tests/unit/hist_vectors.h"

static void name_vector(const struct hist_vector *vector, char *name)
{
	strscpy(name, vector->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(vector, hist_vectors, name_vector);

static void hist_vector(struct kunit *test)
{
	const struct hist_vector *vector = test->param_value;

	KUNIT_EXPECT_EQ(test, tcpstate_hist_bucket(vector->ns), vector->bucket);
}

/* The bounds rise by a quarter of the power of two they are above. */
static void hist_bounds(struct kunit *test)
{
	u64 bound = 1024, step = 256;
	unsigned int i;

	for (i = 0; i < TCPSTATE_HIST_FINITE; i++) {
		KUNIT_EXPECT_EQ(test, tcpstate_hist_bound(i), bound);
		KUNIT_EXPECT_EQ(test, tcpstate_hist_bucket(bound), i);
		KUNIT_EXPECT_EQ(test, tcpstate_hist_bucket(bound + 1), i + 1);
		if (i && i % 4 == 0)
			step *= 2;
		bound += step;
	}
	KUNIT_EXPECT_EQ(test, tcpstate_hist_bound(TCPSTATE_HIST_FINITE - 1), 1ull << 46);
}

static struct kunit_case hist_cases[] = {
	KUNIT_CASE_PARAM(hist_vector, vector_gen_params),
	KUNIT_CASE(hist_bounds),
	{}
};

static struct kunit_suite hist_suite = {
	.name = "tcpstate_hist",
	.test_cases = hist_cases,
};
kunit_test_suite(hist_suite);
