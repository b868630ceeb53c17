// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate: the reader of tcpstate's files in /proc, for people and for programs. */

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/command.h"

static const struct command {
	const char *name;
	int (*main)(const struct options *options);
	const char *description;
} commands[] = {
	{ "show", show_main, "sockets by state; what you get without a command" },
	{ "transitions", transitions_main, "how often sockets went from one state to another" },
	{ "listeners", listeners_main, "SYN queue, accept queue and backlog of each listener" },
	{ "verify", verify_main, "compare the counts with a dump of the sockets themselves" },
};

static const struct option long_options[] = {
	{ "input", required_argument, NULL, 'i' },
	{ "json", no_argument, NULL, 'j' },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 }
};

static void help(void)
{
	size_t i;

	puts("usage: tcpstate [COMMAND] [OPTIONS]\n\n"
	     "Shows what the kernel module tcpstate counts: TCP sockets by state.\n");
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		printf("  %-16s %s\n", commands[i].name, commands[i].description);
	puts("\n"
	     "  -i, --input FILE  read a saved copy instead of /proc; - is standard input\n"
	     "  -j, --json        for programs\n"
	     "  -V, --version     print the version\n"
	     "  -h, --help        print this");
}

/* A full disk or a reader that went away must not look like success. */
static void close_output(void)
{
	if (fflush(stdout) || ferror(stdout) || fclose(stdout)) {
		if (errno != EPIPE)
			warn("cannot write");
		_exit(EXIT_TROUBLE);
	}
}

static void usage_error(const char *what, const char *word)
{
	fprintf(stderr, "tcpstate: %s '%s': see tcpstate --help\n", what, word);
	exit(EXIT_USAGE);
}

/*
 * getopt's optind still points at a cluster like "-xj" while it is within it, so the
 * word is known by optopt: 0 for a long option, a known letter for one like --json=1.
 */
static void option_error(const char *word)
{
	char letter[] = { '-', optopt, '\0' };
	const struct option *option;

	for (option = long_options; option->name; option++)
		if (optopt == option->val)
			usage_error("no value belongs to", word);
	usage_error("no option", optopt ? letter : word);
}

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	usage_error("no command", name);
	return NULL;
}

int main(int argc, char **argv)
{
	const struct command *command = &commands[0];
	struct options options = { 0 };
	int c;

	setlocale(LC_ALL, "");
	signal(SIGPIPE, SIG_IGN);
	atexit(close_output);
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":i:jVh", long_options, NULL)) != -1) {
		switch (c) {
		case 'i':
			options.input = optarg;
			break;
		case 'j':
			options.json = true;
			break;
		case 'V':
			puts("tcpstate " TCPSTATE_VERSION);
			return EXIT_FINE;
		case 'h':
			help();
			return EXIT_FINE;
		case ':':
			usage_error("a value is missing after", argv[optind - 1]);
			break;
		default:
			option_error(argv[optind - 1]);
		}
	}
	if (optind < argc)
		command = find_command(argv[optind++]);
	if (optind < argc)
		usage_error("too many arguments from", argv[optind]);
	return command->main(&options);
}
