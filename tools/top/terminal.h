/* SPDX-License-Identifier: GPL-2.0-only */
/* Takes the whole terminal for top, and restores it afterwards. */
#ifndef TCPSTATE_TOOLS_TOP_TERMINAL_H
#define TCPSTATE_TOOLS_TOP_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

/* Pairs of colours, if colours are used. */
enum { TOP_TERMINAL_RED = 1, TOP_TERMINAL_CYAN = 2 };

/**
 * top_terminal_usable() - whether the terminal can show a full screen
 *
 * Return: false if standard input or output is no terminal, or one that cannot place its cursor.
 * Ends the program with a message if the terminal that TERM names is unknown.
 */
bool top_terminal_usable(void);

/**
 * top_terminal_open() - take the terminal
 *
 * The terminal is restored when the program ends, however it ends, but for SIGKILL. Messages on
 * standard error are held back until then.
 */
void top_terminal_open(void);

/* Restores the terminal and prints the messages held back. */
void top_terminal_close(void);

/* Waits for keys alone. */
#define TOP_TERMINAL_FOREVER UINT64_MAX

/**
 * top_terminal_wait() - wait for a key, a change of the terminal's size, or a time
 * @moment_ns: time of CLOCK_MONOTONIC, or TOP_TERMINAL_FOREVER
 *
 * Return: false if a signal ends the program, or the terminal is gone.
 */
bool top_terminal_wait(uint64_t moment_ns);

/* Return: the next key that was typed, as getch() of curses does; ERR if there is none. */
int top_terminal_key(void);

/* Ends the program by the signal that ended the wait, if one did. */
void top_terminal_reraise(void);

/* Return: nanoseconds of CLOCK_MONOTONIC. */
uint64_t top_terminal_now_ns(void);

/* Return: true if the terminal can show ASCII only. */
bool top_terminal_is_ascii(void);

#endif
