// SPDX-License-Identifier: GPL-2.0-only
/* Ends a run where the program would end, by the linker's --wrap. */

#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/fuzz/survive.h"

enum { BLOCKS_MAX = 1 << 16 };

/* What the run has allocated and not freed, in no order. */
static void *block[BLOCKS_MAX];
static size_t blocks;
static bool running;
static jmp_buf end_of_run;
static int input_file = -1;

void *__real_malloc(size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
void __real_exit(int status) __attribute__((noreturn));

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);
void __wrap_free(void *old);
void __wrap_exit(int status) __attribute__((noreturn));
void __wrap_err(int status, const char *format, ...) __attribute__((noreturn));
void __wrap_errx(int status, const char *format, ...) __attribute__((noreturn));

static void note(void *made)
{
	if (!running || !made)
		return;
	if (blocks == BLOCKS_MAX)
		abort();
	block[blocks++] = made;
}

static void forget(const void *gone)
{
	size_t i;

	for (i = blocks; i; i--) {
		if (block[i - 1] != gone)
			continue;
		block[i - 1] = block[--blocks];
		return;
	}
}

void *__wrap_malloc(size_t size)
{
	void *made = __real_malloc(size);

	note(made);
	return made;
}

void *__wrap_calloc(size_t count, size_t size)
{
	void *made;

	if (__builtin_mul_overflow(count, size, &size))
		return NULL;
	made = __real_malloc(size);
	note(made);
	return made ? memset(made, 0, size) : NULL;
}

void *__wrap_realloc(void *old, size_t size)
{
	void *made = __real_realloc(old, size);

	if (made) {
		forget(old);
		note(made);
	}
	return made;
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
	return __builtin_mul_overflow(count, size, &size) ? NULL : __wrap_realloc(old, size);
}

char *__wrap_strndup(const char *text, size_t size)
{
	size_t length = strnlen(text, size);
	char *copy = __wrap_malloc(length + 1);

	if (copy) {
		memcpy(copy, text, length);
		copy[length] = '\0';
	}
	return copy;
}

char *__wrap_strdup(const char *text)
{
	return __wrap_strndup(text, strlen(text));
}

void __wrap_free(void *old)
{
	forget(old);
	__real_free(old);
}

void __wrap_exit(int status)
{
	if (running)
		longjmp(end_of_run, 1);
	__real_exit(status);
}

void __wrap_err(int status, const char *format, ...)
{
	(void)format;
	__wrap_exit(status);
}

void __wrap_errx(int status, const char *format, ...)
{
	(void)format;
	__wrap_exit(status);
}

/* A run that comes to its own end must have freed all; one that is cut short cannot. */
void survive(void (*run)(void *data), void *data)
{
	running = true;
	if (!setjmp(end_of_run)) {
		run(data);
		if (blocks)
			abort();
	}
	running = false;
	while (blocks)
		__real_free(block[--blocks]);
	if (input_file >= 0)
		close_range(input_file + 1, ~0U, 0);
}

const char *survive_path(const uint8_t *input, size_t size)
{
	static char path[64];

	if (input_file < 0) {
		input_file = memfd_create("input", MFD_CLOEXEC);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", input_file);
	}
	if (input_file < 0 || ftruncate(input_file, 0) ||
	    pwrite(input_file, input, size, 0) != (ssize_t)size)
		abort();
	return path;
}
