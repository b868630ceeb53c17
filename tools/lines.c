// SPDX-License-Identifier: GPL-2.0-only
/* Reads a file line by line, without copying. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/lines.h"

enum { USUAL_ROOM = 1 << 16 };

bool lines_open(struct lines *lines, const char *path)
{
	memset(lines, 0, sizeof(*lines));
	lines->file = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (lines->file < 0)
		return false;
	/* Standard input may have been read from before. */
	lines->offset = lseek(lines->file, 0, SEEK_CUR);
	if (lines->offset < 0)
		lines->offset = 0;
	lines->room = USUAL_ROOM;
	lines->buffer = malloc(lines->room);
	return lines->buffer;
}

static ssize_t read_some(int file, char *buffer, size_t size)
{
	ssize_t got;

	do
		got = read(file, buffer, size);
	while (got < 0 && errno == EINTR);
	return got;
}

/* One byte stays free for the NUL behind a line that has no end. */
static bool make_room(struct lines *lines)
{
	char *larger;

	if (lines->begin) {
		memmove(lines->buffer, lines->buffer + lines->begin, lines->end - lines->begin);
		lines->end -= lines->begin;
		lines->begin = 0;
	}
	if (lines->end + 1 < lines->room)
		return true;
	larger = realloc(lines->buffer, 2 * lines->room);
	if (!larger)
		return false;
	lines->buffer = larger;
	lines->room *= 2;
	return true;
}

static enum lines_result hand_out(struct lines *lines, enum lines_result result, size_t length,
				  char **line, size_t *size)
{
	*line = lines->buffer + lines->begin;
	*size = length;
	(*line)[length] = '\0';
	if (result == LINES_LINE) {
		lines->begin += length + 1;
		lines->offset += length + 1;
	}
	return result;
}

enum lines_result lines_next(struct lines *lines, char **line, size_t *length)
{
	size_t searched = 0;
	ssize_t got;
	char *end;

	for (;;) {
		end = memchr(lines->buffer + lines->begin + searched, '\n',
			     lines->end - lines->begin - searched);
		searched = end ? (size_t)(end - lines->buffer) - lines->begin :
				 lines->end - lines->begin;
		if (searched > LINES_LONGEST)
			return hand_out(lines, LINES_LONG, searched, line, length);
		if (end)
			return hand_out(lines, LINES_LINE, searched, line, length);
		if (!make_room(lines))
			return LINES_FAILED;
		got = read_some(lines->file, lines->buffer + lines->end,
				lines->room - lines->end - 1);
		if (got < 0)
			return LINES_FAILED;
		if (!got)
			return hand_out(lines, searched ? LINES_CUT : LINES_END, searched, line,
					length);
		lines->end += got;
	}
}

bool lines_seek(struct lines *lines, off_t offset)
{
	if (lseek(lines->file, offset, SEEK_SET) < 0)
		return false;
	lines->offset = offset;
	lines->begin = 0;
	lines->end = 0;
	return true;
}

static bool write_all(int file, const char *text, size_t length)
{
	ssize_t written;

	while (length) {
		written = write(file, text, length);
		if (written < 0 && errno != EINTR)
			return false;
		if (written > 0) {
			text += written;
			length -= written;
		}
	}
	return true;
}

static bool copy_rest(struct lines *lines, int to)
{
	ssize_t got = lines->end - lines->begin;

	do {
		if (!write_all(to, lines->buffer + lines->begin, got))
			return false;
		lines->begin = 0;
		got = read_some(lines->file, lines->buffer, lines->room);
	} while (got > 0);
	return !got;
}

bool lines_keep(struct lines *lines)
{
	FILE *kept;
	int file;

	if (lseek(lines->file, 0, SEEK_CUR) >= 0)
		return true;
	kept = tmpfile();
	if (!kept)
		return false;
	file = fcntl(fileno(kept), F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	fclose(kept);
	if (file < 0)
		return false;
	if (!copy_rest(lines, file)) {
		close(file);
		return false;
	}
	if (lines->file != STDIN_FILENO)
		close(lines->file);
	lines->file = file;
	return lines_seek(lines, 0);
}

void lines_close(struct lines *lines)
{
	if (lines->file != STDIN_FILENO)
		close(lines->file);
	free(lines->buffer);
}
