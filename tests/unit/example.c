// SPDX-License-Identifier: GPL-2.0-only
/* Reads the examples out of procfs/ABI. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tests/unit/example.h"

static void append_line(FILE *text, const char *line)
{
	static const char variable[] = "@VERSION@";
	const char *found = strstr(line, variable);

	if (found)
		fprintf(text, "%.*s%s%s", (int)(found - line), line, TCPSTATE_VERSION,
			found + strlen(variable));
	else
		fputs(line, text);
}

char *example_read(const char *abi, const char *name)
{
	char line[512], begin[64], *text = NULL;
	FILE *in = fopen(abi, "r"), *out;
	bool inside = false;
	size_t size;

	if (!in) {
		perror(abi);
		exit(1);
	}
	out = open_memstream(&text, &size);
	snprintf(begin, sizeof(begin), "--8<-- %s\n", name);
	while (fgets(line, sizeof(line), in)) {
		if (inside && !strcmp(line, "-->8--\n"))
			break;
		if (inside)
			append_line(out, line);
		inside = inside || !strcmp(line, begin);
	}
	fclose(in);
	fclose(out);
	if (!size) {
		fprintf(stderr, "%s: no example named %s\n", abi, name);
		exit(1);
	}
	return text;
}
