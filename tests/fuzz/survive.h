/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lets the reader's code run again and again in one process: where it would end the
 * program because of a bad text, the run ends instead, and what it had is given back.
 */
#ifndef TCPSTATE_TESTS_FUZZ_SURVIVE_H
#define TCPSTATE_TESTS_FUZZ_SURVIVE_H

#include <stddef.h>
#include <stdint.h>

/**
 * survive() - run something that may call exit(), err() or errx()
 * @run: it
 * @data: for it
 */
void survive(void (*run)(void *data), void *data);

/**
 * survive_path() - a file with the input
 * @input: its bytes
 * @size: how many
 *
 * Return: its path; the file is the same for all runs.
 */
const char *survive_path(const uint8_t *input, size_t size);

#endif
