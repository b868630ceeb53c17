// SPDX-License-Identifier: GPL-2.0-only
/* Says how long the longest read(2) of files takes. */

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/scenario_exit.h"

/* As much as /proc/net/tcp gives at a time; the shortest of the passes is the file's own time. */
enum { PIECE = 4096, PASSES = 3 };

static uint64_t read_through(const char *path, uint64_t *all_ns)
{
	uint64_t begin_ns, longest_ns = 0, took_ns;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	static char piece[PIECE];
	ssize_t length;

	must(fd >= 0, path);
	*all_ns = 0;
	do {
		begin_ns = now_ns();
		length = read(fd, piece, PIECE);
		took_ns = now_ns() - begin_ns;
		must(length >= 0, path);
		*all_ns += took_ns;
		if (took_ns > longest_ns)
			longest_ns = took_ns;
	} while (length);
	close(fd);
	return longest_ns;
}

int main(int argc, char **argv)
{
	uint64_t longest_ns, all_ns, least_ns, least_all_ns, first_ns = 0;
	unsigned int percent, pass;
	int i, status = PASSED;

	if (argc < 3) {
		fputs("usage: slowest_read PERCENT FILE...\n"
		      "Fails if the longest read of a file takes more than PERCENT of that of the\n"
		      "first one; 0: never.\n", stderr);
		return 2;
	}
	percent = strtoul(argv[1], NULL, 10);
	for (i = 2; i < argc; i++) {
		least_ns = least_all_ns = UINT64_MAX;
		for (pass = 0; pass < PASSES; pass++) {
			longest_ns = read_through(argv[i], &all_ns);
			least_ns = longest_ns < least_ns ? longest_ns : least_ns;
			least_all_ns = all_ns < least_all_ns ? all_ns : least_all_ns;
		}
		if (!first_ns)
			first_ns = least_ns;
		note("%s: longest read %" PRIu64 " us, all of it %" PRIu64 " us", argv[i],
		     least_ns / US_NS, least_all_ns / US_NS);
		if (percent && least_ns * 100 > first_ns * percent)
			status = FAILED;
	}
	return status;
}
