// SPDX-License-Identifier: GPL-2.0-only
/* Ends a scenario's process with a line of diagnosis. */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/guest/lib/scenario_exit.h"

static void print_line(const char *format, va_list args)
{
	fputs("# ", stdout);
	vprintf(format, args);
	putchar('\n');
	fflush(stdout);
}

void note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line(format, args);
	va_end(args);
}

void fail(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line(format, args);
	va_end(args);
	exit(FAILED);
}

void must(bool worked, const char *what)
{
	if (!worked)
		fail("%s: %s", what, strerror(errno));
}

void skip(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line(format, args);
	va_end(args);
	exit(SKIPPED);
}
