// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/net/tcpstate_listeners or a copy of it. */

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/listeners_text.h"

static void add(struct listeners *listeners, const struct report *report)
{
	struct listener *listener;

	if (listeners->count == listeners->room) {
		listeners->room = listeners->room ? 2 * listeners->room : 64;
		listeners->listener = reallocarray(listeners->listener, listeners->room,
						   sizeof(*listeners->listener));
		if (!listeners->listener)
			err(report_failure, "out of memory");
	}
	listener = &listeners->listener[listeners->count++];
	*listener = (struct listener){
		.local = socket_end_read(report, report_text(report, TCPSTATE_COL_LOCAL)),
		.syn_queue = report_number(report, TCPSTATE_COL_SYN_QUEUE),
		.accept_queue = report_number(report, TCPSTATE_COL_ACCEPT_QUEUE),
		.backlog = report_number(report, TCPSTATE_COL_BACKLOG),
		.inode = report_number(report, TCPSTATE_COL_INODE),
	};
	listener->local.text = NULL;
}

void listeners_read(struct listeners *listeners, const char *path, enum report_reading reading)
{
	struct report report;

	memset(listeners, 0, sizeof(*listeners));
	report_open_reading(&report, path, TCPSTATE_PROC_LISTENERS, reading);
	while (report_next(&report))
		if (!strcmp(report.keyword, TCPSTATE_KW_LISTENER))
			add(listeners, &report);
	report_require_columns(&report, TCPSTATE_KW_LISTENER);
	report_close(&report);
}

void listeners_free(struct listeners *listeners)
{
	free(listeners->listener);
}
