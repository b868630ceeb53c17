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
 */
struct report {
	const char *name;
	unsigned long line;
	char *scope;
	const char *keyword;

	FILE *stream;
	char *text;
	size_t room;
	char **field;
	size_t fields;
	size_t field_room;
	size_t keywords;
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
 * report_next() - go on to the next record
 * @report: the text
 *
 * Ends the program with a message at a line that cannot be read.
 *
 * Return: false at the end.
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

/* The same as a number. */
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
