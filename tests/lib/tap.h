/* SPDX-License-Identifier: GPL-2.0-only */
/* Prints TAP from a C program: a line a test, the plan at the end. As tap.sh and tap.py. */
#ifndef TCPSTATE_TESTS_LIB_TAP_H
#define TCPSTATE_TESTS_LIB_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/* Include this in one file of a program only: the numbers are that file's. */
static unsigned int tap_count;
static unsigned int tap_failures;

static inline void tap_line(bool passed, const char *directive, const char *format, va_list args)
{
	tap_failures += !passed;
	printf("%sok %u - ", passed ? "" : "not ", ++tap_count);
	vprintf(format, args);
	puts(directive);
}

/**
 * tap_report() - print a test
 * @passed: whether it did
 * @format: its name, unique in the program
 *
 * Return: @passed, so that a caller can add a diagnosis.
 */
__attribute__((format(printf, 2, 3)))
static inline bool tap_report(bool passed, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tap_line(passed, "", format, args);
	va_end(args);
	return passed;
}

/**
 * tap_skip() - print a test of what this kernel or machine does not have
 * @format: its name, unique in the program
 */
__attribute__((format(printf, 1, 2)))
static inline void tap_skip(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tap_line(true, " # SKIP", format, args);
	va_end(args);
}

/**
 * tap_done() - print the plan
 *
 * Return: the program's exit status.
 */
static inline int tap_done(void)
{
	printf("1..%u\n", tap_count);
	return tap_failures || !tap_count;
}

#endif
