// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate: the reader of tcpstate's files in /proc, for people and for programs. */

#include <err.h>
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/command.h"
#include "tools/failure.h"
#include "tools/filter/filter.h"
#include "tools/host/netns.h"
#include "tools/options.h"
#include "tools/text/report.h"

/* The first is what you get without a command. */
static const struct command {
	const char *name;
	int (*main)(const struct options *options);
	/* Letters of the options that it takes. */
	const char *letters;
	/* What its words are, if it takes any. */
	const char *words;
	/* Its exit statuses if it fails and if its command line is wrong: no answers of its own. */
	int failure;
	int usage;
	const char *description;
	/* Prints what --help has to say beside the options; or NULL. */
	void (*more_help)(void);
} commands[] = {
	{ "show", show_main, "fjiNA", NULL, EXIT_FAILURE, EXIT_USAGE,
	  "sockets by state; what you get without a command", NULL },
	{ "top", top_main, "finsSN", "[FILTER]", EXIT_FAILURE, EXIT_USAGE,
	  "the same as it changes, on a full screen; ? lists the keys", filter_help },
	{ "transitions", transitions_main, "fjNA", NULL, EXIT_FAILURE, EXIT_USAGE,
	  "how often sockets went from one state to another", NULL },
	{ "sockets", sockets_main, "fjospHNA", "[FILTER]", EXIT_FAILURE, EXIT_USAGE,
	  "every socket with its state and age; FILTER as in ss, and 'age > 5m'", sockets_help },
	{ "dwell", dwell_main, "fj", "[STATE | FROM TO]", EXIT_FAILURE, EXIT_USAGE,
	  "how long sockets stayed in a state before they went on", NULL },
	{ "listeners", listeners_main, "fjpNA", NULL, EXIT_FAILURE, EXIT_USAGE,
	  "SYN queue, accept queue and backlog of each listener", NULL },
	{ "why", why_main, "fjiLTN", NULL, WHY_CANNOT_TELL, WHY_CANNOT_TELL,
	  "what is wrong with this host's connections, with evidence; exits 1 if something is", NULL },
	{ "check", check_main, "fiLTN", NULL, CHECK_UNKNOWN, CHECK_UNKNOWN,
	  "the same as a monitoring plugin: one line, and 0, 1, 2 or 3", NULL },
	{ "ports", ports_main, "fjiN", NULL, EXIT_FAILURE, EXIT_USAGE,
	  "how many local ports each destination takes, and when none is left", NULL },
	{ "diagram", diagram_main, "fjDGN", NULL, EXIT_FAILURE, EXIT_USAGE,
	  "the state machine with its numbers, as a picture", NULL },
	{ "explain", explain_main, "j", "[STATE | FROM TO]", EXIT_FAILURE, EXIT_USAGE,
	  "what a state or an arc means, and what to do about many of them", NULL },
	{ "diff", diff_main, "j", "FILE [FILE]", DIFF_CANNOT_TELL, DIFF_CANNOT_TELL,
	  "what happened between two readings; exits 1 if transitions shifted", NULL },
	{ "record", record_main, "inSN", "FILE | FOLDER", EXIT_FAILURE, EXIT_USAGE,
	  "save readings of all files in one that every --input reads", NULL },
	{ "metrics", metrics_main, "fFPYCN", NULL, EXIT_FAILURE, EXIT_USAGE,
	  "all numbers as OpenMetrics, for Prometheus and compatible systems", NULL },
	{ "verify", verify_main, "jN", NULL, VERIFY_CANNOT_TELL, VERIFY_CANNOT_TELL,
	  "compare the counts with a dump of every socket", NULL },
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static int help(void)
{
	size_t i;

	puts("usage: tcpstate [COMMAND] [OPTIONS]\n\n"
	     "Shows what the kernel module tcpstate counts: TCP sockets by state.\n");
	for (i = 0; i < COMMANDS; i++)
		printf("  %-24s %s\n", commands[i].name, commands[i].description);
	puts("\nOptions ('tcpstate COMMAND --help' lists those of a command):\n");
	options_print(NULL);
	return EXIT_SUCCESS;
}

static int help_with(const struct command *command)
{
	printf("usage: tcpstate %s [OPTIONS]%s%s\n\n%s\n\n", command->name,
	       command->words ? " " : "", command->words ? command->words : "",
	       command->description);
	options_print(command->letters);
	if (command->more_help)
		command->more_help();
	return EXIT_SUCCESS;
}

static int print_version(void)
{
	puts("tcpstate " TCPSTATE_VERSION);
	return EXIT_SUCCESS;
}

/* A full disk or a reader that went away must not look like success. */
static void close_output(void)
{
	if (fflush(stdout) || ferror(stdout) || fclose(stdout)) {
		if (errno != EPIPE)
			warn("cannot write");
		_exit(failure_status);
	}
}

/* Return: NULL if there is none of that name. */
static const struct command *find_command(const char *name)
{
	size_t i;

	if (!name)
		return &commands[0];
	for (i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

int main(int argc, char **argv)
{
	const struct command *command;
	struct options options;

	setlocale(LC_ALL, "");
	/* A comma would not be understood where a number is for programs. */
	setlocale(LC_NUMERIC, "C");
	signal(SIGPIPE, SIG_IGN);
	atexit(close_output);
	command = find_command(options_command(argc, argv));
	if (command) {
		failure_status = command->failure;
		usage_status = command->usage;
	}
	options_read(&options, argc, argv);
	if (options.version)
		return print_version();
	if (!command)
		usage_error("unknown command", options.command);
	if (options.help)
		return options.command ? help_with(command) : help();
	options.command = command->name;
	options_refuse_foreign(&options, command->letters, command->words);
	if (options.netns && options.input)
		usage_error("a saved copy has a network namespace of its own: drop --input or --netns", options.netns);
	if (options.all_netns && (options.netns || options.input))
		usage_error("--all-netns excludes",
			    options.netns ? "--netns" : "--input");
	if (options.netns)
		netns_enter(options.netns);
	return command->main(&options);
}
