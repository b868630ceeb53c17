// SPDX-License-Identifier: GPL-2.0-only
/* Reads a text of tcpstate. */

#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/text/report.h"

/*
 * More than any known file needs, so that another file cannot take all memory. A dwell
 * line has up to 146 buckets.
 */
enum { FIELDS_MAX = 4096, KEYWORDS_MAX = 64 };

struct columns {
	struct columns *next;
	char *keyword;
	char **name;
	size_t names;
};

void report_fail(const struct report *report, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%lu: ", report->name, report->line);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(failure_status);
}

static void refuse_foreign_bytes(const struct report *report, const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((text[i] < ' ' && text[i] != '\t') || text[i] > '~')
			report_fail(report, "not a text of tcpstate: it has bytes that are not ASCII");
}

bool report_line(struct report *report)
{
	enum lines_result result = lines_next(&report->lines, &report->text, &report->length);

	report->line++;
	if (result == LINES_LINE)
		return true;
	if (result == LINES_FAILED)
		err(failure_status, "cannot read %s", report->name);
	refuse_foreign_bytes(report, report->text, report->length);
	if (result == LINES_LONG)
		report_fail(report, "a line of more than %d bytes: not a text of tcpstate",
			    LINES_LONGEST);
	if (result == LINES_CUT)
		report_fail(report, "cut off: the last line has no end");
	return false;
}

static void add_field(struct report *report, char *word)
{
	if (report->fields == report->field_room) {
		if (report->field_room == FIELDS_MAX)
			report_fail(report, "more than %d fields in a line", FIELDS_MAX);
		report->field_room = report->field_room ? 2 * report->field_room : 32;
		report->field = xreallocarray(report->field, report->field_room,
					      sizeof(*report->field));
	}
	report->field[report->fields++] = word;
}

/* By hand: strtok() takes more time than all the rest of a long list together. */
static void split_line(struct report *report)
{
	char *end = report->text + report->length, *c = report->text;

	report->fields = 0;
	while (c < end) {
		if (*c == ' ' || *c == '\t') {
			c++;
			continue;
		}
		add_field(report, c);
		while (*c > ' ' && *c <= '~')
			c++;
		if (c < end && *c != ' ' && *c != '\t')
			refuse_foreign_bytes(report, c, 1);
		*c++ = '\0';
	}
}

static struct columns *find_columns(const struct report *report, const char *keyword)
{
	struct columns *columns;

	for (columns = report->columns; columns; columns = columns->next)
		if (!strcmp(columns->keyword, keyword))
			return columns;
	return NULL;
}

static void free_names(struct columns *columns)
{
	while (columns->names)
		free(columns->name[--columns->names]);
	free(columns->name);
	columns->name = NULL;
}

static struct columns *add_columns(struct report *report, const char *keyword)
{
	struct columns *columns;

	if (report->keywords++ == KEYWORDS_MAX)
		report_fail(report, "more than %d kinds of records", KEYWORDS_MAX);
	columns = xcalloc(1, sizeof(*columns));
	columns->keyword = xstrdup(keyword);
	columns->next = report->columns;
	report->columns = columns;
	return columns;
}

/* "# KEYWORD COLUMN...", with or without the blank. */
static void learn_columns(struct report *report)
{
	size_t first = report->field[0][1] ? 0 : 1, i;
	struct columns *columns;
	const char *keyword;

	if (report->fields <= first)
		return;
	keyword = report->field[first] + !first;
	columns = find_columns(report, keyword);
	if (!columns)
		columns = add_columns(report, keyword);
	free_names(columns);
	report->learned++;
	columns->name = xcalloc(report->fields, sizeof(*columns->name));
	for (i = first + 1; i < report->fields; i++)
		columns->name[columns->names++] = xstrdup(report->field[i]);
}

/* The version comes first: of a newer text nothing else can be judged. */
static void read_head(struct report *report, const char *file)
{
	struct number version;

	if (report->fields < 2 || strcmp(report->field[0], file))
		report_fail(report, "not a text of tcpstate: it should begin with '%s %d'", file,
			    TCPSTATE_ABI_VERSION);
	version = report_parse_number(report, report->field[1]);
	if (version.known && version.value > TCPSTATE_ABI_VERSION)
		report_fail(report, "the text has version %s, this tcpstate reads %d: install a newer tcpstate",
			    report->field[1], TCPSTATE_ABI_VERSION);
	if (!version.known || version.value != TCPSTATE_ABI_VERSION)
		report_fail(report, "invalid version '%s' of the text: it should begin with '%s %d'",
			    report->field[1], file, TCPSTATE_ABI_VERSION);
	if (report->fields < 3)
		report_fail(report, "cut off: no scope after the version");
	report->scope = xstrdup(report->field[2]);
}

static bool begins_text(const struct report *report)
{
	return report->fields && !strncmp(report->field[0], TCPSTATE_PROC_SUMMARY,
					  strlen(TCPSTATE_PROC_SUMMARY));
}

void report_begin(struct report *report, const char *file)
{
	if (!report_line(report))
		report_fail(report, "empty: not a text of tcpstate");
	split_line(report);
	read_head(report, file);
}

bool report_next(struct report *report)
{
	while (report_line(report)) {
		if (report->line_filter && !report->line_filter(report->data, report->text))
			continue;
		split_line(report);
		if (!report->fields)
			continue;
		if (report->field[0][0] == '#') {
			learn_columns(report);
			continue;
		}
		if (begins_text(report))
			return false;
		report->keyword = report->field[0];
		report->current = find_columns(report, report->keyword);
		return true;
	}
	/* Nothing else marks the end of a list. */
	if (report->recorded)
		report_fail(report, "cut off: another text should follow, the reading has no end");
	return false;
}

const char *report_field(const struct report *report, size_t place)
{
	if (place == REPORT_NO_PLACE)
		return TCPSTATE_NOT_KNOWN;
	if (place + 1 >= report->fields)
		report_fail(report, "too few fields after '%s'", report->keyword);
	return report->field[place + 1];
}

static size_t find_place(const struct report *report, const struct report_column *column)
{
	size_t i;

	if (!report->current)
		report_fail(report, "'%s' without a line that names its columns", report->keyword);
	for (i = 0; i < report->current->names; i++)
		if (!strcmp(report->current->name[i], column->name))
			return i;
	if (!column->optional)
		report_fail(report, "'%s' has no column '%s'", report->keyword, column->name);
	return REPORT_NO_PLACE;
}

void report_find_places(const struct report *report, const struct report_column *column,
			size_t columns, size_t *place)
{
	size_t i;

	for (i = 0; i < columns; i++)
		place[i] = find_place(report, &column[i]);
}

void report_fields(const struct report *report, const struct report_column *column,
		   size_t columns, const char **field)
{
	size_t i;

	for (i = 0; i < columns; i++)
		field[i] = report_field(report, find_place(report, &column[i]));
}

void report_require_columns(const struct report *report, const char *keyword)
{
	if (!find_columns(report, keyword))
		report_fail(report, "cut off: no line names the columns of '%s'", keyword);
}

struct number report_parse_number(const struct report *report, const char *word)
{
	struct number number = { .known = true };
	const char *c;

	if (!strcmp(word, TCPSTATE_NOT_KNOWN))
		return (struct number){ .known = false };
	for (c = word; *c >= '0' && *c <= '9'; c++)
		if (__builtin_mul_overflow(number.value, 10, &number.value) ||
		    __builtin_add_overflow(number.value, *c - '0', &number.value))
			break;
	if (*c || c == word)
		report_fail(report, "'%.40s' should be a number", word);
	return number;
}

void report_close(struct report *report)
{
	struct columns *columns;

	while ((columns = report->columns)) {
		report->columns = columns->next;
		free_names(columns);
		free(columns->keyword);
		free(columns);
	}
	lines_close(&report->lines);
	free(report->scope);
	free(report->field);
}
