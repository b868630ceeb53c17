// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate check: the same rules as "why", as a plugin of Nagios, Icinga and their like. */

#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/command.h"
#include "tools/failure.h"
#include "tools/why/rules.h"

static enum check_status status_of(const struct findings *findings)
{
	/* The worst one comes first. */
	if (!findings->count || findings->finding[0].severity == SEVERITY_NOTICE)
		return CHECK_OK;
	return findings->finding[0].severity == SEVERITY_WARNING ? CHECK_WARNING : CHECK_CRITICAL;
}

/* A bar begins the figures: it must not stand in the text, which may hold names of programs. */
static void print_clean(const char *text)
{
	for (; *text; text++)
		putchar(*text == '|' || *text == '\n' ? ' ' : *text);
}

static void print_what(const struct findings *findings, size_t checks)
{
	if (!findings->count) {
		printf("nothing wrong, %zu things checked", checks);
		return;
	}
	print_clean(findings->finding[0].what);
	if (findings->count > 1)
		printf(" (and %zu more: tcpstate why)", findings->count - 1);
}

static void print_figures(const struct evidence *evidence, const struct findings *findings)
{
	const struct state_row *row;
	const char *c;

	printf(" | findings=%zu;;;0", findings->count);
	for (row = evidence->last.state; row < evidence->last.state + evidence->last.states; row++) {
		if (!row->now.known)
			continue;
		putchar(' ');
		for (c = row->name; *c; c++)
			putchar(isalnum((unsigned char)*c) ? tolower((unsigned char)*c) : '_');
		printf("=%" PRIu64 ";;;0", row->now.value);
	}
	putchar('\n');
}

static enum check_status check(const struct options *options)
{
	static const char *const names[] = {
		[CHECK_OK] = "OK",
		[CHECK_WARNING] = "WARNING",
		[CHECK_CRITICAL] = "CRITICAL",
	};
	struct evidence evidence;
	struct findings findings;
	enum check_status status;

	rules_judge(options, &evidence, &findings);
	status = status_of(&findings);
	printf("TCPSTATE %s - ", names[status]);
	print_what(&findings, findings.checks);
	print_figures(&evidence, &findings);
	findings_free(&findings);
	evidence_free(&evidence);
	return status;
}

/* Who reads a plugin reads its standard output: there belongs the reason too. */
static enum check_status say_unknown(const char *reason)
{
	printf("TCPSTATE UNKNOWN - ");
	print_clean(*reason ? reason : "the judge was killed");
	putchar('\n');
	return CHECK_UNKNOWN;
}

static void read_reason(int from, char *reason, size_t size)
{
	char rest[512];
	size_t length = 0;
	ssize_t got;

	while ((got = read(from, length + 1 < size ? reason + length : rest,
			   length + 1 < size ? size - length - 1 : sizeof(rest))) > 0 ||
	       (got < 0 && errno == EINTR))
		if (got > 0 && length + 1 < size)
			length += got;
	reason[length] = '\0';
	reason[strcspn(reason, "\n")] = '\0';
	close(from);
}

/*
 * In a process of its own, so that whatever ends it, a text that cannot be read, no memory or a
 * fault, becomes UNKNOWN: its status could be taken for a warning otherwise.
 */
int check_main(const struct options *options)
{
	char reason[1024];
	int ends[2], status;
	pid_t judge;

	if (pipe(ends))
		err(failure_status, "cannot make a pipe");
	judge = fork();
	if (judge < 0)
		err(failure_status, "cannot make a process");
	if (!judge) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		exit(check(options));
	}
	close(ends[1]);
	read_reason(ends[0], reason, sizeof(reason));
	while (waitpid(judge, &status, 0) < 0)
		if (errno != EINTR)
			err(failure_status, "the judge is lost");
	if (*reason || !WIFEXITED(status) || WEXITSTATUS(status) >= CHECK_UNKNOWN)
		return say_unknown(reason);
	return WEXITSTATUS(status);
}
