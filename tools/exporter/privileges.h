/* SPDX-License-Identifier: GPL-2.0-only */
/* Gives up the privileges that a server of two files does not need. */
#ifndef TCPSTATE_TOOLS_EXPORTER_PRIVILEGES_H
#define TCPSTATE_TOOLS_EXPORTER_PRIVILEGES_H

/**
 * privileges_drop() - give up all privileges for good
 *
 * The files in /proc are readable for all users, so root becomes "nobody"; another user stays the
 * same. Has to be called after all sockets are open. Ends the program with a message if it fails.
 */
void privileges_drop(void);

/* Raises the limit of open files to @files. Ends the program with a message if it cannot. */
void privileges_allow_files(unsigned int files);

#endif
