// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where top's readings come from. Each reading of a recording is copied to a file in memory, so
 * that it can be read as if it were the only one.
 */

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/host/live.h"
#include "tools/text/report.h"
#include "tools/top/source.h"

static const char info_time[] = "info time ";

static const char *name_of(const struct top_source *source)
{
	return strcmp(source->input, "-") ? source->input : "standard input";
}

static void open_recording(struct top_source *source)
{
	int file = memfd_create("tcpstate", MFD_CLOEXEC);

	if (!lines_open(&source->lines, source->input))
		err(failure_status, "cannot open %s", source->input);
	source->current = file < 0 ? NULL : fdopen(file, "w");
	if (!source->current)
		err(failure_status, "cannot keep %s", name_of(source));
	snprintf(source->path, sizeof(source->path), "/proc/self/fd/%d", file);
}

void top_source_open(struct top_source *source, const char *input)
{
	memset(source, 0, sizeof(*source));
	source->input = input;
	source->saved = input;
	if (input)
		open_recording(source);
}

static bool begins(const char *line, const char *word)
{
	size_t length = strlen(word);

	return !strncmp(line, word, length) && line[length] == ' ';
}

static void forget_pending(struct top_source *source)
{
	source->length = 0;
	source->has_head = false;
	source->has_summary = false;
	*source->recorded = '\0';
}

static void add_line(struct top_source *source, const char *line, size_t length)
{
	if (source->length + length + 1 > source->room) {
		source->room = 2 * (source->length + length + 1);
		source->text = xreallocarray(source->text, source->room, 1);
	}
	memcpy(source->text + source->length, line, length);
	source->text[source->length + length] = '\n';
	source->length += length + 1;
}

/* Makes the lines gathered so far the current reading. */
static bool deliver(struct top_source *source)
{
	rewind(source->current);
	if (ftruncate(fileno(source->current), 0) ||
	    fwrite(source->text, 1, source->length, source->current) != source->length ||
	    fflush(source->current))
		err(failure_status, "cannot keep %s", name_of(source));
	if (source->readings++)
		recording_close(&source->recording);
	recording_open(&source->recording, source->path);
	memcpy(source->when, source->recorded, sizeof(source->when));
	forget_pending(source);
	return true;
}

static void note_line(struct top_source *source, const char *line)
{
	if (begins(line, REPORT_RECORDING))
		source->has_head = true;
	if (begins(line, TCPSTATE_PROC_SUMMARY))
		source->has_summary = true;
	if (!strncmp(line, info_time, sizeof(info_time) - 1))
		snprintf(source->recorded, sizeof(source->recorded), "%s",
			 line + sizeof(info_time) - 1);
}

/* A recording made with cat(1) has no heads: there, a reading begins with the summary. */
static bool begins_next(const struct top_source *source, const char *line)
{
	return !source->has_head && source->has_summary &&
	       (begins(line, TCPSTATE_PROC_SUMMARY) || begins(line, REPORT_RECORDING));
}

static void refuse(const struct top_source *source, enum lines_result result)
{
	if (result == LINES_FAILED)
		err(failure_status, "cannot read %s", name_of(source));
	if (result == LINES_LONG)
		errx(failure_status, "%s: a line of more than %d bytes: not a text of tcpstate",
		     name_of(source), LINES_LONGEST);
	if (source->readings)
		return;
	if (result == LINES_CUT)
		errx(failure_status, "%s: cut off: the last line has no end", name_of(source));
	errx(failure_status, "%s: not a text of tcpstate: it should begin with '%s %d', or be a recording that holds one",
	     name_of(source), TCPSTATE_PROC_SUMMARY, TCPSTATE_ABI_VERSION);
}

/* A reading without an end was cut off or is being written: use it only if it is the first. */
static bool finish(struct top_source *source, enum lines_result result)
{
	source->ended = true;
	if (result == LINES_END && source->has_summary && (!source->has_head || !source->readings))
		return deliver(source);
	refuse(source, result);
	return false;
}

static bool next_recorded(struct top_source *source)
{
	enum lines_result result;
	bool delivered = false;
	size_t length;
	char *line;

	if (source->ended)
		return false;
	while ((result = lines_next(&source->lines, &line, &length)) == LINES_LINE) {
		/* Otherwise all of a large file would be read in search of an end. */
		if (!source->readings && !source->length && strncmp(line, "tcpstate", 8) != 0)
			result = LINES_END;
		if (result == LINES_END)
			break;
		if (begins_next(source, line))
			delivered = deliver(source);
		else if (begins(line, REPORT_RECORDING))
			forget_pending(source);
		note_line(source, line);
		add_line(source, line, length);
		if (delivered)
			return true;
		if (begins(line, REPORT_RECORDING_END) && source->has_summary)
			return deliver(source);
	}
	return finish(source, result);
}

bool top_source_next(struct top_source *source)
{
	struct tm local;
	time_t now;

	if (source->saved)
		return next_recorded(source);
	source->without_module = !live_module();
	now = time(NULL);
	strftime(source->when, sizeof(source->when), "%Y-%m-%d %H:%M:%S",
		 localtime_r(&now, &local));
	return true;
}

void top_source_close(struct top_source *source)
{
	if (!source->saved)
		return;
	if (source->readings)
		recording_close(&source->recording);
	free(source->text);
	lines_close(&source->lines);
	fclose(source->current);
}
