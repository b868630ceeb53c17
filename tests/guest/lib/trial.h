/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs scenarios one after the other and prints a line of TAP for each. */
#ifndef TCPSTATE_TESTS_GUEST_TRIAL_H
#define TCPSTATE_TESTS_GUEST_TRIAL_H

#include <stdbool.h>

#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/scenario_exit.h"

/**
 * trial_begin() - make a process whose output is kept, as diagnosis follows its result
 *
 * Return: true in the new process, which ends with one of enum scenario_exit; false in the one
 *	that calls trial_end() next.
 */
bool trial_begin(void);

/**
 * trial_end() - wait for the process of trial_begin() and print how it ended
 * @name: of the scenario
 * @detail: what distinguishes it from others of that name, "" if nothing does
 *
 * Return: its exit status, FAILED if it was killed.
 */
enum scenario_exit trial_end(const char *name, const char *detail);

/* Whether there was a trial at all. */
bool trials_have_begun(void);

/* Whether so many have failed that no more should be tried. */
bool trials_are_enough(void);

/**
 * trials_done() - print the plan, and that trials_are_enough() left some out
 *
 * Return: the program's exit status.
 */
int trials_done(void);

/* Moves the process to a network namespace of its own, with loopback up. */
void trial_own_namespace(void);

const char *family_name(enum family family);

#endif
