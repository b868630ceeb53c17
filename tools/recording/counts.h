/* SPDX-License-Identifier: GPL-2.0-only */
/* The counts of a recording or of this host, and the dwell times that go with them. */
#ifndef TCPSTATE_TOOLS_RECORDING_COUNTS_H
#define TCPSTATE_TOOLS_RECORDING_COUNTS_H

#include "tools/recording/index.h"
#include "tools/text/dwell.h"
#include "tools/text/summary.h"

/**
 * counts_read() - open a file and read its last summary
 * @summary: overwritten
 * @path: of the file
 *
 * Ends the program with a message if it cannot be read.
 */
void counts_read(struct summary *summary, const char *path);

/**
 * dwells_read() - read the dwell times of a recording, or of this host
 * @dwell: overwritten
 * @input: the recording, NULL for this host
 *
 * The host's are for the initial network namespace only.
 *
 * Return: false, and there is nothing to free, if there are none.
 */
bool dwells_read(struct dwell_text *dwell, const struct recording *input);

#endif
