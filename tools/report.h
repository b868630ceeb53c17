/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads a text of tcpstate: records of a keyword and fields, whose columns are found
 * by name. Knows the rules of procfs/ABI and no file in particular.
 */
#ifndef TCPSTATE_TOOLS_REPORT_H
#define TCPSTATE_TOOLS_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tools/lines.h"

/* The texts that begin and end a reading of a recording: "tcpstate record" writes them. */
#define REPORT_RECORDING "tcpstate_recording"
#define REPORT_RECORDING_END "tcpstate_end"

/* Which reading of a recording. */
enum report_reading { REPORT_FIRST, REPORT_LAST };

/* A number of the text: "-" is not known, which is not 0. */
struct number {
	bool known;
	uint64_t value;
};

struct columns;

/**
 * struct report - a text that is being read
 * @name: of the file, for messages
 * @line: number of the current line
 * @scope: third word of the first line
 * @keyword: of the current record
 * @wants_line: to be set after the open by who can tell from a line, as it stands in the
 *	file, that its record is of no interest, else NULL: it is passed over unread
 * @data: for it
 * @learned: grows whenever columns are named: what report_place() returned before is void
 */
struct report {
	const char *name;
	unsigned long line;
	char *scope;
	const char *keyword;
	bool (*wants_line)(void *data, const char *line);
	void *data;
	unsigned long learned;

	struct lines lines;
	char *text;
	size_t length;
	char **field;
	size_t fields;
	size_t field_room;
	size_t keywords;
	bool recorded;
	struct columns *columns;
	const struct columns *current;
};

/**
 * report_open() - open a text and read its first line
 * @report: overwritten
 * @path: of the file; "-" is standard input
 * @file: the file's name in its first line, like TCPSTATE_PROC_SUMMARY
 *
 * Ends the program with a message if the file cannot be opened, is no such text, or
 * speaks a newer version.
 */
void report_open(struct report *report, const char *path, const char *file);

/**
 * report_open_reading() - the same, of one reading of a recording
 * @report: overwritten
 * @path: of the file
 * @file: the file's name in its first line
 * @reading: the first or the last one that is whole; report_open() takes the last
 *
 * A recording is texts one after the other, as "cat /proc/tcpstate /proc/tcpstate_dwell"
 * makes them too. Of a file that is one text only, that is the one.
 */
void report_open_reading(struct report *report, const char *path, const char *file,
			 enum report_reading reading);

/**
 * report_holds() - whether a file can be read as a text
 * @path: of the file; "-" is never asked
 * @file: the file's name in its first line
 *
 * Return: true if it is there, may be read and is that text, or a recording that has it.
 */
bool report_holds(const char *path, const char *file);

/**
 * report_next() - go on to the next record
 * @report: the text
 *
 * Ends the program with a message at a line that cannot be read.
 *
 * Return: false at the end, of the text or of the file.
 */
bool report_next(struct report *report);

/**
 * report_text() - a field of the current record
 * @report: the text
 * @column: its column's name
 *
 * Ends the program if the record does not have it.
 *
 * Return: the field, valid until the next record.
 */
const char *report_text(const struct report *report, const char *column);

/**
 * report_place() - the place of a column, for many records of one kind
 * @report: the text
 * @column: its name
 *
 * Ends the program if records like the current one have none of that name.
 *
 * Return: the place, for report_field(); valid until @learned grows.
 */
size_t report_place(const struct report *report, const char *column);

/**
 * report_require_columns() - ends the program if no line named the columns of a kind
 * @report: the text
 * @keyword: of the records, of which there may be none
 *
 * To be called at the end of a list: an empty one has the line, one that is cut off has not.
 */
void report_require_columns(const struct report *report, const char *keyword);

/* The same as report_text(), as a number. */
struct number report_number(const struct report *report, const char *column);

/**
 * report_field() - a field by its place, for records without columns
 * @report: the text
 * @place: 0 is the first after the keyword
 *
 * Return: the field. Ends the program if there is none.
 */
const char *report_field(const struct report *report, size_t place);

/**
 * report_parse_number() - a word as a number
 * @report: the text, for the message
 * @word: the word
 *
 * Return: the number. Ends the program if it is none.
 */
struct number report_parse_number(const struct report *report, const char *word);

/**
 * report_close() - free it all
 * @report: the text
 */
void report_close(struct report *report);

/* Ends the program: "FILE:LINE: what is wrong". */
void report_fail(const struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3), noreturn));

#endif
