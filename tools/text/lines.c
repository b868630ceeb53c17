// SPDX-License-Identifier: GPL-2.0-only
/* Reads a file line by line, without copying. */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/failure.h"
#include "tools/text/lines.h"

enum { USUAL_ROOM = 1 << 16 };

bool lines_open(struct lines *lines, const char *path)
{
	memset(lines, 0, sizeof(*lines));
	lines->file = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (lines->file < 0)
		return false;
	/* Standard input may have been read from before. */
	lines->offset = lseek(lines->file, 0, SEEK_CUR);
	lines->seekable = lines->offset >= 0;
	if (!lines->seekable)
		lines->offset = 0;
	lines->room = USUAL_ROOM;
	lines->buffer = malloc(lines->room);
	return lines->buffer;
}

/* What is in the buffer comes before. Others may read the same file at other places. */
static ssize_t read_some(const struct lines *lines, char *buffer, size_t size)
{
	off_t offset = lines->offset + (lines->end - lines->begin);
	ssize_t got;

	do
		got = lines->seekable ? pread(lines->file, buffer, size, offset) :
					read(lines->file, buffer, size);
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
		got = read_some(lines, lines->buffer + lines->end,
				lines->room - lines->end - 1);
		if (got < 0)
			return LINES_FAILED;
		if (!got)
			return hand_out(lines, searched ? LINES_CUT : LINES_END, searched, line,
					length);
		lines->end += got;
	}
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
	ssize_t got;

	while ((got = read_some(lines, lines->buffer, lines->room)) > 0)
		if (!write_all(to, lines->buffer, got))
			return false;
	return !got;
}

bool lines_keep(struct lines *lines)
{
	int file;

	if (lines->seekable)
		return true;
	file = memfd_create("tcpstate", MFD_CLOEXEC);
	if (file < 0)
		return false;
	if (!copy_rest(lines, file)) {
		close(file);
		return false;
	}
	if (lines->file != STDIN_FILENO)
		close(lines->file);
	lines->file = file;
	lines->seekable = true;
	lines->offset = 0;
	return true;
}

void lines_unread(struct lines *lines)
{
	lines->buffer[lines->begin - 1] = '\n';
	lines->offset -= lines->begin;
	lines->begin = 0;
}

void lines_share(struct lines *lines, const struct lines *from, off_t offset)
{
	*lines = (struct lines){
		.file = from->file,
		.shared = true,
		.seekable = true,
		.offset = offset,
		.room = from->room,
		.buffer = xmalloc(from->room),
	};
	if (from->offset != offset)
		return;
	lines->end = from->end - from->begin;
	memcpy(lines->buffer, from->buffer + from->begin, lines->end);
}

void lines_close(struct lines *lines)
{
	if (lines->file != STDIN_FILENO && !lines->shared)
		close(lines->file);
	free(lines->buffer);
}
