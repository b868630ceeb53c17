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
#include "tools/analysis/drift.h"
#include "tools/command.h"
#include "tools/failure.h"
#include "tools/options.h"
#include "tools/output/document.h"
#include "tools/output/json.h"
#include "tools/output/table.h"
#include "tools/states/table.h"

/* How long to wait for a moment in which no socket changes its state. */
enum { PATIENCE_S = 10, PAUSE_US = 100 * 1000 };

enum { STATE, MODULE, KERNEL, DIFFERENCE, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[STATE] = { "STATE", false },
	[MODULE] = { "TCPSTATE", true },
	[KERNEL] = { "SOCK_DIAG", true },
	[DIFFERENCE] = { "DIFFERENCE", true },
};

static const char * const verdicts[] = {
	[VERIFY_EQUAL] = "equal",
	[VERIFY_DIFFERENT] = "different",
	[VERIFY_CANNOT_TELL] = "cannot tell",
};

/**
 * struct comparison - what the two say of one moment
 * @drift: between them
 * @verdict: of both
 * @obstacle: if it is that nothing can be told: why
 */
struct comparison {
	struct drift drift;
	enum verify_status verdict;
	const char *obstacle;
};

/* Return: why the two cannot be compared, NULL if they can. */
static const char *find_obstacle(const struct summary *summary)
{
	const struct state_row *row;
	size_t i;

	for (row = summary->state; row < summary->state + summary->states; row++) {
		if (!socket_counts_knows(row->name))
			return "the text has a state that sock_diag does not know: install a newer tcpstate";
		if (!row->now.known)
			return "the text does not say how many sockets are in each state";
	}
	for (i = 0; i < TCP_STATES_COUNTED; i++)
		if (!summary_state(summary, tcp_states[i].name))
			return "the text lacks a state";
	return NULL;
}

static bool all_equal(const struct comparison *comparison)
{
	const struct summary *summary = &comparison->drift.summary;
	const struct state_row *row;

	for (row = summary->state; row < summary->state + summary->states; row++)
		if (drift_of(&comparison->drift, row))
			return false;
	return true;
}

static enum verify_status judge(struct comparison *comparison)
{
	time_t end = time(NULL) + PATIENCE_S;
	bool quiet, seen_quiet = false;

	for (;;) {
		if (!drift_read(&comparison->drift))
			err(failure_status, "cannot dump sockets by sock_diag: load the kernel module tcp_diag");
		quiet = comparison->drift.quiet;
		comparison->obstacle = find_obstacle(&comparison->drift.summary);
		if (comparison->obstacle)
			return VERIFY_CANNOT_TELL;
		seen_quiet = seen_quiet || quiet;
		if (quiet && all_equal(comparison))
			return VERIFY_EQUAL;
		/* A difference may be an event under way: it has to last. */
		if (time(NULL) >= end && quiet)
			return VERIFY_DIFFERENT;
		if (time(NULL) >= end + PATIENCE_S || (time(NULL) >= end && !seen_quiet))
			break;
		summary_free(&comparison->drift.summary);
		/* A quiet moment has to be caught, but a difference only to be seen again. */
		if (quiet)
			usleep(PAUSE_US);
	}
	comparison->obstacle = "sockets kept changing their states: try again at a quieter moment";
	return VERIFY_CANNOT_TELL;
}

static bool events_unforeseen(const struct summary *summary)
{
	size_t i;

	for (i = 0; i < summary->counters; i++)
		if (summary->counter[i].value.known && summary->counter[i].value.value &&
		    strcmp(summary->counter[i].name, TCPSTATE_COUNTER_SELF_LOOPS) != 0 &&
		    strcmp(summary->counter[i].name, TCPSTATE_COUNTER_UNTRACKED) != 0)
			return true;
	return false;
}

/* What usually lies behind a difference in a state. Return: NULL if there is none. */
static const char *reason_of(const struct comparison *comparison, const struct state_row *row)
{
	if (!row->now.known || !socket_counts_knows(row->name) ||
	    !drift_of(&comparison->drift, row))
		return NULL;
	if (!strcmp(row->name, "SYN_RECV"))
		return "half-open requests are counted by asking listeners, not from events: one may have outlived its listener; please report the text of /proc/tcpstate";
	if (!strcmp(row->name, "FIN_WAIT2") || !strcmp(row->name, "TIME_WAIT"))
		return "minisocks are looked up, since their end makes no event: one may have been counted in FIN_WAIT2 instead of TIME_WAIT, or the other way round; please report the text of /proc/tcpstate";
	if (events_unforeseen(&comparison->drift.summary))
		return "one of the counters late, resync and unexpected is not 0: an event came that the module did not foresee; please report the text of /proc/tcpstate";
	return "nothing in /proc/tcpstate explains it; please report its text";
}

static struct number in_dump(const struct comparison *comparison, const struct state_row *row)
{
	return (struct number){ socket_counts_knows(row->name),
				socket_counts_of(&comparison->drift.counts, row->name) };
}

static void print_table(const struct comparison *comparison)
{
	struct libscols_table *table = table_new(columns, COLUMNS);
	const struct summary *summary = &comparison->drift.summary;
	const struct state_row *row;
	struct libscols_line *line;
	char text[24];

	for (row = summary->state; row < summary->state + summary->states; row++) {
		line = table_add_line(table);
		table_set(line, STATE, row->name);
		table_set_number(line, MODULE, row->now);
		table_set_number(line, KERNEL, in_dump(comparison, row));
		snprintf(text, sizeof(text), "%+" PRId64, drift_of(&comparison->drift, row));
		table_set(line, DIFFERENCE, reason_of(comparison, row) ? text : "");
	}
	table_print(table);
}

static void print_reasons(const struct comparison *comparison)
{
	const struct summary *summary = &comparison->drift.summary;
	const struct state_row *row;

	for (row = summary->state; row < summary->state + summary->states; row++)
		if (reason_of(comparison, row))
			printf("%s: %s\n", row->name, reason_of(comparison, row));
}

static void print_json(const struct comparison *comparison)
{
	const struct summary *summary = &comparison->drift.summary;
	const struct state_row *row;
	struct json json = { 0 };

	document_head(&json, summary->scope);
	json_text(&json, "verdict", verdicts[comparison->verdict]);
	json_text(&json, "obstacle", comparison->obstacle);
	json_begin_array(&json, "states");
	for (row = summary->state; row < summary->state + summary->states; row++) {
		json_begin_object(&json, NULL);
		json_text(&json, "state", row->name);
		json_number(&json, "tcpstate", row->now);
		json_number(&json, "sock_diag", in_dump(comparison, row));
		json_text(&json, "reason", reason_of(comparison, row));
		json_end_object(&json);
	}
	json_end_array(&json);
	json_end_object(&json);
}

int verify_main(const struct options *options)
{
	struct comparison comparison;

	if (access("/proc/net/" TCPSTATE_PROC_SUMMARY, R_OK))
		errx(failure_status, "/proc/net/" TCPSTATE_PROC_SUMMARY " is missing: load the module with 'modprobe tcpstate' or 'insmod ./tcpstate.ko'");
	comparison.verdict = judge(&comparison);
	if (options->json) {
		print_json(&comparison);
	} else {
		print_table(&comparison);
		printf("\n%s\n", verdicts[comparison.verdict]);
		if (comparison.verdict == VERIFY_DIFFERENT)
			print_reasons(&comparison);
		if (comparison.obstacle)
			puts(comparison.obstacle);
	}
	summary_free(&comparison.drift.summary);
	return comparison.verdict;
}
