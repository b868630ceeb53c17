// SPDX-License-Identifier: GPL-2.0-only
/* One reading of /proc, by a child process. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/exporter/reading.h"
#include "tools/failure.h"

/* The files of the child. All others but standard input are closed. */
enum { PLAIN_FILE = 1, ERROR_FILE = 2, GZIP_FILE = 3 };

static void close_all(struct reading *reading)
{
	int files[] = { reading->end, reading->plain, reading->gzip, reading->error };
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (files[i] >= 0)
			close(files[i]);
}

/*
 * Closes the child's copies of all connections, which would keep them open as long as it runs.
 * The files may have numbers that are needed here, hence the copies above them first.
 */
static void arrange_files(const struct reading *reading)
{
	int plain = fcntl(reading->plain, F_DUPFD, GZIP_FILE + 1);
	int error = fcntl(reading->error, F_DUPFD, GZIP_FILE + 1);
	int gzip = fcntl(reading->gzip, F_DUPFD, GZIP_FILE + 1);

	if (dup2(error, ERROR_FILE) < 0 || dup2(plain, PLAIN_FILE) < 0 ||
	    dup2(gzip, GZIP_FILE) < 0)
		_exit(1);
	close_range(GZIP_FILE + 1, ~0U, 0);
}

static void read_and_render(const struct reading *reading, pid_t parent,
			    const struct metrics_request *request, enum document_kind kind)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	arrange_files(reading);
	render(request, kind, GZIP_FILE);
	exit(0);
}

bool reading_start(struct reading *reading, const struct metrics_request *request,
		   enum document_kind kind)
{
	pid_t parent = getpid();
	int saved;

	reading->end = -1;
	reading->plain = memfd_create("plain", MFD_CLOEXEC);
	reading->gzip = memfd_create("gzip", MFD_CLOEXEC);
	reading->error = memfd_create("error", MFD_CLOEXEC);
	reading->process = -1;
	if (reading->plain >= 0 && reading->gzip >= 0 && reading->error >= 0)
		reading->process = fork();
	if (!reading->process)
		read_and_render(reading, parent, request, kind);
	if (reading->process > 0)
		reading->end = syscall(SYS_pidfd_open, reading->process, 0);
	if (reading->end >= 0)
		return true;
	saved = errno;
	if (reading->process > 0) {
		kill(reading->process, SIGKILL);
		waitpid(reading->process, NULL, 0);
	}
	close_all(reading);
	reading->process = 0;
	errno = saved;
	return false;
}

static bool read_bytes(int file, struct bytes *bytes)
{
	struct stat status;
	ssize_t length;

	if (fstat(file, &status))
		return false;
	/* One more byte ends the text; besides, malloc(0) may return NULL. */
	bytes->data = malloc(status.st_size + 1);
	if (!bytes->data)
		return false;
	while (bytes->length < (size_t)status.st_size) {
		length = pread(file, bytes->data + bytes->length, status.st_size - bytes->length,
			       bytes->length);
		if (length <= 0)
			return false;
		bytes->length += length;
	}
	bytes->data[bytes->length] = '\0';
	return true;
}

/* Messages of err() begin with the name of the program, which the log adds again. */
static const char *without_program_name(const char *text)
{
	size_t length = strlen(program_invocation_short_name);

	if (!strncmp(text, program_invocation_short_name, length) &&
	    !strncmp(text + length, ": ", 2))
		return text + length + 2;
	return text;
}

/* Return: the first line of the child's messages that is not empty. */
static char *error_of(const struct reading *reading, bool too_long)
{
	struct bytes text = { 0 };
	const char *line = "";
	char *error;

	if (too_long)
		return xstrdup("reading took too long and was given up");
	if (read_bytes(reading->error, &text))
		line = without_program_name(text.data + strspn(text.data, "\n"));
	if (*line)
		error = xstrndup(line, strcspn(line, "\n"));
	else
		error = xstrdup("the reading process died");
	free(text.data);
	return error;
}

struct reading_result reading_finish(struct reading *reading, bool too_long)
{
	struct reading_result result = { 0 };
	int status;

	if (too_long)
		kill(reading->process, SIGKILL);
	while (waitpid(reading->process, &status, 0) < 0 && errno == EINTR)
		;
	result.good = !too_long && WIFEXITED(status) && !WEXITSTATUS(status) &&
		      read_bytes(reading->plain, &result.plain) &&
		      read_bytes(reading->gzip, &result.gzip);
	if (!result.good) {
		free(result.plain.data);
		free(result.gzip.data);
		result.plain = result.gzip = (struct bytes){ 0 };
		result.error = error_of(reading, too_long);
	}
	close_all(reading);
	reading->process = 0;
	return result;
}
