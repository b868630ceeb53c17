/* SPDX-License-Identifier: GPL-2.0-only */
/* Which processes held which sockets when a recording was made. */
#ifndef TCPSTATE_TOOLS_RECORDING_OWNERS_H
#define TCPSTATE_TOOLS_RECORDING_OWNERS_H

#include <stdio.h>

#include "tools/host/owners.h"
#include "tools/recording/index.h"

/* First word of the text within a recording, and of its records. */
#define OWNERS_TEXT "tcpstate_owners"
#define OWNERS_OWNER "owner"

/**
 * owners_write() - print them as a text
 * @owners: the collection
 * @out: where to
 *
 * "owner INODE PID FD COMM", a blank or backslash in COMM as in /proc/mounts.
 */
void owners_write(const struct owners *owners, FILE *out);

/**
 * owners_read() - as owners_collect(), of a recording
 * @owners: overwritten
 * @recording: which holds OWNERS_TEXT
 *
 * Ends the program with a message if it cannot be read.
 */
void owners_read(struct owners *owners, const struct recording *recording);

/**
 * owners_find() - the owners that go with a text
 * @owners: overwritten
 * @input: a recording, a saved text, or NULL for /proc
 *
 * Those of a recording are in it, if any; a saved text alone is taken for one of now. Ends the program with a message if they cannot be read.
 */
void owners_find(struct owners *owners, const struct recording *input);

#endif
