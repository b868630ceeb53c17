// SPDX-License-Identifier: GPL-2.0-only
/* Writes and reads what connections waited for. */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/recording/stalled.h"
#include "tools/text/socket_end.h"

enum {
	LOCAL, REMOTE, ONLY_IPV6, LAST_ACK_NS, BACKOFF, ZERO_WINDOW, LAST_DATA_NS, RMEM, RCVBUF,
	COLUMNS,
};

static const struct report_column columns[COLUMNS] = {
	[LOCAL] = { TCPSTATE_COL_LOCAL, false },
	[REMOTE] = { TCPSTATE_COL_REMOTE, false },
	[ONLY_IPV6] = { "only_ipv6", false },
	[LAST_ACK_NS] = { "silent_ns", false },
	[BACKOFF] = { "tries", false },
	[ZERO_WINDOW] = { "closed_window", false },
	[LAST_DATA_NS] = { "quiet_ns", false },
	[RMEM] = { "received", false },
	[RCVBUF] = { "room", false },
};

static void write_one(const struct stalled *stalled, FILE *out)
{
	char local[SOCKET_END_MAX], remote[SOCKET_END_MAX];
	const struct socket_info *info = &stalled->info;

	fprintf(out, "%s %s %s %d %" PRIu64 " %u %d %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
		STALLED_WAIT, socket_end_format(&stalled->local, local),
		socket_end_format(&stalled->remote, remote), info->only_ipv6, info->last_ack_ns,
		info->backoff, info->zero_window, info->last_data_ns, info->rmem, info->rcvbuf);
}

void stalled_write(const struct stalled_list *list, FILE *out)
{
	size_t i;

	fprintf(out, "%s %d %s\n", STALLED_TEXT, TCPSTATE_ABI_VERSION, TCPSTATE_SCOPE_HOST);
	fputs("# " STALLED_WAIT, out);
	for (i = 0; i < COLUMNS; i++)
		fprintf(out, " %s", columns[i].name);
	putc('\n', out);
	for (i = 0; i < list->count; i++)
		write_one(&list->stalled[i], out);
}

/* A number that is not known is not 0: the socket is left out then. */
static void read_one(struct stalled_list *list, const struct report *report)
{
	struct number number[COLUMNS];
	const char *field[COLUMNS];
	struct stalled *stalled;
	size_t i;

	report_fields(report, columns, COLUMNS, field);
	for (i = ONLY_IPV6; i < COLUMNS; i++) {
		number[i] = report_parse_number(report, field[i]);
		if (!number[i].known)
			return;
	}
	stalled = stalled_append(list);
	*stalled = (struct stalled){
		.local = socket_end_read(report, field[LOCAL]),
		.remote = socket_end_read(report, field[REMOTE]),
		.info = {
			.only_ipv6 = number[ONLY_IPV6].value,
			.last_ack_ns = number[LAST_ACK_NS].value,
			.backoff = number[BACKOFF].value,
			.zero_window = number[ZERO_WINDOW].value,
			.last_data_ns = number[LAST_DATA_NS].value,
			.rmem = number[RMEM].value,
			.rcvbuf = number[RCVBUF].value,
		},
	};
	/* Words of the record, which goes. */
	stalled->local.text = stalled->remote.text = NULL;
}

static int compare(const void *one, const void *other)
{
	const struct stalled *a = one, *b = other;

	return socket_end_compare_pairs(&a->local, &a->remote, &b->local, &b->remote);
}

void stalled_read(struct stalled_list *list, const struct recording *recording)
{
	struct report report;

	memset(list, 0, sizeof(*list));
	recording_text(recording, &report, STALLED_TEXT, REPORT_LAST);
	while (report_next(&report))
		if (!strcmp(report.keyword, STALLED_WAIT))
			read_one(list, &report);
	report_close(&report);
	if (list->count)
		qsort(list->stalled, list->count, sizeof(*list->stalled), compare);
}

const struct socket_info *stalled_find(const struct stalled_list *list,
				       const struct socket_end *local,
				       const struct socket_end *remote)
{
	struct stalled wanted = { .local = *local, .remote = *remote }, *found = NULL;

	if (list->count)
		found = bsearch(&wanted, list->stalled, list->count, sizeof(wanted), compare);
	return found ? &found->info : NULL;
}
