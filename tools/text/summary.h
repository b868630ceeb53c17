/* SPDX-License-Identifier: GPL-2.0-only */
/* The contents of /proc/tcpstate and /proc/net/tcpstate. */
#ifndef TCPSTATE_TOOLS_TEXT_SUMMARY_H
#define TCPSTATE_TOOLS_TEXT_SUMMARY_H

#include "tools/text/report.h"

struct state_row {
	char *name;
	struct number now;
	struct number at_load;
	struct number entered;
	struct number left;
	struct number age_sum_ns;
};

struct transition_row {
	char *from;
	char *to;
	struct number count;
};

/* A gauge, a counter, or an info; text is NULL for a number, known or not. */
struct named_row {
	char *name;
	char *text;
	struct number value;
};

/* Rows in the order of the text; every array is the summary's own. */
struct summary {
	char *scope;
	struct named_row *info;
	size_t infos;
	struct state_row *state;
	size_t states;
	struct transition_row *transition;
	size_t transitions;
	struct named_row *gauge;
	size_t gauges;
	struct named_row *counter;
	size_t counters;
};

/**
 * summary_read() - read a text whole
 * @summary: overwritten
 * @report: the text, TCPSTATE_PROC_SUMMARY, at its begin; is closed
 *
 * Ends the program with a message if it cannot be read or is not whole.
 */
void summary_read(struct summary *summary, struct report *report);

/* An info that is a number, by its name; not known if the text has none of that name. */
struct number summary_info(const struct summary *summary, const char *name);

/* An info that is a text, by its name; NULL if the text has none of that name. */
const char *summary_info_text(const struct summary *summary, const char *name);

/* A counter by its name; not known if the text has none of that name. */
struct number summary_counter(const struct summary *summary, const char *name);

/* A gauge by its name; not known if the text has none of that name. */
struct number summary_gauge(const struct summary *summary, const char *name);

/* A state by its name; NULL if the text has none of that name. */
const struct state_row *summary_state(const struct summary *summary, const char *name);

/* How often an arc was taken; 0 for one that is not in the text, as it was never taken. */
struct number summary_transition(const struct summary *summary, const char *from, const char *to);

/**
 * summary_tracked() - how many of a state's sockets age_sum_ns is over
 * @summary: the summary
 * @row: the state
 *
 * Half-open requests and parked minisocks are in "now" but have no age there.
 *
 * Return: the number; not known for a state without ages.
 */
struct number summary_tracked(const struct summary *summary, const struct state_row *row);

void summary_free(struct summary *summary);

#endif
