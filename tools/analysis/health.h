/* SPDX-License-Identifier: GPL-2.0-only */
/* The health of a state, as far as one reading shows it. */
#ifndef TCPSTATE_TOOLS_ANALYSIS_HEALTH_H
#define TCPSTATE_TOOLS_ANALYSIS_HEALTH_H

#include "tools/text/summary.h"

/*
 * Sockets stay in persistent states and pass through transient ones. Too old is a state whose
 * sockets are on average as old as state_max_age_ns() says.
 */
enum health { HEALTH_PERSISTENT, HEALTH_TRANSIENT, HEALTH_TOO_OLD };

/**
 * state_max_age_ns() - how old a socket may be that is no trouble
 * @name: of its state
 *
 * The one limit for all that judges ages: "why" begins with it, --threshold changes it there.
 *
 * Return: the age from which on it is trouble; UINT64_MAX if none is.
 */
uint64_t state_max_age_ns(const char *name);

/**
 * state_health() - whether a state's sockets are as they should be
 * @summary: the summary
 * @row: the state, of @summary
 *
 * Return: its health; of a state with a name it does not know: persistent.
 */
enum health state_health(const struct summary *summary, const struct state_row *row);

/**
 * state_mean_age_ns() - how long a state's sockets have been there, on average
 * @summary: the summary
 * @row: the state, of @summary
 *
 * Return: the age; not known for a state without sockets or without ages.
 */
struct number state_mean_age_ns(const struct summary *summary, const struct state_row *row);

#endif
