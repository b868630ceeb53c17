// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/net/tcpstate_listeners or a copy of it. */

#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/text/listeners.h"

enum { LOCAL, SYN_QUEUE, ACCEPT_QUEUE, BACKLOG, SINCE, AGE_NS, UID, INODE, COLUMNS };

static const struct report_column columns[COLUMNS] = {
	[LOCAL] = { TCPSTATE_COL_LOCAL, false },
	[SYN_QUEUE] = { TCPSTATE_COL_SYN_QUEUE, false },
	[ACCEPT_QUEUE] = { TCPSTATE_COL_ACCEPT_QUEUE, false },
	[BACKLOG] = { TCPSTATE_COL_BACKLOG, false },
	[SINCE] = { TCPSTATE_COL_SINCE, false },
	[AGE_NS] = { TCPSTATE_COL_AGE_NS, false },
	[UID] = { TCPSTATE_COL_UID, false },
	[INODE] = { TCPSTATE_COL_INODE, false },
};

static void add(struct listeners *listeners, const struct report *report)
{
	const char *field[COLUMNS];
	struct listener *listener;

	report_fields(report, columns, COLUMNS, field);
	if (listeners->count == listeners->room) {
		listeners->room = listeners->room ? 2 * listeners->room : 64;
		listeners->listener = xreallocarray(listeners->listener, listeners->room,
						    sizeof(*listeners->listener));
	}
	listener = &listeners->listener[listeners->count];
	*listener = (struct listener){
		.local = socket_end_read(report, field[LOCAL]),
		.syn_queue = report_parse_number(report, field[SYN_QUEUE]),
		.accept_queue = report_parse_number(report, field[ACCEPT_QUEUE]),
		.backlog = report_parse_number(report, field[BACKLOG]),
		.since = socket_since_read(report, field[SINCE]),
		.age_ns = report_parse_number(report, field[AGE_NS]),
		.uid = report_parse_number(report, field[UID]),
		.inode = report_parse_number(report, field[INODE]),
	};
	listener->local.text = xstrdup(field[LOCAL]);
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
