// SPDX-License-Identifier: GPL-2.0-only
/* Reads a text of tcpstate. */

#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/report.h"

/*
 * More than any known file needs, so that another file cannot take all memory. A dwell
 * line has up to 146 buckets.
 */
enum { LINE_MAX_BYTES = 1 << 20, FIELDS_MAX = 4096, KEYWORDS_MAX = 64 };

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
	exit(1);
}

static void open_stream(struct report *report, const char *path)
{
	if (!strcmp(path, "-")) {
		report->name = "standard input";
		report->stream = stdin;
		return;
	}
	report->name = path;
	report->stream = fopen(path, "r");
	if (report->stream)
		return;
	if (errno == ENOENT && !strncmp(path, "/proc/", 6))
		errx(1, "%s is not there: load the module with 'modprobe tcpstate' or 'insmod ./tcpstate.ko', or read a saved copy with --input", path);
	err(1, "cannot open %s", path);
}

/* Return: false at the end of the file. */
static bool read_line(struct report *report)
{
	size_t used = 0;
	int c;

	report->line++;
	while ((c = getc(report->stream)) != EOF && c != '\n') {
		if (c == '\0' || (c < ' ' && c != '\t') || c > '~')
			report_fail(report, "not a text of tcpstate: it has bytes that are not ASCII");
		if (used == LINE_MAX_BYTES)
			report_fail(report, "a line of more than %d bytes: not a text of tcpstate",
				    LINE_MAX_BYTES);
		if (used + 2 > report->room) {
			report->room = report->room ? 2 * report->room : 512;
			report->text = realloc(report->text, report->room);
			if (!report->text)
				err(1, "%s", report->name);
		}
		report->text[used++] = c;
	}
	if (ferror(report->stream))
		err(1, "cannot read %s", report->name);
	if (c == EOF && used)
		report_fail(report, "cut off: the last line has no end");
	if (c == EOF)
		return false;
	if (!report->room)
		report->text = realloc(report->text, report->room = 512);
	report->text[used] = '\0';
	return true;
}

static void split_line(struct report *report)
{
	char *rest = NULL, *word;

	report->fields = 0;
	for (word = strtok_r(report->text, " \t", &rest); word;
	     word = strtok_r(NULL, " \t", &rest)) {
		if (report->fields == report->field_room) {
			if (report->field_room == FIELDS_MAX)
				report_fail(report, "more than %d fields in a line", FIELDS_MAX);
			report->field_room = report->field_room ? 2 * report->field_room : 32;
			report->field = realloc(report->field,
						report->field_room * sizeof(*report->field));
			if (!report->field)
				err(1, "%s", report->name);
		}
		report->field[report->fields++] = word;
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

/* "# KEYWORD COLUMN..." */
static void learn_columns(struct report *report)
{
	struct columns *columns;
	size_t i;

	if (report->fields < 2)
		return;
	columns = find_columns(report, report->field[1]);
	if (!columns) {
		if (report->keywords++ == KEYWORDS_MAX)
			report_fail(report, "more than %d kinds of records", KEYWORDS_MAX);
		columns = calloc(1, sizeof(*columns));
		if (!columns)
			err(1, "%s", report->name);
		columns->keyword = strdup(report->field[1]);
		columns->next = report->columns;
		report->columns = columns;
	}
	free_names(columns);
	columns->name = calloc(report->fields, sizeof(*columns->name));
	if (!columns->name || !columns->keyword)
		err(1, "%s", report->name);
	for (i = 2; i < report->fields; i++) {
		columns->name[columns->names] = strdup(report->field[i]);
		if (!columns->name[columns->names++])
			err(1, "%s", report->name);
	}
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
		report_fail(report, "speaks tcpstate text version %s, this tcpstate reads %d: install a newer tcpstate",
			    report->field[1], TCPSTATE_ABI_VERSION);
	if (!version.known || version.value != TCPSTATE_ABI_VERSION)
		report_fail(report, "version '%s' of the text is none: it should begin with '%s %d'",
			    report->field[1], file, TCPSTATE_ABI_VERSION);
	if (report->fields < 3)
		report_fail(report, "cut off: no scope after the version");
	report->scope = strdup(report->field[2]);
	if (!report->scope)
		err(1, "%s", report->name);
}

void report_open(struct report *report, const char *path, const char *file)
{
	memset(report, 0, sizeof(*report));
	open_stream(report, path);
	if (!read_line(report))
		report_fail(report, "empty: not a text of tcpstate");
	split_line(report);
	read_head(report, file);
}

bool report_next(struct report *report)
{
	while (read_line(report)) {
		split_line(report);
		if (!report->fields)
			continue;
		if (!strcmp(report->field[0], "#")) {
			learn_columns(report);
			continue;
		}
		report->keyword = report->field[0];
		report->current = find_columns(report, report->keyword);
		return true;
	}
	return false;
}

const char *report_field(const struct report *report, size_t place)
{
	if (place + 1 >= report->fields)
		report_fail(report, "too few fields after '%s'", report->keyword);
	return report->field[place + 1];
}

const char *report_text(const struct report *report, const char *column)
{
	size_t i;

	if (!report->current)
		report_fail(report, "'%s' without a line that names its columns", report->keyword);
	for (i = 0; i < report->current->names; i++)
		if (!strcmp(report->current->name[i], column))
			return report_field(report, i);
	report_fail(report, "'%s' has no column '%s'", report->keyword, column);
}

struct number report_parse_number(const struct report *report, const char *word)
{
	struct number number = { .known = true };
	char *end;

	if (!strcmp(word, TCPSTATE_NOT_KNOWN))
		return (struct number){ .known = false };
	errno = 0;
	number.value = strtoull(word, &end, 10);
	if (*word < '0' || *word > '9' || *end || errno)
		report_fail(report, "'%.40s' should be a number", word);
	return number;
}

struct number report_number(const struct report *report, const char *column)
{
	return report_parse_number(report, report_text(report, column));
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
	if (report->stream != stdin)
		fclose(report->stream);
	free(report->scope);
	free(report->text);
	free(report->field);
}
