/* SPDX-License-Identifier: GPL-2.0-only */
/* What is judged: a saved copy, or two looks at this host, kept in memory as a recording is. */
#ifndef TCPSTATE_TOOLS_WHY_MOMENTS_H
#define TCPSTATE_TOOLS_WHY_MOMENTS_H

#include <stdbool.h>

#include "tools/options.h"
#include "tools/recording/index.h"

/**
 * moments_take() - look at what the command line names
 * @recording: overwritten; gets what there was to see
 * @options: with --input that copy is taken, else this host is looked at twice, --interval
 *	apart, a second if it is not given
 * @without_module: if the module is not loaded, what the kernel says of the sockets will do
 *
 * Ends the program with a message if the module is not loaded, or the input cannot be opened.
 */
void moments_take(struct recording *recording, const struct options *options,
		  bool without_module);

#endif
