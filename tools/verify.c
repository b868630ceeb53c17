// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate verify: holds the module's counts against a dump of the sockets themselves. */

#include <err.h>
#include <inttypes.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/census.h"
#include "tools/command.h"
#include "tools/json.h"
#include "tools/options.h"
#include "tools/summary.h"
#include "tools/table.h"

/* How long to wait for a moment in which no socket changes its state. */
enum { PATIENCE_S = 10 };

/* The command's own exit statuses. */
enum { EQUAL = 0, DIFFERENT = 1, CANNOT_TELL = 2 };

enum { STATE, MODULE, KERNEL, DIFFERENCE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[STATE] = { "STATE", false },
	[MODULE] = { "TCPSTATE", true },
	[KERNEL] = { "SOCK_DIAG", true },
	[DIFFERENCE] = { "DIFFERENCE", true },
};

static void read_own(struct summary *summary)
{
	summary_read(summary, "/proc/net/" TCPSTATE_PROC_SUMMARY);
}

/* Two equal dumps around a reading: nothing moved, so the three should agree. */
static bool compare_once(struct census *census, struct summary *summary)
{
	struct census after;

	if (!census_take(census))
		err(CANNOT_TELL, "cannot dump sockets by sock_diag: is the kernel module tcp_diag there?");
	read_own(summary);
	if (!census_take(&after))
		err(CANNOT_TELL, "cannot dump sockets by sock_diag");
	return census_equal(census, &after);
}

static int64_t difference(const struct census *census, const struct state_row *row)
{
	return row->now.value - census_of(census, row->name);
}

static bool all_equal(const struct census *census, const struct summary *summary)
{
	const struct state_row *row;

	for (row = summary->state; row < summary->state + summary->states; row++)
		if (!row->now.known || difference(census, row))
			return false;
	return true;
}

static int judge(struct census *census, struct summary *summary)
{
	time_t end = time(NULL) + PATIENCE_S;
	bool quiet, seen_quiet = false;

	for (;;) {
		quiet = compare_once(census, summary);
		seen_quiet = seen_quiet || quiet;
		if (quiet && all_equal(census, summary))
			return EQUAL;
		/* A difference may be an event under way: it has to last. */
		if (time(NULL) >= end && (quiet || !seen_quiet))
			return quiet ? DIFFERENT : CANNOT_TELL;
		if (time(NULL) >= end + PATIENCE_S)
			return CANNOT_TELL;
		summary_free(summary);
	}
}

static void print_table(const struct census *census, const struct summary *summary)
{
	struct libscols_table *table = table_new(columns, COLUMNS);
	const struct state_row *row;
	struct libscols_line *line;
	char text[24];

	for (row = summary->state; row < summary->state + summary->states; row++) {
		line = table_add_line(table);
		table_set(line, STATE, row->name);
		table_set_number(line, MODULE, row->now);
		table_set_number(line, KERNEL,
				 (struct number){ true, census_of(census, row->name) });
		snprintf(text, sizeof(text), "%+" PRId64, difference(census, row));
		table_set(line, DIFFERENCE, row->now.known && difference(census, row) ? text : "");
	}
	table_print(table);
}

static const char * const verdicts[] = {
	[EQUAL] = "equal",
	[DIFFERENT] = "different",
	[CANNOT_TELL] = "cannot tell",
};

/* What usually lies behind a difference, the likeliest first. */
static const char *reason(const struct summary *summary)
{
	size_t i;

	for (i = 0; i < summary->counters; i++)
		if (summary->counter[i].value.known && summary->counter[i].value.value &&
		    strcmp(summary->counter[i].name, TCPSTATE_COUNTER_SELF_LOOPS) != 0 &&
		    strcmp(summary->counter[i].name, TCPSTATE_COUNTER_UNTRACKED) != 0)
			return "the counters late, resync or unexpected are not 0: an event came that the module did not foresee; please report the text of /proc/tcpstate";
	return "nothing in /proc/tcpstate explains it; please report its text";
}

static void print_json(const struct census *census, const struct summary *summary, int verdict)
{
	const struct state_row *row;
	struct json json = { 0 };

	json_begin_object(&json, NULL);
	json_number(&json, "schema", (struct number){ true, JSON_SCHEMA });
	json_text(&json, "scope", summary->scope);
	json_text(&json, "verdict", verdicts[verdict]);
	json_begin_array(&json, "states");
	for (row = summary->state; row < summary->state + summary->states; row++) {
		json_begin_object(&json, NULL);
		json_text(&json, "state", row->name);
		json_number(&json, "tcpstate", row->now);
		json_number(&json, "sock_diag",
			    (struct number){ true, census_of(census, row->name) });
		json_end_object(&json);
	}
	json_end_array(&json);
	json_end_object(&json);
}

int verify_main(const struct options *options)
{
	struct summary summary;
	struct census census;
	int verdict;

	if (access("/proc/net/" TCPSTATE_PROC_SUMMARY, R_OK))
		errx(CANNOT_TELL, "/proc/net/" TCPSTATE_PROC_SUMMARY " is not there: load the module with 'modprobe tcpstate' or 'insmod ./tcpstate.ko'");
	verdict = judge(&census, &summary);
	if (options->json) {
		print_json(&census, &summary, verdict);
	} else {
		print_table(&census, &summary);
		printf("\n%s\n", verdicts[verdict]);
		if (verdict == DIFFERENT)
			printf("%s\n", reason(&summary));
		if (verdict == CANNOT_TELL)
			puts("sockets kept changing their states: try again at a quieter moment");
	}
	summary_free(&summary);
	return verdict;
}
