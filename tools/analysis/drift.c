// SPDX-License-Identifier: GPL-2.0-only
/* Reads the module's counts between two dumps of the sockets. */

#include <errno.h>

#include "procfs/abi.h"
#include "tools/analysis/drift.h"
#include "tools/recording/counts.h"

bool drift_read(struct drift *drift)
{
	struct socket_counts after;
	int error;

	if (!socket_counts_dump(&drift->counts))
		return false;
	counts_read(&drift->summary, "/proc/net/" TCPSTATE_PROC_SUMMARY);
	if (socket_counts_dump(&after)) {
		drift->quiet = socket_counts_equal(&drift->counts, &after);
		return true;
	}
	error = errno;
	summary_free(&drift->summary);
	errno = error;
	return false;
}

int64_t drift_of(const struct drift *drift, const struct state_row *row)
{
	return row->now.value - socket_counts_of(&drift->counts, row->name);
}
