/* SPDX-License-Identifier: GPL-2.0-only */
/* top without a terminal: prints tables. */
#ifndef TCPSTATE_TOOLS_TOP_PLAIN_H
#define TCPSTATE_TOOLS_TOP_PLAIN_H

#include "tools/options.h"
#include "tools/top/frame.h"

/**
 * top_plain() - print readings until there are no more, or as many as were asked for
 * @frame: with its source open and the first reading taken
 * @options: the command line
 *
 * Each table has the rates since the reading before. Readings of a recording are printed
 * without a pause, unless an interval is given.
 *
 * Return: the exit status.
 */
int top_plain(struct top_frame *frame, const struct options *options);

#endif
