/* SPDX-License-Identifier: GPL-2.0-only */
/* What is judged: a saved copy, or two readings of this host, kept in memory as a recording is. */
#ifndef TCPSTATE_TOOLS_RECORDING_CAPTURE_H
#define TCPSTATE_TOOLS_RECORDING_CAPTURE_H

#include <stdbool.h>

#include "tools/recording/index.h"

/**
 * capture_readings() - open a saved copy, or read this host twice
 * @recording: overwritten; gets what there was to see
 * @input: the saved copy, NULL to read this host twice
 * @interval_ns: how long after each other, 0 for a second; 0 with a saved copy
 * @without_module: if the module is not loaded, what the kernel says of the sockets will do
 *
 * Ends the program with a message if the module is not loaded, or the input cannot be opened.
 */
void capture_readings(struct recording *recording, const char *input, uint64_t interval_ns,
		      bool without_module);

#endif
