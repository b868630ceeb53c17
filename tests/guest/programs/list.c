// SPDX-License-Identifier: GPL-2.0-only
/* Says whether the list of sockets in /proc is that of ss, line by line, in every namespace. */

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/rows.h"
#include "tests/guest/lib/scenario_exit.h"

enum { PATIENCE_S = 40, RETRY_US = 50 * 1000 };

static const char * const states[] = {
	"LISTEN", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
	"CLOSE_WAIT", "LAST_ACK", "CLOSING",
};

static struct rows before, after, listed, in_state, in_states;

static void enter(const char *pid)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%s/ns/net", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	must(fd >= 0, path);
	must(!setns(fd, CLONE_NEWNET), "setns");
	close(fd);
}

/* One list, of the lists of each state. */
static void take_states(void)
{
	unsigned int i, j;
	char path[128];

	in_states.count = 0;
	for (i = 0; i < sizeof(states) / sizeof(*states); i++) {
		snprintf(path, sizeof(path), ROWS_OWN "_in/%s", states[i]);
		rows_take(&in_state, path);
		for (j = 0; j < in_state.count; j++) {
			if (strcmp(in_state.row[j].state, states[i]) != 0)
				fail("%s lists a socket in %s", path, in_state.row[j].state);
			*rows_add(&in_states) = in_state.row[j];
		}
	}
	rows_sort(&in_states);
}

/* False if sockets changed while they were listed: then nothing is proven. */
static bool take_all(void)
{
	rows_take_by_ss(&before);
	rows_take(&listed, ROWS_OWN);
	take_states();
	rows_take_by_ss(&after);
	rows_sort(&before);
	rows_sort(&listed);
	rows_sort(&after);
	return !rows_compare(&before, &after, false, "", "");
}

/* ss shows no owner of a minisock: /proc must show it as unknown. */
static unsigned int owned_minisocks(void)
{
	unsigned int i, count = 0;

	for (i = 0; i < listed.count; i++)
		count += listed.row[i].owned && !strcmp(listed.row[i].state, "TIME_WAIT");
	return count;
}

static unsigned int unknown_ages(void)
{
	unsigned int i, count = 0;

	for (i = 0; i < listed.count; i++)
		count += !listed.row[i].known;
	return count;
}

static void compare(const char *name)
{
	uint64_t end_ns = now_ns() + PATIENCE_S * S_NS;
	bool quiet;

	for (;;) {
		quiet = take_all();
		if (quiet && !rows_compare(&before, &listed, false, "", "") &&
		    !rows_compare(&before, &in_states, false, "", ""))
			break;
		if (now_ns() > end_ns && !quiet)
			fail("no quiet moment in %d s: sockets change all the time", PATIENCE_S);
		if (now_ns() > end_ns)
			fail("namespace %s: %u of %u rows differ, and %u by state", name,
			     rows_compare(&before, &listed, true, "in ss", "in /proc"),
			     before.count,
			     rows_compare(&before, &in_states, true, "in ss", "in /proc by state"));
		usleep(RETRY_US);
	}
	if (owned_minisocks())
		fail("namespace %s: %u minisocks have an owner", name, owned_minisocks());
	if (unknown_ages())
		fail("namespace %s: %u ages are not known", name, unknown_ages());
	if (listed.count)
		note("namespace %s: %u rows are equal", name, listed.count);
}

int main(int argc, char **argv)
{
	int i;

	if (argc > 1 && argv[1][0] == '-') {
		fputs("usage: list [PID...]\n"
		      "Compares " TCPSTATE_PROC_SOCKETS " with ss -tane in this network namespace\n"
		      "and in those of the processes.\n", stderr);
		return 2;
	}
	compare("own");
	for (i = 1; i < argc; i++) {
		enter(argv[i]);
		compare(argv[i]);
	}
	return PASSED;
}
