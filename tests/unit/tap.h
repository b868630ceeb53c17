/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints the Test Anything Protocol: one line a check, the plan at the end. */
#ifndef TCPSTATE_TESTS_UNIT_TAP_H
#define TCPSTATE_TESTS_UNIT_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static unsigned int tap_checks;
static unsigned int tap_failures;

/**
 * tap_check() - report one check
 * @passed: whether it held
 * @format: its name, unique in the program
 *
 * Return: @passed, so that a caller can add a diagnosis.
 */
__attribute__((format(printf, 2, 3)))
static inline bool tap_check(bool passed, const char *format, ...)
{
	va_list args;

	tap_failures += !passed;
	printf("%sok %u - ", passed ? "" : "not ", ++tap_checks);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	return passed;
}

/**
 * tap_done() - print the plan
 *
 * Return: the program's exit status.
 */
static inline int tap_done(void)
{
	printf("1..%u\n", tap_checks);
	return tap_failures || !tap_checks;
}

#endif
