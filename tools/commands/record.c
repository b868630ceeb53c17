// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate record: keeps readings of all files in one that every command can read. */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/clock.h"
#include "tools/command.h"
#include "tools/failure.h"
#include "tools/options.h"
#include "tools/recording/index.h"
#include "tools/recording/reading.h"
#include "tools/text/report.h"

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

/* The first one ends the wait, so that a reading is never cut; the second one ends the program. */
static void catch_interrupts(void)
{
	struct sigaction action = { .sa_handler = interrupt, .sa_flags = SA_RESETHAND };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

static void require_module(void)
{
	struct recording host;

	recording_open(&host, "/proc/" TCPSTATE_PROC_SUMMARY);
	recording_close(&host);
}

/* Appending to somebody's letter would spoil it, and nobody could read the readings. */
static void require_recording(const char *path)
{
	struct recording there;
	struct stat status;

	if (stat(path, &status) || !S_ISREG(status.st_mode) || !status.st_size)
		return;
	recording_open(&there, path);
	if (!recording_holds(&there, REPORT_RECORDING))
		errx(failure_status, "%s exists and is not a recording: choose another file", path);
	recording_close(&there);
}

static int open_file(const char *path)
{
	int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	if (file < 0)
		err(failure_status, "cannot open %s", path);
	return file;
}

/* One file each: named by the time, so that their order is that of their names. */
static int open_in_folder(const char *folder)
{
	struct timespec now;
	struct tm utc;
	char path[4096], when[32];
	int file, try;

	for (try = 0; try < 1000; try++) {
		clock_gettime(CLOCK_REALTIME, &now);
		strftime(when, sizeof(when), "%Y%m%dT%H%M%S", gmtime_r(&now.tv_sec, &utc));
		if (snprintf(path, sizeof(path), "%s/tcpstate-%s.%03ldZ", folder, when,
			     now.tv_nsec / 1000000) >= (int)sizeof(path))
			errx(failure_status, "the name of the folder is too long");
		file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (file >= 0)
			return file;
		if (errno != EEXIST)
			break;
	}
	err(failure_status, "cannot make %s", path);
}

/* A reading that does not fit on the disk leaves those before it as they were. */
static void write_reading(int file, const char *text, size_t length)
{
	struct stat before;
	size_t done = 0;
	ssize_t written;
	int error;

	if (fstat(file, &before))
		err(failure_status, "cannot write");
	while (done < length) {
		written = write(file, text + done, length - done);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			error = errno;
			if (S_ISREG(before.st_mode) && ftruncate(file, before.st_size))
				warn("the last reading is cut off");
			errno = error;
			err(failure_status, "cannot write");
		}
		done += written;
	}
}

static void record_once(const struct options *options, bool folder)
{
	const char *path = options->words[0];
	char *text = NULL;
	size_t length = 0;
	FILE *stream = xopen_memstream(&text, &length);
	int file;

	reading_write(stream, !options->no_sockets);
	xclose_memstream(stream);
	file = !strcmp(path, "-") ? STDOUT_FILENO :
				    folder ? open_in_folder(path) : open_file(path);
	write_reading(file, text, length);
	if (file != STDOUT_FILENO && close(file))
		err(failure_status, "cannot write");
	free(text);
}

/* Moments are multiples of the interval after the first: what a reading costs adds no drift. */
static void wait_until(uint64_t moment_ns)
{
	struct timespec moment = clock_timespec(moment_ns);

	while (!interrupted &&
	       clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, NULL) == EINTR)
		;
}

static uint64_t next_moment(uint64_t last_ns, uint64_t interval_ns)
{
	uint64_t missed = (clock_now_ns(CLOCK_MONOTONIC) - last_ns) / interval_ns;

	return last_ns + (missed + 1) * interval_ns;
}

int record_main(const struct options *options)
{
	uint64_t wanted = options->count ? options->count : options->interval_ns ? UINT64_MAX : 1;
	uint64_t interval_ns = options->interval_ns ? options->interval_ns : SECOND_NS;
	uint64_t moment_ns = clock_now_ns(CLOCK_MONOTONIC), made = 0;
	struct stat status;
	bool folder;

	if (!options->word_count)
		usage_error("missing FILE or FOLDER after", "record");
	if (options->word_count > 1)
		usage_error("too many arguments from", options->words[1]);
	folder = !stat(options->words[0], &status) && S_ISDIR(status.st_mode);
	require_module();
	require_recording(options->words[0]);
	catch_interrupts();
	for (;;) {
		record_once(options, folder);
		if (++made == wanted || interrupted)
			break;
		moment_ns = next_moment(moment_ns, interval_ns);
		wait_until(moment_ns);
		if (interrupted)
			break;
	}
	if (strcmp(options->words[0], "-"))
		printf("%s: %" PRIu64 " %s\n", options->words[0], made,
		       made == 1 ? "reading" : "readings");
	return EXIT_SUCCESS;
}
