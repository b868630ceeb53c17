// SPDX-License-Identifier: GPL-2.0-only
/* Time in nanoseconds. */

#include <errno.h>

#include "tools/clock.h"

uint64_t clock_now_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * SECOND_NS + now.tv_nsec;
}

struct timespec clock_timespec(uint64_t ns)
{
	return (struct timespec){ ns / SECOND_NS, ns % SECOND_NS };
}

void clock_wait(uint64_t span_ns)
{
	struct timespec left = clock_timespec(span_ns);

	while (nanosleep(&left, &left) && errno == EINTR)
		;
}
