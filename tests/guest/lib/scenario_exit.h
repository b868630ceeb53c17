/* SPDX-License-Identifier: GPL-2.0-only */
/* How a scenario, which is a process of its own, ends before its last line. */
#ifndef TCPSTATE_TESTS_GUEST_SCENARIO_EXIT_H
#define TCPSTATE_TESTS_GUEST_SCENARIO_EXIT_H

#include <stdbool.h>

/* Exit statuses of a scenario's process. */
enum scenario_exit {
	PASSED = 0,
	FAILED = 1,
	SKIPPED = 4,
};

/**
 * note() - print a line of diagnosis
 * @format: one line, without the newline
 */
__attribute__((format(printf, 1, 2)))
void note(const char *format, ...);

/**
 * fail() - end the process as a failed scenario
 * @format: what went wrong, one line
 */
__attribute__((format(printf, 1, 2), noreturn))
void fail(const char *format, ...);

/**
 * must() - fail unless a system call worked
 * @worked: whether it did
 * @what: the call, as the diagnosis names it; errno is added
 */
void must(bool worked, const char *what);

/**
 * skip() - end the process as a scenario that cannot run on this kernel
 * @format: what is missing, one line
 */
__attribute__((format(printf, 1, 2), noreturn))
void skip(const char *format, ...);

#endif
