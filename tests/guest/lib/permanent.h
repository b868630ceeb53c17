/* SPDX-License-Identifier: GPL-2.0-only */
/* The sockets that stay while others come and go: a reading must have each exactly once. */
#ifndef TCPSTATE_TESTS_GUEST_PERMANENT_H
#define TCPSTATE_TESTS_GUEST_PERMANENT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * permanent_begin() - those that a list has are the ones that stay
 * @text: the list, read at rest
 * @length: of it
 *
 * Only those that belong to a file: others end by their timers.
 *
 * Return: how many they are.
 */
unsigned int permanent_begin(const char *text, size_t length);

/**
 * permanent_check() - fail the scenario unless each is listed exactly once
 * @text: a list that was read while others came and went
 * @length: of it
 * @how: how it was read, as the diagnosis names it
 */
void permanent_check(const char *text, size_t length, const char *how);

#endif
