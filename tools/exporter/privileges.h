/* SPDX-License-Identifier: GPL-2.0-only */
/* Gives up what a server that reads two files does not need. */
#ifndef TCPSTATE_TOOLS_EXPORTER_PRIVILEGES_H
#define TCPSTATE_TOOLS_EXPORTER_PRIVILEGES_H

/*
 * Files in /proc are for everybody, so that nobody will do: root becomes "nobody", and who is not
 * root stays who they are. Nothing can be gained again. Ends the program with a message if that
 * does not succeed. To be called when all sockets are open.
 */
void privileges_drop(void);

/* As many files as clients need. Ends the program with a message if so many are not allowed. */
void privileges_allow_files(unsigned int files);

#endif
