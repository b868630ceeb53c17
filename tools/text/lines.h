/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads a file line by line, without copying: a list of sockets has hundreds of thousands. */
#ifndef TCPSTATE_TOOLS_TEXT_LINES_H
#define TCPSTATE_TOOLS_TEXT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* More than any known file needs, so that another file cannot take all memory. */
enum { LINES_LONGEST = 1 << 20 };

enum lines_result {
	LINES_LINE,
	LINES_END,
	/* The file ends within a line. */
	LINES_CUT,
	/* A line of more than LINES_LONGEST bytes. */
	LINES_LONG,
	/* With errno. */
	LINES_FAILED,
};

/**
 * struct lines - a file that is being read
 * @offset: in the file, of the line that comes next
 */
struct lines {
	off_t offset;

	int file;
	bool shared;
	bool seekable;
	char *buffer;
	size_t room;
	size_t begin;
	size_t end;
};

/**
 * lines_open() - open a file
 * @lines: overwritten
 * @path: of the file; "-" is standard input
 *
 * Return: false, with errno, if it cannot be opened.
 */
bool lines_open(struct lines *lines, const char *path);

/**
 * lines_next() - go on to the next line
 * @lines: the file
 * @line: gets the line, without its end and with a NUL behind it, to be changed at will
 *	and valid until the next call; also what there is of one that is cut or too long
 * @length: gets its length, since it may hold a NUL itself
 *
 * Return: LINES_LINE, or why there is none.
 */
enum lines_result lines_next(struct lines *lines, char **line, size_t *length);

/**
 * lines_keep() - make it possible to go back
 * @lines: the file, of which nothing is read yet
 *
 * What comes through a pipe is copied to memory, and @offset starts anew.
 *
 * Return: false, with errno, if there is no room for it.
 */
bool lines_keep(struct lines *lines);

/**
 * lines_unread() - have lines_next() say the same line again
 * @lines: the file, of which one line is read, and nothing was written to it
 */
void lines_unread(struct lines *lines);

/**
 * lines_share() - read a file that is open from another place on
 * @lines: overwritten
 * @from: the file, of which lines_keep() was called; must stay open
 * @offset: of a line, as the member was before it was read. What @from has read from there on
 *	is not read again: a file in /proc would be another reading by then
 */
void lines_share(struct lines *lines, const struct lines *from, off_t offset);

void lines_close(struct lines *lines);

#endif
