// SPDX-License-Identifier: GPL-2.0-only
/* Prints, for each word on the command line, the word and the nanoseconds that it means. */

#include <inttypes.h>
#include <locale.h>
#include <stdio.h>

#include "tools/output/duration.h"

int main(int argc, char **argv)
{
	char text[DURATION_MAX];
	uint64_t ns;
	int i;

	setlocale(LC_ALL, "");
	for (i = 1; i < argc; i++)
		if (duration_parse(argv[i], &ns))
			printf("%s %" PRIu64 " %s\n", argv[i], ns, duration_format(ns, text));
		else
			printf("%s - -\n", argv[i]);
	return 0;
}
