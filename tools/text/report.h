/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads a text of tcpstate: records of a keyword and fields, whose columns are found
 * by name. Knows the rules of procfs/ABI and no file in particular.
 */
#ifndef TCPSTATE_TOOLS_TEXT_REPORT_H
#define TCPSTATE_TOOLS_TEXT_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tools/number.h"
#include "tools/text/lines.h"

struct columns;

/**
 * struct report - a text that is being read
 * @name: of the file, for messages
 * @line: number of the current line
 * @scope: third word of the first line
 * @keyword: of the current record
 * @recorded: another text follows, so that without one it is cut off
 * @line_filter: optional; set after the begin. Returns false for a line to skip without
 *	parsing it
 * @data: for it
 * @learned: grows whenever columns are named: places that report_find_places() found before are void
 */
struct report {
	const char *name;
	unsigned long line;
	char *scope;
	const char *keyword;
	bool recorded;
	bool (*line_filter)(void *data, const char *line);
	void *data;
	unsigned long learned;

	struct lines lines;
	char *text;
	size_t length;
	char **field;
	size_t fields;
	size_t field_room;
	size_t keywords;
	struct columns *columns;
	const struct columns *current;
};

/**
 * report_begin() - read the first line of a text
 * @report: zero but for @name, @lines, the number of the line before as @line, and @recorded
 * @file: the file's name in its first line, like TCPSTATE_PROC_SUMMARY
 *
 * Ends the program with a message if it is no such text, or speaks a newer version.
 */
void report_begin(struct report *report, const char *file);

/**
 * report_line() - go on to the next line, whatever it is
 * @report: the text
 *
 * It is not split: it stands in @text as in the file. Ends the program with a message if it
 * cannot be read.
 *
 * Return: false at the end of the file.
 */
bool report_line(struct report *report);

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
 * struct report_column - a column that a reader knows
 * @name: of the column
 * @optional: it was appended after the first version: an older text is without it
 */
struct report_column {
	const char *name;
	bool optional;
};

/* The place of a column that an older text is without. */
#define REPORT_NO_PLACE SIZE_MAX

/**
 * report_find_places() - the places of columns, for many records of one kind
 * @report: the text
 * @column: the columns
 * @columns: how many
 * @place: gets the place of each, for report_field(); valid until @learned grows
 *
 * Ends the program if records like the current one lack a column that is not optional.
 */
void report_find_places(const struct report *report, const struct report_column *column,
			size_t columns, size_t *place);

/**
 * report_fields() - the fields of the current record
 * @report: the text
 * @column: their columns
 * @columns: how many
 * @field: gets each, valid until the next record; of an older text "-" if it is optional
 *
 * Ends the program if the record lacks one that is not optional.
 */
void report_fields(const struct report *report, const struct report_column *column,
		   size_t columns, const char **field);

/**
 * report_require_columns() - ends the program if no line named the columns of a kind
 * @report: the text
 * @keyword: of the records, of which there may be none
 *
 * To be called at the end of a list: an empty one has the line, one that is cut off has not.
 */
void report_require_columns(const struct report *report, const char *keyword);

/**
 * report_field() - a field by its place
 * @report: the text
 * @place: 0 is the first after the keyword; "-" stands at REPORT_NO_PLACE
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
