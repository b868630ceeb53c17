/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands, one a file, and what their exit statuses mean; of a failure, see failure.h. */
#ifndef TCPSTATE_TOOLS_COMMAND_H
#define TCPSTATE_TOOLS_COMMAND_H

/* Beside EXIT_SUCCESS and EXIT_FAILURE of the C library. */
enum { EXIT_USAGE = 2 };

struct options;

/* Each prints to standard output. Return: the exit status. */
int show_main(const struct options *options);
int top_main(const struct options *options);
int transitions_main(const struct options *options);
int listeners_main(const struct options *options);
int sockets_main(const struct options *options);
/* The columns and what a filter compares, for --help. */
void sockets_help(void);
int dwell_main(const struct options *options);
int diagram_main(const struct options *options);
int explain_main(const struct options *options);

/* The statuses of diff, as of diff(1). */
enum diff_status {
	DIFF_AS_BEFORE = 0,
	DIFF_MOVED = 1,
	DIFF_CANNOT_TELL = 2,
};

int diff_main(const struct options *options);
int record_main(const struct options *options);
int metrics_main(const struct options *options);

/* The statuses of why. */
enum why_status {
	WHY_NOTHING_WRONG = 0,
	WHY_FOUND = 1,
	WHY_CANNOT_TELL = 2,
};

int why_main(const struct options *options);
int ports_main(const struct options *options);

/* The statuses of check, which are those of a monitoring plugin. */
enum check_status {
	CHECK_OK = 0,
	CHECK_WARNING = 1,
	CHECK_CRITICAL = 2,
	CHECK_UNKNOWN = 3,
};

int check_main(const struct options *options);

/* The statuses of verify. */
enum verify_status {
	VERIFY_EQUAL = 0,
	VERIFY_DIFFERENT = 1,
	VERIFY_CANNOT_TELL = 2,
};

int verify_main(const struct options *options);

#endif
