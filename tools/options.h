/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line: one list of options for all commands, of which each takes some. */
#ifndef TCPSTATE_TOOLS_OPTIONS_H
#define TCPSTATE_TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OPTIONS_THRESHOLDS_MAX = 32 };

/* "NAME=VALUE" each, in the order of the command line. */
struct options_thresholds {
	const char *limit[OPTIONS_THRESHOLDS_MAX];
	size_t count;
};

/**
 * struct options - what the command line says
 * @command: the command's name, or NULL
 * @words: what stands after the command and is no option, with a NULL after the last
 * @word_count: how many
 * @given: letters of the options that were given, for options_refuse_foreign()
 * @input: file to read instead of the command's own in /proc, or NULL
 * @json: for programs
 * @dot: for Graphviz
 * @svg: as SVG
 * @interval_ns: time between two readings; 0: not given
 * @count: of readings; 0: not given
 * @no_sockets: do not read the list of sockets
 * @format: of metrics, or NULL
 * @ports: list of ports of listeners, or NULL
 * @verify: compare with a dump of all sockets as well
 * @compat_node_exporter: under node_exporter's names as well
 * @columns: names of columns, with commas between them, or NULL
 * @sort: name of a column, perhaps after a '-', or NULL
 * @processes: with processes
 * @no_header: without titles of columns
 * @netns: name of a network namespace, or NULL
 * @all_netns: all network namespaces that have a name, and this one
 * @port: that is asked for; 0: not given
 * @thresholds: from where on figures are wrong
 * @version: only the version is asked for
 * @help: only help is asked for
 */
struct options {
	const char *command;
	char **words;
	size_t word_count;
	char given[64];
	const char *input;
	bool json;
	bool dot;
	bool svg;
	uint64_t interval_ns;
	uint64_t count;
	bool no_sockets;
	const char *format;
	const char *ports;
	bool verify;
	bool compat_node_exporter;
	const char *columns;
	const char *sort;
	bool processes;
	bool no_header;
	const char *netns;
	bool all_netns;
	unsigned int port;
	struct options_thresholds thresholds;
	bool version;
	bool help;
};

/**
 * options_command() - the command's name, whatever else is wrong with the command line
 * @argc: of main()
 * @argv: of main(); is reordered
 *
 * Return: the name, NULL if there is none.
 */
const char *options_command(int argc, char **argv);

/**
 * options_read() - understands the command line, or ends the program with usage_status
 * @options: gets what it says
 * @argc: of main()
 * @argv: of main(); is reordered, and @options points into it
 */
void options_read(struct options *options, int argc, char **argv);

/**
 * options_refuse_foreign() - ends the program if an option was given that does not belong here
 * @options: the command line
 * @letters: of the options that the command takes
 * @words: whether it takes words as well
 */
void options_refuse_foreign(const struct options *options, const char *letters, bool words);

/**
 * options_print() - the list of options, for --help
 * @letters: only these, or NULL for all
 */
void options_print(const char *letters);

#endif
