// SPDX-License-Identifier: GPL-2.0-only
/* The command line: one list of options for all commands, of which each takes some. */

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/command.h"
#include "tools/options.h"

static const struct {
	char letter;
	const char *name;
	const char *value;
	const char *description;
} known[] = {
	{ 'f', "input", "FILE", "read a saved copy instead of /proc; - is standard input" },
	{ 'j', "json", NULL, "for programs" },
	{ 'V', "version", NULL, "print the version" },
	{ 'h', "help", NULL, "print this" },
};

enum { KNOWN = sizeof(known) / sizeof(known[0]) };

void usage_error(const char *what, const char *word)
{
	fprintf(stderr, "tcpstate: %s '%s': see tcpstate --help\n", what, word);
	exit(EXIT_USAGE);
}

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

void options_read(struct options *options, int argc, char **argv)
{
	char letters[2 * KNOWN + 2];
	struct option names[KNOWN + 1];
	int letter;

	memset(options, 0, sizeof(*options));
	fill_getopt(letters, names);
	opterr = 0;
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
