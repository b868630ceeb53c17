// SPDX-License-Identifier: GPL-2.0-only
/* The command line: one list of options for all commands, of which each takes some. */

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/failure.h"
#include "tools/options.h"

/* The kinds of values: each checks the word after an option and keeps it in a member. */

static void take_flag(void *member, const char *value)
{
	(void)value;
	*(bool *)member = true;
}

static void take_text(void *member, const char *value)
{
	*(const char **)member = value;
}

/* Up to a year, down to a millisecond. */
static void take_seconds(void *member, const char *value)
{
	char *end;
	double seconds = strtod(value, &end);

	if (!strspn(value, "0123456789.") || *end || !(seconds >= 0.001 && seconds <= 31536000))
		usage_error("invalid number of seconds", value);
	*(uint64_t *)member = seconds * 1e9;
}

static void take_count(void *member, const char *value)
{
	char *end;
	uint64_t count;

	errno = 0;
	count = strtoull(value, &end, 10);
	if (*value < '0' || *value > '9' || *end || errno || !count)
		usage_error("invalid number, it must be at least 1:", value);
	*(uint64_t *)member = count;
}

static void take_port(void *member, const char *value)
{
	char *end;
	unsigned long port = strtoul(value, &end, 10);

	if (*value < '0' || *value > '9' || *end || !port || port > UINT16_MAX)
		usage_error("invalid port, it must be from 1 to 65535:", value);
	*(unsigned int *)member = port;
}

static void take_threshold(void *member, const char *value)
{
	struct options_thresholds *thresholds = member;

	if (thresholds->count == OPTIONS_THRESHOLDS_MAX)
		usage_error("too many thresholds from", value);
	thresholds->limit[thresholds->count++] = value;
}

#define MEMBER(name) offsetof(struct options, name)

static const struct known {
	char letter;
	const char *name;
	void (*take)(void *member, const char *value);
	size_t member;
	/* What --help calls its value; NULL: it has none. */
	const char *value;
	const char *help;
} known[] = {
	{ 'f', "input", take_text, MEMBER(input), "FILE",
	  "read a saved copy instead of /proc; - is standard input" },
	{ 'j', "json", take_flag, MEMBER(json), NULL,
	  "for programs" },
	{ 'D', "dot", take_flag, MEMBER(dot), NULL,
	  "for Graphviz" },
	{ 'G', "svg", take_flag, MEMBER(svg), NULL,
	  "as a picture in SVG" },
	{ 'i', "interval", take_seconds, MEMBER(interval_ns), "SECONDS",
	  "time between two readings" },
	{ 'n', "count", take_count, MEMBER(count), "COUNT",
	  "stop after COUNT readings" },
	{ 'S', "no-sockets", take_flag, MEMBER(no_sockets), NULL,
	  "do not read the list of sockets" },
	{ 'F', "format", take_text, MEMBER(format), "NAME",
	  "openmetrics, or prometheus for node_exporter's textfile collector" },
	{ 'P', "ports", take_text, MEMBER(ports), "LIST",
	  "add the queues of listeners of these ports, as in 443,8080" },
	{ 'Y', "verify", take_flag, MEMBER(verify), NULL,
	  "add the difference to a dump of all sockets" },
	{ 'C', "compat-node-exporter", take_flag, MEMBER(compat_node_exporter), NULL,
	  "add node_tcp_connection_states" },
	{ 'o', "columns", take_text, MEMBER(columns), "LIST",
	  "columns to show, as in state,age,remote" },
	{ 's', "sort", take_text, MEMBER(sort), "COLUMN",
	  "sort by a column, the oldest or largest first; -COLUMN reverses" },
	{ 'p', "processes", take_flag, MEMBER(processes), NULL,
	  "show the processes that hold a socket (default on a terminal)" },
	{ 'H', "no-header", take_flag, MEMBER(no_header), NULL,
	  "leave out the titles of the columns" },
	{ 'N', "netns", take_text, MEMBER(netns), "NAME",
	  "work in the network namespace NAME of ip-netns(8)" },
	{ 'A', "all-netns", take_flag, MEMBER(all_netns), NULL,
	  "work in this network namespace and all named ones" },
	{ 'L', "port", take_port, MEMBER(port), "PORT",
	  "only find out why this port cannot be reached" },
	{ 'T', "threshold", take_threshold, MEMBER(thresholds), "LIMIT",
	  "set the threshold of a rule, as in close-wait-age=5m" },
	{ 'V', "version", take_flag, MEMBER(version), NULL,
	  "print the version" },
	{ 'h', "help", take_flag, MEMBER(help), NULL,
	  "print this" },
};

enum { KNOWN = sizeof(known) / sizeof(known[0]), LETTERS_MAX = 2 * KNOWN + 2 };

/* Return: the option, NULL if there is none of that letter. */
static const struct known *find_known(int letter)
{
	size_t i;

	for (i = 0; i < KNOWN; i++)
		if (known[i].letter == letter)
			return &known[i];
	return NULL;
}

/*
 * getopt's optind still points at a cluster like "-xj" while it is within it, so the
 * word is known by optopt: 0 for a long option, a known letter for one like --json=1.
 */
static void refuse(const char *word)
{
	char letter[] = { '-', optopt, '\0' };

	if (optopt && find_known(optopt))
		usage_error("option takes no value:", word);
	usage_error("unknown option", optopt ? letter : word);
}

static void take(struct options *options, const struct known *option, const char *value)
{
	size_t length = strlen(options->given);

	if (!strchr(options->given, option->letter) && length + 1 < sizeof(options->given))
		options->given[length] = option->letter;
	option->take((char *)options + option->member, value);
}

static void fill_getopt(char *letters, struct option *names)
{
	size_t i;

	*letters++ = ':';
	for (i = 0; i < KNOWN; i++) {
		names[i] = (struct option){
			.name = known[i].name,
			.has_arg = known[i].value ? required_argument : no_argument,
			.val = known[i].letter,
		};
		*letters++ = known[i].letter;
		if (known[i].value)
			*letters++ = ':';
	}
	names[KNOWN] = (struct option){ 0 };
	*letters = '\0';
}

const char *options_command(int argc, char **argv)
{
	char letters[LETTERS_MAX];
	struct option names[KNOWN + 1];

	fill_getopt(letters, names);
	opterr = 0;
	while (getopt_long(argc, argv, letters, names, NULL) != -1)
		;
	return argv[optind];
}

void options_read(struct options *options, int argc, char **argv)
{
	char letters[LETTERS_MAX];
	struct option names[KNOWN + 1];
	int letter;

	memset(options, 0, sizeof(*options));
	fill_getopt(letters, names);
	opterr = 0;
	/* Begins anew, and forgets what it knew of the first time. */
	optind = 0;
	while ((letter = getopt_long(argc, argv, letters, names, NULL)) != -1) {
		if (letter == ':')
			usage_error("missing value after", argv[optind - 1]);
		if (letter == '?')
			refuse(argv[optind - 1]);
		take(options, find_known(letter), optarg);
	}
	if (optind < argc)
		options->command = argv[optind++];
	options->words = argv + optind;
	options->word_count = argc - optind;
}

void options_refuse_foreign(const struct options *options, const char *letters, bool words)
{
	const char *letter;
	char message[64];

	for (letter = options->given; *letter; letter++) {
		if (strchr(letters, *letter))
			continue;
		snprintf(message, sizeof(message), "%s takes no option", options->command);
		usage_error(message, find_known(*letter)->name);
	}
	if (!words && options->word_count)
		usage_error("too many arguments from", options->words[0]);
}

void options_print(const char *letters)
{
	char left[32];
	size_t i;

	for (i = 0; i < KNOWN; i++) {
		if (letters && !strchr(letters, known[i].letter))
			continue;
		snprintf(left, sizeof(left), "-%c, --%s%s%s", known[i].letter, known[i].name,
			 known[i].value ? " " : "", known[i].value ? known[i].value : "");
		printf("  %-24s %s\n", left, known[i].help);
	}
}
