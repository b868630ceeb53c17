// SPDX-License-Identifier: GPL-2.0-only
/* In a time namespace the points in time of a reading must be those of the reader's own clock. */

#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/scenario_exit.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

enum { LINE = 256, AHEAD_S = 1000 * 1000 };

static uint64_t info(const char *path, const char *name)
{
	char line[LINE], found[LINE / 2];
	FILE *file = fopen(path, "r");
	uint64_t value;

	must(file, path);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "info %127s %" SCNu64, found, &value) == 2 &&
		    !strcmp(found, name)) {
			fclose(file);
			return value;
		}
	fail("%s has no %s", path, name);
}

static void check_clock(const char *path, uint64_t loaded_ns)
{
	uint64_t begin_ns = now_ns(), read_ns = info(path, "now_ns"), end_ns = now_ns();

	if (read_ns < begin_ns || read_ns > end_ns)
		fail("%s: now_ns %" PRIu64 " is not between %" PRIu64 " and %" PRIu64, path, read_ns,
		     begin_ns, end_ns);
	if (info(path, "loaded_ns") != loaded_ns)
		fail("%s: loaded_ns %" PRIu64 " is not %" PRIu64, path, info(path, "loaded_ns"),
		     loaded_ns);
}

int main(void)
{
	uint64_t loaded_ns = info("/proc/tcpstate", "loaded_ns");
	FILE *offsets;
	pid_t child;
	int status;

	check_clock("/proc/tcpstate", loaded_ns);
	if (unshare(CLONE_NEWTIME))
		skip("no time namespaces");
	offsets = fopen("/proc/self/timens_offsets", "w");
	must(offsets, "/proc/self/timens_offsets");
	fprintf(offsets, "monotonic %d 0\n", AHEAD_S);
	must(!fclose(offsets), "/proc/self/timens_offsets");
	fflush(stdout);
	/* It is the children who are in the new one. */
	child = fork();
	must(child >= 0, "fork");
	if (!child) {
		check_clock("/proc/tcpstate", loaded_ns + AHEAD_S * S_NS);
		check_clock("/proc/net/tcpstate", loaded_ns + AHEAD_S * S_NS);
		return PASSED;
	}
	must(waitpid(child, &status, 0) == child, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : FAILED;
}
