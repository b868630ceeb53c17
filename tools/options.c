// SPDX-License-Identifier: GPL-2.0-only
/* The command line: one list of options for all commands, of which each takes some. */

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/command.h"
#include "tools/failure.h"
#include "tools/options.h"

static const struct {
	char letter;
	const char *name;
	const char *value;
	const char *description;
} known[] = {
	{ 'f', "input", "FILE", "read a saved copy instead of /proc; - is standard input" },
	{ 'j', "json", NULL, "for programs" },
	{ 'D', "dot", NULL, "for Graphviz" },
	{ 'G', "svg", NULL, "as a picture in SVG" },
	{ 'i', "interval", "SECONDS", "time between two readings" },
	{ 'n', "count", "COUNT", "so many times, then stop" },
	{ 'S', "no-sockets", NULL, "without the list of sockets" },
	{ 'F', "format", "NAME", "openmetrics, or prometheus as node_exporter's textfile collector wants it" },
	{ 'P', "ports", "LIST", "with the queues of listeners of these ports, as in 443,8080" },
	{ 'Y', "verify", NULL, "with the difference to a dump of all sockets" },
	{ 'C', "compat-node-exporter", NULL, "with node_tcp_connection_states as well" },
	{ 'o', "columns", "LIST", "these columns, as in state,age,remote" },
	{ 's', "sort", "COLUMN", "sorted by it, the oldest or largest first; -COLUMN the other way" },
	{ 'p', "processes", NULL, "with the processes that hold a socket; as on a terminal" },
	{ 'H', "no-header", NULL, "without the titles of the columns" },
	{ 'N', "netns", "NAME", "in the network namespace that ip-netns(8) calls so" },
	{ 'A', "all-netns", NULL, "in this network namespace and in all that have a name" },
	{ 'L', "port", "PORT", "whether this host can be reached there" },
	{ 'T', "threshold", "LIMIT", "from where on a figure is wrong, as in close-wait-age=5m" },
	{ 'V', "version", NULL, "print the version" },
	{ 'h', "help", NULL, "print this" },
};

enum { KNOWN = sizeof(known) / sizeof(known[0]), LETTERS_MAX = 2 * KNOWN + 2 };

static const char *name_of(char letter)
{
	size_t i;

	for (i = 0; i < KNOWN; i++)
		if (known[i].letter == letter)
			return known[i].name;
	return NULL;
}

/*
 * getopt's optind still points at a cluster like "-xj" while it is within it, so the
 * word is known by optopt: 0 for a long option, a known letter for one like --json=1.
 */
static void refuse(const char *word)
{
	char letter[] = { '-', optopt, '\0' };

	if (optopt && name_of(optopt))
		usage_error("no value belongs to", word);
	usage_error("no option", optopt ? letter : word);
}

/* Up to a year, down to a millisecond. */
static uint64_t take_seconds(const char *value)
{
	char *end;
	double seconds = strtod(value, &end);

	if (!strspn(value, "0123456789.") || *end || !(seconds >= 0.001 && seconds <= 31536000))
		usage_error("no number of seconds", value);
	return seconds * 1e9;
}

static uint64_t take_count(const char *value)
{
	char *end;
	uint64_t count;

	errno = 0;
	count = strtoull(value, &end, 10);
	if (*value < '0' || *value > '9' || *end || errno || !count)
		usage_error("no number above 0", value);
	return count;
}

static unsigned int take_port(const char *value)
{
	char *end;
	unsigned long port = strtoul(value, &end, 10);

	if (*value < '0' || *value > '9' || *end || !port || port > UINT16_MAX)
		usage_error("no port from 1 to 65535", value);
	return port;
}

static void note_given(struct options *options, char letter)
{
	size_t length = strlen(options->given);

	if (!strchr(options->given, letter) && length + 1 < sizeof(options->given))
		options->given[length] = letter;
}

static void take(struct options *options, int letter, char *value)
{
	note_given(options, letter);
	switch (letter) {
	case 'f':
		options->input = value;
		break;
	case 'j':
		options->json = true;
		break;
	case 'D':
		options->dot = true;
		break;
	case 'G':
		options->svg = true;
		break;
	case 'i':
		options->interval_ns = take_seconds(value);
		break;
	case 'n':
		options->count = take_count(value);
		break;
	case 'S':
		options->no_sockets = true;
		break;
	case 'F':
		options->format = value;
		break;
	case 'P':
		options->ports = value;
		break;
	case 'Y':
		options->verify = true;
		break;
	case 'C':
		options->compat_node_exporter = true;
		break;
	case 'o':
		options->columns = value;
		break;
	case 's':
		options->sort = value;
		break;
	case 'p':
		options->processes = true;
		break;
	case 'H':
		options->no_header = true;
		break;
	case 'N':
		options->netns = value;
		break;
	case 'A':
		options->all_netns = true;
		break;
	case 'L':
		options->port = take_port(value);
		break;
	case 'T':
		if (options->thresholds == OPTIONS_THRESHOLDS_MAX)
			usage_error("too many thresholds from", value);
		options->threshold[options->thresholds++] = value;
		break;
	case 'V':
		options->version = true;
		break;
	case 'h':
		options->help = true;
		break;
	}
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
			usage_error("a value is missing after", argv[optind - 1]);
		if (letter == '?')
			refuse(argv[optind - 1]);
		take(options, letter, optarg);
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
		usage_error(message, name_of(*letter));
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
		printf("  %-24s %s\n", left, known[i].description);
	}
}
