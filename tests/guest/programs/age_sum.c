// SPDX-License-Identifier: GPL-2.0-only
/* Says whether age_sum_ns is, state by state, the sum of the ages in the list of sockets. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/invariants.h"
#include "tests/guest/lib/census.h"
#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/reading.h"
#include "tests/guest/lib/rows.h"
#include "tests/guest/lib/scenario_exit.h"

/* The sum is told to within this, for each socket. */
enum { PATIENCE_S = 40, RETRY_US = 50 * 1000, UNIT_NS = 1 << 18 };

static struct rows before, listed, after;
static struct reading reading;
/* When the list was read; each line is of a moment in between. */
static struct moment reading_list;

static bool take_all(const char *summary)
{
	rows_take(&before, ROWS_OWN);
	reading_take(&reading, summary);
	reading_list.begin_ns = now_ns();
	rows_take(&listed, ROWS_OWN);
	reading_list.end_ns = now_ns();
	rows_take(&after, ROWS_OWN);
	rows_sort(&before);
	rows_sort(&after);
	rows_sort(&listed);
	return !rows_compare(&before, &listed, false, "", "") &&
	       !rows_compare(&after, &listed, false, "", "");
}

/* Minisocks and half-open requests are not in the sum. */
static unsigned int sum_up(const char *state, uint64_t *sum_ns)
{
	unsigned int i, count = 0;

	*sum_ns = 0;
	for (i = 0; i < listed.count; i++) {
		if (strcmp(listed.row[i].state, state) || !listed.row[i].owned ||
		    !listed.row[i].known)
			continue;
		count++;
		*sum_ns += listed.row[i].age_ns;
	}
	return count;
}

static bool is_equal(const char *state, unsigned int *tracked, bool tell)
{
	uint64_t summary_ns = invariants_number(&reading, "info now_ns"), sum_ns, shown_ns, least_ns,
		 most_ns;
	char name[READING_NAME];
	unsigned int count = sum_up(state, &sum_ns);

	*tracked += count;
	snprintf(name, sizeof(name), "state %s age_sum_ns", state);
	shown_ns = invariants_number(&reading, name);
	/* All of them grew older from the one reading to the other, by the same. */
	least_ns = shown_ns + count * (reading_list.begin_ns - summary_ns);
	most_ns = shown_ns + count * (reading_list.end_ns - summary_ns + UNIT_NS);
	if (sum_ns + (uint64_t)count * UNIT_NS >= least_ns && sum_ns <= most_ns)
		return true;
	if (tell)
		note("%s: %u ages add up to %" PRIu64 " ns, not to %" PRIu64 " to %" PRIu64 " ns",
		     state, count, sum_ns, least_ns, most_ns);
	return false;
}

static bool all_equal(bool tell)
{
	unsigned int state, tracked = 0;
	bool equal = true;

	for (state = 0; state < CENSUS_STATES; state++)
		if (census_state_name(state) && strcmp(census_state_name(state), "TIME_WAIT"))
			equal = is_equal(census_state_name(state), &tracked, tell) && equal;
	if (tracked != invariants_number(&reading, "gauge tracked")) {
		equal = false;
		if (tell)
			note("%u ages are listed, %" PRIu64 " are tracked", tracked,
			     invariants_number(&reading, "gauge tracked"));
	}
	if (equal && tell)
		note("the ages of %u sockets add up", tracked);
	return equal;
}

int main(int argc, char **argv)
{
	uint64_t end_ns = now_ns() + PATIENCE_S * S_NS;
	bool quiet;

	if (argc != 2) {
		fputs("usage: age_sum SUMMARY\n"
		      "Compares the list of this network namespace with a file of its sums.\n",
		      stderr);
		return 2;
	}
	for (;;) {
		quiet = take_all(argv[1]);
		if ((quiet && all_equal(false)) || now_ns() > end_ns)
			break;
		usleep(RETRY_US);
	}
	if (!quiet)
		fail("no quiet moment in %d s: sockets change all the time", PATIENCE_S);
	return all_equal(true) ? PASSED : FAILED;
}
