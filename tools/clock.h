/* SPDX-License-Identifier: GPL-2.0-only */
/* Time in nanoseconds. */
#ifndef TCPSTATE_TOOLS_CLOCK_H
#define TCPSTATE_TOOLS_CLOCK_H

#include <stdint.h>
#include <time.h>

#define MILLISECOND_NS UINT64_C(1000000)
#define SECOND_NS UINT64_C(1000000000)

/* Return: what a clock like CLOCK_MONOTONIC shows. */
uint64_t clock_now_ns(clockid_t clock);

/* Return: a span of time, or a moment, for functions of the C library. */
struct timespec clock_timespec(uint64_t ns);

/* Waits for a span of time, whatever signals come. */
void clock_wait(uint64_t span_ns);

#endif
