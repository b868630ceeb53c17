// SPDX-License-Identifier: GPL-2.0-only
/* How this program fails. */

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tools/failure.h"

int failure_status = 1;
int usage_status = 2;

void usage_error(const char *what, const char *word)
{
	fprintf(stderr, "tcpstate: %s '%s': see tcpstate --help\n", what, word);
	exit(usage_status);
}

bool failure_is_shortage(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOBUFS;
}

void out_of_memory(void)
{
	errx(failure_status, "out of memory");
}

static void *checked(void *memory)
{
	if (!memory)
		out_of_memory();
	return memory;
}

void *xmalloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size));
}

void *xreallocarray(void *old, size_t count, size_t size)
{
	return checked(reallocarray(old, count ? count : 1, size));
}

char *xstrdup(const char *text)
{
	return checked(strdup(text));
}

char *xstrndup(const char *text, size_t length)
{
	return checked(strndup(text, length));
}

char *xvasprintf(const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		out_of_memory();
	return text;
}

char *xasprintf(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = xvasprintf(format, args);
	va_end(args);
	return text;
}

FILE *xopen_memstream(char **text, size_t *length)
{
	return checked(open_memstream(text, length));
}

void xclose_memstream(FILE *stream)
{
	if (fclose(stream))
		out_of_memory();
}
