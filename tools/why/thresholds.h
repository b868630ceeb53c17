/* SPDX-License-Identifier: GPL-2.0-only */
/* From where on a figure is a finding: the defaults, and what --threshold makes of them. */
#ifndef TCPSTATE_TOOLS_WHY_THRESHOLDS_H
#define TCPSTATE_TOOLS_WHY_THRESHOLDS_H

#include <stddef.h>
#include <stdint.h>

enum threshold {
	ACCEPT_QUEUE_SHARE,
	ACCEPT_AGE,
	CLOSE_WAIT_AGE,
	CLOSE_WAIT_COUNT,
	DATA_STUCK_AGE,
	DATA_STUCK_COUNT,
	DATA_STUCK_SHARE,
	FIN_WAIT2_AGE,
	ORPHANS_SHARE,
	PORTS_SHARE,
	PORTS_SECONDS,
	REFUSED_COUNT,
	SYN_QUEUE_SHARE,
	SYN_RECV_AGE,
	SYN_RECV_COUNT,
	SYN_SENT_AGE,
	SYN_SENT_COUNT,
	TEARDOWN_AGE,
	TEARDOWN_COUNT,
	TEARDOWN_SHARE,
	THRESHOLDS,
};

/* Ages in nanoseconds, shares in percent, counts as they are. */
struct thresholds {
	uint64_t value[THRESHOLDS];
};

/**
 * thresholds_parse() - the defaults, and what the command line says otherwise
 * @thresholds: overwritten
 * @set: "NAME=VALUE" each; an age is a span of time like "90s", a share like "80" or "80%"
 * @count: of @set
 *
 * Ends the program with a message that names what is known if one cannot be understood.
 */
void thresholds_parse(struct thresholds *thresholds, const char *const *set, size_t count);

#endif
