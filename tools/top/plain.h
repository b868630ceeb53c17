/* SPDX-License-Identifier: GPL-2.0-only */
/* top without a terminal: tables, one below the other. */
#ifndef TCPSTATE_TOOLS_TOP_PLAIN_H
#define TCPSTATE_TOOLS_TOP_PLAIN_H

#include "tools/options.h"
#include "tools/top/frame.h"

/**
 * top_plain() - print readings until there are no more, or enough
 * @frame: with its source open and the first reading taken
 * @options: the command line
 *
 * Each table has the rates since the reading before. Those of a recording come as they are
 * read, unless an interval is given.
 *
 * Return: the exit status.
 */
int top_plain(struct top_frame *frame, const struct options *options);

#endif
