/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs a program of the guest without its shell, whose applets have the names of better ones. */
#ifndef TCPSTATE_TESTS_GUEST_COMMAND_H
#define TCPSTATE_TESTS_GUEST_COMMAND_H

#include <stdbool.h>

/**
 * command() - run a program and wait for its end
 * @line: the program and its arguments, with single blanks between them
 *
 * Return: whether it succeeded; what it printed is part of the diagnosis if not.
 */
__attribute__((warn_unused_result))
bool command(const char *line);

/* The same, fails the scenario if it does not succeed. */
__attribute__((format(printf, 1, 2)))
void must_run(const char *format, ...);

#endif
