/* SPDX-License-Identifier: GPL-2.0-only */
/* The texts of now: those in /proc, and without the module what sock_diag(7) has to say instead. */
#ifndef TCPSTATE_TOOLS_HOST_LIVE_H
#define TCPSTATE_TOOLS_HOST_LIVE_H

#include <stdbool.h>

/* Whether the module is loaded, judging by its files. */
bool live_module(void);

/**
 * live_text() - where to read a text of now
 * @path: of the file in /proc: "/proc/tcpstate", or one of those in /proc/net but for dwell
 *
 * If it is not there, it is made of a dump of this network namespace, with "-" for what only the
 * module knows, and one line on standard error names that. Ends the program with a message if the
 * sockets cannot be dumped either.
 *
 * Return: the path to open; valid, with what stands in it, until the next call.
 */
const char *live_text(const char *path);

/**
 * live_sockets() - where to read the sockets of now, or of one state
 * @wants_state: whether sockets of a state are wanted
 * @data: for it
 *
 * If they are of one state, it has a file of its own, in which the others cost next to nothing.
 *
 * Return: as live_text(): a text of sockets that has at least those that are wanted.
 */
const char *live_sockets(bool (*wants_state)(const void *data, const char *state),
			 const void *data);

#endif
