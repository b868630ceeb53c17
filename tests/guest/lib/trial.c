// SPDX-License-Identifier: GPL-2.0-only
/* A scenario is a process of its own. */

#include <sched.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/lib/tap.h"
#include "tests/guest/lib/trial.h"
#include "tests/guest/lib/unprivileged.h"
#include "tests/guest/lib/scenario_exit.h"

/*
 * A scenario that lives longer hangs: the longest takes a kernel that checks all it does some
 * minutes.
 */
enum { SECONDS_TO_LIVE = 1200 };

/* Each failure waits out a time limit: what is all wrong should not take an hour to show it. */
enum { MOST_FAILURES = 10 };

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

enum scenario_exit trial_end(const char *name, const char *detail)
{
	const char *separator = *detail ? ", " : "";
	enum scenario_exit result;
	int status;

	must(waitpid(trial.child, &status, 0) == trial.child, "waitpid");
	result = WIFEXITED(status) ? WEXITSTATUS(status) : FAILED;
	if (result == SKIPPED)
		tap_skip("%s%s%s", name, separator, detail);
	else
		tap_report(result == PASSED, "%s%s%s", name, separator, detail);
	if (WIFSIGNALED(status))
		note("ended by signal %d", WTERMSIG(status));
	print_output();
	fflush(stdout);
	return result;
}

bool trials_have_begun(void)
{
	return tap_count;
}

bool trials_are_enough(void)
{
	return tap_failures == MOST_FAILURES;
}

int trials_done(void)
{
	if (trials_are_enough())
		note("%u scenarios failed, the rest is left out", tap_failures);
	return tap_done();
}

void trial_own_namespace(void)
{
	must(!unshare(CLONE_NEWNET), "unshare(CLONE_NEWNET)");
	set_loopback_up();
}
