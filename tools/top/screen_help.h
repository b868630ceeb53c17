/* SPDX-License-Identifier: GPL-2.0-only */
/* Draws the list of keys. */
#ifndef TCPSTATE_TOOLS_TOP_SCREEN_HELP_H
#define TCPSTATE_TOOLS_TOP_SCREEN_HELP_H

/* Draws a head and a line for each key, from @row on. */
void top_screen_help(int row);

#endif
