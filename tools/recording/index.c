// SPDX-License-Identifier: GPL-2.0-only
/* Notes where the texts of a file begin. */

#include <err.h>
#include <errno.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/recording/index.h"

/* Many times what there are; another file must not take all memory. */
enum { TEXTS_MAX = 64 };

/* Where a text begins; no text is on line 0. */
struct place {
	off_t offset;
	unsigned long line;
};

/**
 * struct indexed_text - all texts of a name
 * @name: of them
 * @first: of any reading
 * @last: of any reading
 * @first_whole: of a reading with an end
 * @last_whole: of a reading with an end
 * @pending: of the reading whose end has not come yet
 */
struct indexed_text {
	char name[32];
	struct place first;
	struct place last;
	struct place first_whole;
	struct place last_whole;
	struct place pending;
};

/* Return: the length of the text's name if a line begins a text, else 0. */
static size_t name_length(const char *line)
{
	if (strncmp(line, TCPSTATE_PROC_SUMMARY, strlen(TCPSTATE_PROC_SUMMARY)) != 0)
		return 0;
	return strcspn(line, " \t");
}

static struct indexed_text *find_text(const struct recording *recording, const char *name,
				      size_t length)
{
	size_t i;

	for (i = 0; i < recording->texts; i++)
		if (!strncmp(recording->text[i].name, name, length) &&
		    !recording->text[i].name[length])
			return &recording->text[i];
	return NULL;
}

static struct indexed_text *add_text(struct recording *recording, const char *name, size_t length)
{
	struct indexed_text *text;

	if (recording->texts == TEXTS_MAX)
		report_fail(&recording->file, "more than %d kinds of texts", TEXTS_MAX);
	recording->text = xreallocarray(recording->text, recording->texts + 1, sizeof(*text));
	text = &recording->text[recording->texts++];
	memset(text, 0, sizeof(*text));
	memcpy(text->name, name, length);
	return text;
}

/* What is pending when a reading begins was cut off. */
static void begin_reading(struct recording *recording)
{
	size_t i;

	for (i = 0; i < recording->texts; i++)
		recording->text[i].pending.line = 0;
}

static void end_reading(struct recording *recording)
{
	struct indexed_text *text;

	for (text = recording->text; text < recording->text + recording->texts; text++) {
		if (!text->pending.line)
			continue;
		if (!text->first_whole.line)
			text->first_whole = text->pending;
		text->last_whole = text->pending;
		text->pending.line = 0;
	}
}

static void note_text(struct recording *recording, const char *name, size_t length, off_t offset)
{
	struct place place = { offset, recording->file.line };
	struct indexed_text *text;

	if (length >= sizeof(text->name))
		return;
	text = find_text(recording, name, length);
	if (!text)
		text = add_text(recording, name, length);
	if (!strcmp(text->name, REPORT_RECORDING))
		begin_reading(recording);
	if (!strcmp(text->name, REPORT_RECORDING_END))
		end_reading(recording);
	if (!text->first.line)
		text->first = place;
	text->last = text->pending = place;
}

static bool is_in_proc(const struct recording *recording)
{
	struct statfs status;

	return !fstatfs(recording->file.lines.file, &status) && status.f_type == PROC_SUPER_MAGIC;
}

/* The first line is enough to refuse another program's file, or one that is made when read. */
static void go_through(struct recording *recording)
{
	struct report *file = &recording->file;
	off_t offset = file->lines.offset;
	size_t length;

	if (!report_line(file))
		report_fail(file, "empty: not a text of tcpstate");
	length = name_length(file->text);
	if (!length)
		return;
	note_text(recording, file->text, length, offset);
	recording->complete = recording_holds(recording, REPORT_RECORDING);
	if (is_in_proc(recording)) {
		lines_unread(&file->lines);
		return;
	}
	for (offset = file->lines.offset; report_line(file); offset = file->lines.offset) {
		length = name_length(file->text);
		if (length)
			note_text(recording, file->text, length, offset);
	}
}

bool recording_open_if_allowed(struct recording *recording, const char *path)
{
	struct report *file = &recording->file;

	memset(recording, 0, sizeof(*recording));
	file->name = strcmp(path, "-") ? path : "standard input";
	if (!lines_open(&file->lines, path)) {
		if (errno == ENOENT || errno == EACCES || errno == EPERM)
			return false;
		err(failure_status, "cannot open %s", path);
	}
	if (!lines_keep(&file->lines))
		err(failure_status, "cannot keep %s", file->name);
	go_through(recording);
	return true;
}

void recording_open(struct recording *recording, const char *path)
{
	if (recording_open_if_allowed(recording, path))
		return;
	if (errno == ENOENT && !strncmp(path, "/proc/", 6))
		errx(failure_status, "%s is missing: load the module with 'modprobe tcpstate' or 'insmod ./tcpstate.ko', or read a saved copy with --input", path);
	err(failure_status, "cannot open %s", path);
}

bool recording_holds(const struct recording *recording, const char *file)
{
	return find_text(recording, file, strlen(file));
}

struct report *recording_text(const struct recording *recording, struct report *report,
			      const char *file, enum report_reading reading)
{
	const struct indexed_text *text = find_text(recording, file, strlen(file));
	struct place place;

	*report = (struct report){ .name = recording->file.name, .recorded = recording->complete };
	if (!text && recording->complete)
		errx(failure_status, "%s: this recording has no text '%s': record the whole host, with the module loaded",
		     report->name, file);
	if (!text) {
		report->line = 1;
		report_fail(report, "not a text of tcpstate: it should begin with '%s %d', or be a recording that holds one",
			    file, TCPSTATE_ABI_VERSION);
	}
	if (text->first_whole.line)
		place = reading == REPORT_FIRST ? text->first_whole : text->last_whole;
	else
		place = reading == REPORT_FIRST ? text->first : text->last;
	report->line = place.line - 1;
	lines_share(&report->lines, &recording->file.lines, place.offset);
	report_begin(report, file);
	return report;
}

void recording_close(struct recording *recording)
{
	report_close(&recording->file);
	free(recording->text);
}
