/* SPDX-License-Identifier: GPL-2.0-only */
/* How this program fails: with one exit status for each kind, for want of memory too. */
#ifndef TCPSTATE_TOOLS_FAILURE_H
#define TCPSTATE_TOOLS_FAILURE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * What the program ends with if it cannot do its work: 1, unless a command has an answer of that
 * status. Code that more than one command uses has no other status to end with.
 */
extern int failure_status;

/* What it ends with if the command line is wrong: 2, unless a command has an answer of that status. */
extern int usage_status;

/**
 * usage_error() - one line that names a word of the command line, and the end with usage_status
 * @what: is wrong with it
 * @word: the word
 */
void usage_error(const char *what, const char *word) __attribute__((noreturn));

/**
 * failure_is_shortage() - whether a call failed for want of descriptors or memory
 * @error: its errno
 *
 * Such a failure tells nothing about the file that was asked for: it is not "not there".
 *
 * Return: true if it did.
 */
bool failure_is_shortage(int error);

/* Ends the program with a message. */
void out_of_memory(void) __attribute__((noreturn));

/*
 * The functions of the C library without the x, but that they end the program if there is no
 * memory. They never return NULL: an array of no elements has an address as well.
 */
void *xmalloc(size_t size) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
void *xreallocarray(void *old, size_t count, size_t size) __attribute__((returns_nonnull));
char *xstrdup(const char *text) __attribute__((malloc, returns_nonnull));
char *xstrndup(const char *text, size_t length) __attribute__((malloc, returns_nonnull));
char *xvasprintf(const char *format, va_list args)
	__attribute__((format(printf, 1, 0), returns_nonnull));
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2), returns_nonnull));
FILE *xopen_memstream(char **text, size_t *length) __attribute__((returns_nonnull));

/* Ends a stream of xopen_memstream(): only now its text is whole. */
void xclose_memstream(FILE *stream);

#endif
