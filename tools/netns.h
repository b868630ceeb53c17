/* SPDX-License-Identifier: GPL-2.0-only */
/* Network namespaces by the names that ip-netns(8) gives them. */
#ifndef TCPSTATE_TOOLS_NETNS_H
#define TCPSTATE_TOOLS_NETNS_H

/**
 * netns_enter() - from now on /proc shows another network namespace
 * @name: its name
 *
 * Ends the program with a message if there is none of that name, or it may not be entered.
 */
void netns_enter(const char *name);

#endif
