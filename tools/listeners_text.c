// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/net/tcpstate_listeners or a copy of it. */

#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/listeners_text.h"

static void add(struct listeners *listeners, const struct report *report)
{
	const char *local = report_text(report, TCPSTATE_COL_LOCAL);
	struct listener *listener;

	if (listeners->count == listeners->room) {
		listeners->room = listeners->room ? 2 * listeners->room : 64;
		listeners->listener = xreallocarray(listeners->listener, listeners->room,
						    sizeof(*listeners->listener));
	}
	listener = &listeners->listener[listeners->count];
	*listener = (struct listener){
		.local = socket_end_read(report, local),
		.syn_queue = report_number(report, TCPSTATE_COL_SYN_QUEUE),
		.accept_queue = report_number(report, TCPSTATE_COL_ACCEPT_QUEUE),
		.backlog = report_number(report, TCPSTATE_COL_BACKLOG),
		.since = socket_since_read(report, report_text(report, TCPSTATE_COL_SINCE)),
		.age_ns = report_number(report, TCPSTATE_COL_AGE_NS),
		.uid = report_number(report, TCPSTATE_COL_UID),
		.inode = report_number(report, TCPSTATE_COL_INODE),
	};
	listener->local.text = xstrdup(local);
	listeners->count++;
}

void listeners_read(struct listeners *listeners, struct report *report)
{
	memset(listeners, 0, sizeof(*listeners));
	listeners->scope = xstrdup(report->scope);
	while (report_next(report))
		if (!strcmp(report->keyword, TCPSTATE_KW_LISTENER))
			add(listeners, report);
	report_require_columns(report, TCPSTATE_KW_LISTENER);
	report_close(report);
}

void listeners_free(struct listeners *listeners)
{
	while (listeners->count)
		free((char *)listeners->listener[--listeners->count].local.text);
	free(listeners->listener);
	free(listeners->scope);
}
