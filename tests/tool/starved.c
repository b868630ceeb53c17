// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linked with the reader by the linker's --wrap. Three variables of the environment: only
 * ALLOCATIONS of its allocations succeed; it has descriptors below DESCRIPTORS, a limit that does
 * not hold for the loader of libraries; what it opens is written to the file OPENS, a line each,
 * since a tracer is not to be had in every container.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t count, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
int __real_vasprintf(char **text, const char *format, va_list args);
FILE *__real_open_memstream(char **text, size_t *length);
int __real_open(const char *path, int flags, mode_t mode);
FILE *__real_fopen(const char *path, const char *mode);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);
int __wrap_vasprintf(char **text, const char *format, va_list args);
FILE *__wrap_open_memstream(char **text, size_t *length);
int __wrap_open(const char *path, int flags, ...);
FILE *__wrap_fopen(const char *path, const char *mode);

static void __attribute__((constructor)) limit_descriptors(void)
{
	const char *limit = getenv("DESCRIPTORS");
	struct rlimit files = { .rlim_cur = limit ? atol(limit) : 0 };

	files.rlim_max = files.rlim_cur;
	if (limit && setrlimit(RLIMIT_NOFILE, &files))
		abort();
}

static bool is_starved(void)
{
	static long left = -1;
	const char *limit = getenv("ALLOCATIONS");

	if (!limit)
		return false;
	if (left < 0)
		left = atol(limit);
	if (left) {
		left--;
		return false;
	}
	errno = ENOMEM;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return is_starved() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return is_starved() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return is_starved() ? NULL : __real_realloc(old, size);
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
	return is_starved() ? NULL : __real_reallocarray(old, count, size);
}

char *__wrap_strdup(const char *text)
{
	return is_starved() ? NULL : __real_strdup(text);
}

char *__wrap_strndup(const char *text, size_t size)
{
	return is_starved() ? NULL : __real_strndup(text, size);
}

int __wrap_vasprintf(char **text, const char *format, va_list args)
{
	return is_starved() ? -1 : __real_vasprintf(text, format, args);
}

FILE *__wrap_open_memstream(char **text, size_t *length)
{
	return is_starved() ? NULL : __real_open_memstream(text, length);
}

static void note_open(const char *path)
{
	const char *list = getenv("OPENS");
	FILE *file = list ? __real_fopen(list, "a") : NULL;

	if (!file)
		return;
	fprintf(file, "%s\n", path);
	fclose(file);
}

int __wrap_open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	if (flags & O_CREAT) {
		va_start(args, flags);
		mode = va_arg(args, mode_t);
		va_end(args);
	}
	note_open(path);
	return __real_open(path, flags, mode);
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
	note_open(path);
	return __real_fopen(path, mode);
}
