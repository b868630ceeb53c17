/* SPDX-License-Identifier: GPL-2.0-only */
/* What every program of the benchmark begins with: the clock, and giving up. */
#ifndef TCPSTATE_TESTS_BENCH_CLOCK_H
#define TCPSTATE_TESTS_BENCH_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ull + now.tv_nsec;
}

/**
 * must() - end the program unless something that the measurement rests on holds
 * @holds: whether it does; errno says why not
 * @what: the call
 */
static inline void must(bool holds, const char *what)
{
	if (holds)
		return;
	perror(what);
	exit(1);
}

#endif
