/* SPDX-License-Identifier: GPL-2.0-only */
/* Draws what the keys of top do. */
#ifndef TCPSTATE_TOOLS_TOP_SCREEN_HELP_H
#define TCPSTATE_TOOLS_TOP_SCREEN_HELP_H

/* Draws a head and a line each, from a row on. */
void top_screen_help(int row);

#endif
