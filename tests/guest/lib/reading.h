/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One reading of a tcpstate file as flat named numbers.
 *
 * A parser of its own, by the rules of procfs/ABI: the tool's parser is under
 * test elsewhere and shares nothing with this one.
 */
#ifndef TCPSTATE_TESTS_GUEST_READING_H
#define TCPSTATE_TESTS_GUEST_READING_H

#include <stdbool.h>
#include <stdint.h>

enum { READING_NUMBERS = 192, READING_NAME = 64, READING_SLOTS = 512 };

/*
 * @name: "transition CLOSE SYN_SENT", "state LISTEN entered", "gauge parked",
 *	"counter late", "info loaded_ns"
 * @known: false for "-"
 */
struct number {
	char name[READING_NAME];
	bool known;
	uint64_t value;
};

/*
 * @slots: of a hash table of the names: a number's index plus 1, 0 if free. There are many
 *	readings of many numbers, and an emulated guest has little time.
 */
struct reading {
	unsigned int count;
	struct number numbers[READING_NUMBERS];
	uint16_t slots[READING_SLOTS];
};

/**
 * reading_take() - read and parse a file
 * @reading: filled
 * @path: the file
 *
 * Fails the scenario if the file cannot be read or breaks the rules.
 */
void reading_take(struct reading *reading, const char *path);

/**
 * reading_find() - look a number up
 * @reading: where
 * @name: as in struct number
 *
 * Return: the number, NULL if the text has no such line.
 */
const struct number *reading_find(const struct reading *reading, const char *name);

#endif
