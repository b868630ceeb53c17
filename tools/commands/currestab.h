/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's own number of established connections, CurrEstab of /proc/net/snmp. Since a change
 * of 2024, which went into stable kernels too, it counts CLOSE_WAIT as well.
 */
#ifndef TCPSTATE_TOOLS_COMMANDS_CURRESTAB_H
#define TCPSTATE_TOOLS_COMMANDS_CURRESTAB_H

#include <stdbool.h>

#include "tools/recording/index.h"
#include "tools/text/summary.h"

/**
 * struct currestab - CurrEstab, and what to hold against it
 * @kernel: the kernel's number, of one network namespace
 * @established: sockets in ESTABLISHED in the same one
 * @close_wait: sockets in CLOSE_WAIT in the same one
 */
struct currestab {
	struct number kernel;
	struct number established;
	struct number close_wait;
};

/**
 * currestab_read() - the three numbers of this network namespace, or of a recording
 * @currestab: overwritten; numbers that are not to be had are not known
 * @input: the recording, whose states are @summary; NULL for this host
 * @summary: what was read of @input
 *
 * A recording has the states of the whole host: with other namespaces the numbers cannot agree.
 */
void currestab_read(struct currestab *currestab, const struct recording *input,
		    const struct summary *summary);

/* One line on standard output that says what this kernel counts; nothing if it is not known. */
void currestab_print(const struct currestab *currestab);

#endif
