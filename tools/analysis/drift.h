/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's counts of this network namespace beside those of a dump of its sockets. */
#ifndef TCPSTATE_TOOLS_ANALYSIS_DRIFT_H
#define TCPSTATE_TOOLS_ANALYSIS_DRIFT_H

#include <stdbool.h>
#include <stdint.h>

#include "tools/host/socket_counts.h"
#include "tools/text/summary.h"

/**
 * struct drift - what the two say
 * @summary: of the module
 * @counts: of the dump
 * @quiet: they are of one moment, so that they should agree: a dump before the reading and one
 *	after it were equal
 */
struct drift {
	struct summary summary;
	struct socket_counts counts;
	bool quiet;
};

/**
 * drift_read() - read the module's counts between two dumps
 * @drift: overwritten; its summary is to be freed
 *
 * Ends the program with a message if the counts cannot be read.
 *
 * Return: false, with errno and nothing to free, if the sockets cannot be dumped.
 */
bool drift_read(struct drift *drift);

/* Return: how many more sockets the module counts in a state, which is a row of its summary. */
int64_t drift_of(const struct drift *drift, const struct state_row *row);

#endif
