/* SPDX-License-Identifier: GPL-2.0-only */
/* The terminal while top has all of it, and what is left of it afterwards: everything. */
#ifndef TCPSTATE_TOOLS_TOP_TERMINAL_H
#define TCPSTATE_TOOLS_TOP_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

/* Pairs of colours, where colours are welcome. */
enum { TOP_TERMINAL_RED = 1, TOP_TERMINAL_CYAN = 2 };

/**
 * top_terminal_usable() - whether a full screen can be had
 *
 * Return: false if standard input or output is no terminal, or one that cannot place its cursor.
 * Ends the program with a message if TERM names a terminal that nobody described.
 */
bool top_terminal_usable(void);

/**
 * top_terminal_open() - take the terminal
 *
 * Gives it back when the program ends, however it does, short of SIGKILL. What is said on
 * standard error until then appears afterwards.
 */
void top_terminal_open(void);

/* Gives it back. */
void top_terminal_close(void);

/* No moment to wait for. */
#define TOP_TERMINAL_FOREVER UINT64_MAX

/**
 * top_terminal_wait() - wait for a key, another size of the terminal, or a moment
 * @moment_ns: of CLOCK_MONOTONIC, or TOP_TERMINAL_FOREVER
 *
 * Return: false if the program was told to end, or the terminal is gone.
 */
bool top_terminal_wait(uint64_t moment_ns);

/* Return: the next key that was typed, as getch() of curses does; ERR if there is none. */
int top_terminal_key(void);

/* Ends the program by the signal that told it to, if there was one. */
void top_terminal_reraise(void);

/* Return: nanoseconds of CLOCK_MONOTONIC. */
uint64_t top_terminal_now_ns(void);

/* Whether it can only show ASCII. */
bool top_terminal_is_ascii(void);

#endif
