/* SPDX-License-Identifier: GPL-2.0-only */
/* What a number of sockets in a state means, as far as one reading can tell. */
#ifndef TCPSTATE_TOOLS_ANALYSIS_HEALTH_H
#define TCPSTATE_TOOLS_ANALYSIS_HEALTH_H

#include "tools/text/summary.h"

/*
 * Sockets stay in persistent states and pass through transient ones. Trouble is a state whose
 * sockets are on average as old as state_limit_ns() says.
 */
enum meaning { MEANING_PERSISTENT, MEANING_TRANSIENT, MEANING_TROUBLE };

/**
 * state_limit_ns() - how old a socket may be that is no trouble
 * @name: of its state
 *
 * The one limit for all that judges ages: "why" begins with it, --threshold changes it there.
 *
 * Return: the age from which on it is trouble; UINT64_MAX if none is.
 */
uint64_t state_limit_ns(const char *name);

/**
 * state_meaning() - what a state's sockets mean
 * @summary: the summary
 * @row: the state, of @summary
 *
 * Return: the meaning; of a state with a name it does not know: persistent.
 */
enum meaning state_meaning(const struct summary *summary, const struct state_row *row);

/**
 * state_mean_age_ns() - how long a state's sockets have been there, on average
 * @summary: the summary
 * @row: the state, of @summary
 *
 * Return: the age; not known for a state without sockets or without ages.
 */
struct number state_mean_age_ns(const struct summary *summary, const struct state_row *row);

#endif
