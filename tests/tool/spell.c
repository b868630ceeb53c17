// SPDX-License-Identifier: GPL-2.0-only
/* Prints, for each word on the command line, the word and the state that it means. */

#include <stdio.h>

#include "tools/states/spelling.h"

int main(int argc, char **argv)
{
	const char *name;
	int i;

	for (i = 1; i < argc; i++) {
		name = state_from_spelling(argv[i]);
		printf("%s %s\n", argv[i], name ? name : "-");
	}
	return 0;
}
