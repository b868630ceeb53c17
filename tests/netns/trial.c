// SPDX-License-Identifier: GPL-2.0-only
/* A scenario is a process of its own. */

#include <sched.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/netns/trial.h"
#include "tests/netns/unprivileged.h"
#include "tests/netns/verdict.h"

/*
 * A scenario that lives longer hangs: the longest takes a kernel that checks all it does some
 * minutes.
 */
enum { SECONDS_TO_LIVE = 1200 };

static struct {
	pid_t child;
	FILE *output;
} trial;

const char *family_name(enum family family)
{
	static const char * const names[FAMILIES] = {
		[IPV4] = "IPv4",
		[IPV6] = "IPv6",
		[MAPPED] = "v4-mapped",
	};

	return names[family];
}

bool trial_begin(void)
{
	fflush(stdout);
	trial.output = tmpfile();
	must(trial.output, "tmpfile");
	trial.child = fork();
	must(trial.child >= 0, "fork");
	if (trial.child)
		return false;
	must(dup2(fileno(trial.output), STDOUT_FILENO) >= 0, "dup2");
	alarm(SECONDS_TO_LIVE);
	return true;
}

static void print_output(void)
{
	int c;

	rewind(trial.output);
	while ((c = getc(trial.output)) != EOF)
		putchar(c);
	fclose(trial.output);
}

enum verdict trial_end(struct trials *trials, const char *name, const char *detail)
{
	enum verdict verdict;
	int status;

	must(waitpid(trial.child, &status, 0) == trial.child, "waitpid");
	verdict = WIFEXITED(status) ? WEXITSTATUS(status) : FAILED;
	trials->count++;
	if (verdict != PASSED && verdict != SKIPPED)
		trials->failures++;
	printf("%s %u - %s%s%s%s\n", verdict == PASSED || verdict == SKIPPED ? "ok" : "not ok",
	       trials->count, name, *detail ? ", " : "", detail,
	       verdict == SKIPPED ? " # SKIP" : "");
	if (WIFSIGNALED(status))
		note("ended by signal %d", WTERMSIG(status));
	print_output();
	fflush(stdout);
	return verdict;
}

void trial_own_namespace(void)
{
	must(!unshare(CLONE_NEWNET), "unshare(CLONE_NEWNET)");
	set_loopback_up();
}
