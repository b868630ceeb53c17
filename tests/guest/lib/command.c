// SPDX-License-Identifier: GPL-2.0-only
/* Runs a program. */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/command.h"
#include "tests/guest/lib/scenario_exit.h"

enum { LINE = 256, WORDS = 32 };

static void execute(char *line, int output)
{
	char *words[WORDS + 1] = { NULL }, *rest = NULL;
	unsigned int count = 0;

	for (words[0] = strtok_r(line, " ", &rest); words[count];
	     words[++count] = strtok_r(NULL, " ", &rest))
		if (count == WORDS - 1)
			fail("more than %d words in a command", WORDS);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execvp(words[0], words);
	must(false, words[0]);
}

static void print(FILE *output)
{
	char line[LINE];

	rewind(output);
	while (fgets(line, sizeof(line), output))
		note("%.*s", (int)strcspn(line, "\n"), line);
}

bool command(const char *line)
{
	FILE *output = tmpfile();
	char copy[LINE];
	pid_t process;
	int status;

	if (snprintf(copy, sizeof(copy), "%s", line) >= LINE)
		fail("a command is longer than %d", LINE);
	must(output, "tmpfile");
	process = fork();
	must(process >= 0, "fork");
	if (!process)
		execute(copy, fileno(output));
	must(waitpid(process, &status, 0) == process, "waitpid");
	if (status)
		print(output);
	fclose(output);
	return !status;
}

void must_run(const char *format, ...)
{
	char line[LINE];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (!command(line))
		fail("failed: %s", line);
}
