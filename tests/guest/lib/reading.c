// SPDX-License-Identifier: GPL-2.0-only
/* Parses a tcpstate file: columns by name, "-" as not known. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tests/guest/lib/reading.h"
#include "tests/guest/lib/scenario_exit.h"

enum { LINE = 1024, COLUMNS = 12 };

struct columns {
	unsigned int count;
	char *word[COLUMNS];
};

static void split(struct columns *columns, char *line)
{
	char *word, *rest = NULL;

	columns->count = 0;
	for (word = strtok_r(line, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest)) {
		if (columns->count == COLUMNS)
			fail("more than %d columns in '%s'", COLUMNS, columns->word[0]);
		columns->word[columns->count++] = word;
	}
}

/* The slot of a name, or the free one where it belongs: there are more than numbers. */
static unsigned int slot_of(const struct reading *reading, const char *name)
{
	unsigned int hash = 2166136261u, slot;
	const char *c;

	/* FNV-1a. */
	for (c = name; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	for (slot = (hash ^ hash >> 16) % READING_SLOTS; reading->slots[slot];
	     slot = (slot + 1) % READING_SLOTS)
		if (!strcmp(reading->numbers[reading->slots[slot] - 1].name, name))
			break;
	return slot;
}

static void add_number(struct reading *reading, const char *name, const char *text)
{
	unsigned int slot = slot_of(reading, name);
	struct number *number;
	char *end;

	if (reading->slots[slot])
		fail("'%s' appears twice", name);
	if (reading->count == READING_NUMBERS)
		fail("more than %d numbers in a reading", READING_NUMBERS);
	number = &reading->numbers[reading->count++];
	reading->slots[slot] = reading->count;
	snprintf(number->name, sizeof(number->name), "%s", name);
	number->known = strcmp(text, TCPSTATE_NOT_KNOWN) != 0;
	number->value = 0;
	if (!number->known)
		return;
	errno = 0;
	number->value = strtoull(text, &end, 10);
	if (errno || *end || text[0] < '0' || text[0] > '9')
		fail("'%s' is '%s', not a number", name, text);
}

static bool names_a_row(const char *column)
{
	return !strcmp(column, TCPSTATE_COL_NAME) || !strcmp(column, TCPSTATE_COL_FROM) ||
	       !strcmp(column, TCPSTATE_COL_TO);
}

/* A row of several numbers names each by its column, a row of one does not. */
static void add_record(struct reading *reading, const struct columns *head,
		       const struct columns *record)
{
	char row[READING_NAME], name[2 * READING_NAME];
	unsigned int i, numbers = 0;

	if (record->count != head->count)
		fail("a '%s' record has %u columns, its head %u", record->word[0], record->count,
		     head->count);
	snprintf(row, sizeof(row), "%s", record->word[0]);
	for (i = 1; i < head->count; i++) {
		if (names_a_row(head->word[i])) {
			snprintf(name, sizeof(name), "%s %s", row, record->word[i]);
			if (strlen(name) >= sizeof(row))
				fail("'%s' is longer than any name", name);
			memcpy(row, name, strlen(name) + 1);
		} else {
			numbers++;
		}
	}
	for (i = 1; i < head->count; i++) {
		if (names_a_row(head->word[i]))
			continue;
		snprintf(name, sizeof(name), numbers > 1 ? "%s %s" : "%s", row, head->word[i]);
		add_number(reading, name, record->word[i]);
	}
}

static void check_first_line(const char *line, const char *path)
{
	char scope[READING_NAME];
	int version;

	if (!line || sscanf(line, TCPSTATE_PROC_SUMMARY " %d %63s", &version, scope) != 2)
		fail("%s does not begin with '" TCPSTATE_PROC_SUMMARY " VERSION SCOPE'", path);
	if (version != TCPSTATE_ABI_VERSION)
		fail("%s is version %d, these tests read %d", path, version, TCPSTATE_ABI_VERSION);
}

static void add_info(struct reading *reading, const struct columns *record)
{
	char name[READING_NAME];

	if (record->count != 3)
		fail("an info record has %u columns, not 3", record->count);
	if (!strcmp(record->word[1], TCPSTATE_INFO_VERSION))
		return;
	snprintf(name, sizeof(name), "%s %s", TCPSTATE_KW_INFO, record->word[1]);
	add_number(reading, name, record->word[2]);
}

void reading_take(struct reading *reading, const char *path)
{
	char line[LINE], head_line[LINE];
	struct columns head = { 0 }, record;
	FILE *file = fopen(path, "r");

	must(file, path);
	reading->count = 0;
	memset(reading->slots, 0, sizeof(reading->slots));
	check_first_line(fgets(line, sizeof(line), file), path);
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '#') {
			memcpy(head_line, line, sizeof(line));
			split(&head, head_line + 1);
			continue;
		}
		split(&record, line);
		if (record.count && !strcmp(record.word[0], TCPSTATE_KW_INFO))
			add_info(reading, &record);
		else if (record.count && head.count && !strcmp(record.word[0], head.word[0]))
			add_record(reading, &head, &record);
	}
	must(!ferror(file), path);
	fclose(file);
}

const struct number *reading_find(const struct reading *reading, const char *name)
{
	uint16_t place = reading->slots[slot_of(reading, name)];

	return place ? &reading->numbers[place - 1] : NULL;
}
