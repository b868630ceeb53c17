/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a step of a scenario must do to the numbers: these arcs, nothing else.
 *
 * A step is written as arcs between blanks, each "FROM>TO" or "FROM>TO*COUNT",
 * in the names of procfs/ABI. The accounting rules turn them into the change of
 * every line: transition, entered, left, now, gauges, self loops ("X>X").
 * LISTEN>SYN_RECV is the birth of a child: LISTEN loses nothing. Beyond arcs:
 *
 *   FIN_WAIT2>PARKED	the socket lives on as a timewait minisock whose substate
 *			is FIN_WAIT2: no arc, it is still in FIN_WAIT2
 *   PARKED>TIME_WAIT	its FIN came
 *   PARKED>CLOSE	it is gone without one
 *   +half_open		a listener has one more request waiting, -half_open: one less
 *
 * A module that does not know minisocks (its "now" of TIME_WAIT is "-") sees
 * the socket's own end instead: FIN_WAIT2>PARKED and X>TIME_WAIT are X>CLOSE to
 * it, and what a minisock does later is nothing.
 */
#ifndef TCPSTATE_TESTS_GUEST_MOVES_H
#define TCPSTATE_TESTS_GUEST_MOVES_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/guest/lib/reading.h"

/* How the numbers must change; a name that is not there must not. */
struct expectation {
	unsigned int count;
	struct {
		char name[READING_NAME];
		int64_t change;
	} changes[READING_NUMBERS];
};

/**
 * struct ledger - the numbers as last found right
 * @path: the file they are read from
 * @sees_minisocks: the module knows TIME_WAIT
 * @last: the reading
 * @total: everything expected since, in a place that outlives the process
 */
struct ledger {
	const char *path;
	bool sees_minisocks;
	struct reading last;
	struct expectation *total;
};

/**
 * expectation_of() - how a number must change
 * @expectation: where it is looked up
 * @name: as in struct number
 *
 * Return: the change, 0 for none.
 */
int64_t expectation_of(const struct expectation *expectation, const char *name);

/**
 * ledger_open() - take the first reading
 * @ledger: filled
 * @path: the file
 * @total: where to add up what is expected
 */
void ledger_open(struct ledger *ledger, const char *path, struct expectation *total);

/**
 * ledger_expect() - add arcs to what is expected
 * @ledger: says what the module can see
 * @expectation: added to
 * @arcs: as above
 * @times: how often all of them
 */
void ledger_expect(const struct ledger *ledger, struct expectation *expectation, const char *arcs,
		   unsigned int times);

/**
 * ledger_settle() - wait until the numbers changed as expected
 * @ledger: its last reading is the one compared with, and is replaced
 * @choices: the change of every number that changes; the first that fits counts
 * @count: how many choices
 * @step: what is expected, as the diagnosis names it
 *
 * Fails the scenario, with every line that differs from the first choice, if none
 * fits after ten seconds.
 *
 * Return: which one fitted.
 */
unsigned int ledger_settle(struct ledger *ledger, const struct expectation choices[],
			   unsigned int count, const char *step);

/**
 * moves() - what happened since the last step is exactly this
 * @arcs: as above; "" for nothing
 *
 * Works on the scenario's own ledger.
 */
void moves(const char *arcs);

/**
 * moves_times() - the same, several times over
 * @times: how often
 * @arcs: as above
 */
void moves_times(unsigned int times, const char *arcs);

/**
 * moves_one_of() - the same, where the kernel is free to go several ways
 * @choices: steps as above, up to four and NULL; none may be passed through on
 *	the way to another one
 */
void moves_one_of(const char * const choices[]);

/**
 * moves_begin() - open the scenario's own ledger
 * @total: gets everything that the scenario expects
 *
 * Reads the file of the process's own network namespace, or that of the host
 * with a module that has no other.
 */
void moves_begin(struct expectation *total);

#endif
