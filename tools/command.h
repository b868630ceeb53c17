/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands, one a file, and what their exit statuses mean. */
#ifndef TCPSTATE_TOOLS_COMMAND_H
#define TCPSTATE_TOOLS_COMMAND_H

enum exit_status {
	EXIT_FINE = 0,
	EXIT_TROUBLE = 1,
	EXIT_USAGE = 2,
};

struct options;

/* Each prints to standard output. Return: the exit status. */
int show_main(const struct options *options);
int transitions_main(const struct options *options);
int listeners_main(const struct options *options);

/* 0: equal, 1: different, 2: cannot tell. */
int verify_main(const struct options *options);

#endif
