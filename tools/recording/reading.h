/* SPDX-License-Identifier: GPL-2.0-only */
/* One reading: all that this host says about its TCP sockets, as a piece of a recording. */
#ifndef TCPSTATE_TOOLS_RECORDING_READING_H
#define TCPSTATE_TOOLS_RECORDING_READING_H

#include <stdbool.h>
#include <stdio.h>

/* Records of the text REPORT_RECORDING besides "info": "sysctl NAME VALUE...", "mib NAME VALUE". */
#define RECORDING_SYSCTL "sysctl"
#define RECORDING_MIB "mib"

/**
 * reading_write() - read everything once and print it
 * @out: where to
 * @sockets: with the list of sockets, which grows with their number and names addresses, and
 *	of the processes that hold them
 *
 * Writes the text REPORT_RECORDING (when, kernel, settings and the kernel's own counters), then
 * the files in /proc that may be read here, as they are, then the text REPORT_RECORDING_END.
 */
void reading_write(FILE *out, bool sockets);

/**
 * reading_write_without_module() - print what there is without the module
 * @out: where to
 *
 * The same without counts and ages: settings, the kernel's counters, and the sockets of this
 * network namespace as sock_diag(7) tells them. Says so on standard error.
 */
void reading_write_without_module(FILE *out);

#endif
