// SPDX-License-Identifier: GPL-2.0-only
/* Prints how many ns it takes to read a file: the median of some samples. */

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/scenario_exit.h"

enum { SAMPLES = 9 };

static char buffer[65536];

static uint64_t read_once(const char *path)
{
	uint64_t begin_ns = now_ns();
	int fd = open(path, O_RDONLY);
	ssize_t length;

	must(fd >= 0, path);
	while ((length = read(fd, buffer, sizeof(buffer))) > 0)
		;
	must(!length, path);
	close(fd);
	return now_ns() - begin_ns;
}

static int compare(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
	uint64_t cost_ns[SAMPLES];
	unsigned int i;

	if (argc != 2) {
		fputs("usage: read_cost FILE\n", stderr);
		return 2;
	}
	/* The first one is for the caches. */
	read_once(argv[1]);
	for (i = 0; i < SAMPLES; i++)
		cost_ns[i] = read_once(argv[1]);
	qsort(cost_ns, SAMPLES, sizeof(*cost_ns), compare);
	printf("%" PRIu64 "\n", cost_ns[SAMPLES / 2]);
	return PASSED;
}
