/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the examples out of procfs/ABI, so that document and code cannot drift apart. */
#ifndef TCPSTATE_TESTS_UNIT_EXAMPLE_H
#define TCPSTATE_TESTS_UNIT_EXAMPLE_H

/**
 * example_read() - an example of procfs/ABI as text
 * @abi: path of procfs/ABI
 * @name: the example's, as after "--8<--"
 *
 * Return: the text, "@VERSION@" filled in; to be freed. Exits when there is none.
 */
char *example_read(const char *abi, const char *name);

#endif
