// SPDX-License-Identifier: GPL-2.0-only
/* Asks what connections wait for, and keeps it in recordings. */

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <linux/inet_diag.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/host/sock_diag.h"
#include "tools/recording/stalled.h"
#include "tools/text/socket_end.h"

enum {
	LOCAL, REMOTE, ONLY_IPV6, SILENT_NS, TRIES, CLOSED_WINDOW, QUIET_NS, RECEIVED, ROOM,
	COLUMNS,
};

static const struct report_column columns[COLUMNS] = {
	[LOCAL] = { TCPSTATE_COL_LOCAL, false },
	[REMOTE] = { TCPSTATE_COL_REMOTE, false },
	[ONLY_IPV6] = { "only_ipv6", false },
	[SILENT_NS] = { "silent_ns", false },
	[TRIES] = { "tries", false },
	[CLOSED_WINDOW] = { "closed_window", false },
	[QUIET_NS] = { "quiet_ns", false },
	[RECEIVED] = { "received", false },
	[ROOM] = { "room", false },
};

static struct wait *append(struct waits *waits)
{
	if (waits->count == waits->room) {
		waits->room = waits->room ? 2 * waits->room : 64;
		waits->wait = xreallocarray(waits->wait, waits->room, sizeof(*waits->wait));
	}
	return &waits->wait[waits->count++];
}

static struct socket_end make_end(unsigned int family, const void *address, unsigned int port)
{
	struct socket_end end = { .family = family, .port = port };

	memcpy(end.address, address, family == AF_INET ? 4 : 16);
	socket_end_unmap(&end);
	return end;
}

static void take(const struct inet_diag_msg *socket, void *data)
{
	bool listens = socket->idiag_state == TCP_LISTEN;
	struct wait wait = {
		.local = make_end(socket->idiag_family, socket->id.idiag_src,
				  ntohs(socket->id.idiag_sport)),
		.remote = make_end(socket->idiag_family, socket->id.idiag_dst,
				   listens ? SOCKET_PORT_ANY : ntohs(socket->id.idiag_dport)),
	};

	if (listens ? wait.local.family == AF_INET6 && socket_end_is_any(&wait.local) :
		      socket->idiag_rqueue || socket->idiag_wqueue)
		*append(data) = wait;
}

static void write_wait(const struct wait *wait, FILE *out)
{
	char local[SOCKET_END_MAX], remote[SOCKET_END_MAX];
	const struct one_socket *said = &wait->said;

	fprintf(out, "%s %s %s %d %" PRIu64 " %u %d %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
		WAITS_WAIT, socket_end_format(&wait->local, local),
		socket_end_format(&wait->remote, remote), said->only_ipv6, said->silent_ns,
		said->tries, said->closed_window, said->quiet_ns, said->received, said->room);
}

void waits_write(FILE *out)
{
	struct waits waits = { 0 };
	struct wait *wait;
	size_t i;

	if (sock_diag_dump(1 << TCP_ESTABLISHED | 1 << TCP_LISTEN, take, &waits)) {
		fprintf(out, "%s %d %s\n", WAITS_TEXT, TCPSTATE_ABI_VERSION, TCPSTATE_SCOPE_HOST);
		fputs("# " WAITS_WAIT, out);
		for (i = 0; i < COLUMNS; i++)
			fprintf(out, " %s", columns[i].name);
		putc('\n', out);
		for (wait = waits.wait; wait < waits.wait + waits.count; wait++)
			if (one_socket_ask(&wait->local, &wait->remote, &wait->said))
				write_wait(wait, out);
	} else if (failure_is_shortage(errno)) {
		err(failure_status, "cannot dump sockets by sock_diag");
	}
	waits_free(&waits);
}

/* What is not known of one is not 0: then it is as if the kernel had said nothing. */
static void read_wait(struct waits *waits, const struct report *report)
{
	struct number number[COLUMNS];
	const char *field[COLUMNS];
	struct wait wait;
	size_t i;

	report_fields(report, columns, COLUMNS, field);
	for (i = ONLY_IPV6; i < COLUMNS; i++) {
		number[i] = report_parse_number(report, field[i]);
		if (!number[i].known)
			return;
	}
	wait = (struct wait){
		.local = socket_end_read(report, field[LOCAL]),
		.remote = socket_end_read(report, field[REMOTE]),
		.said = {
			.only_ipv6 = number[ONLY_IPV6].value,
			.silent_ns = number[SILENT_NS].value,
			.tries = number[TRIES].value,
			.closed_window = number[CLOSED_WINDOW].value,
			.quiet_ns = number[QUIET_NS].value,
			.received = number[RECEIVED].value,
			.room = number[ROOM].value,
		},
	};
	/* Words of the record, which goes. */
	wait.local.text = wait.remote.text = NULL;
	*append(waits) = wait;
}

static int compare(const void *one, const void *other)
{
	const struct wait *a = one, *b = other;

	return socket_end_compare_pairs(&a->local, &a->remote, &b->local, &b->remote);
}

void waits_read(struct waits *waits, const struct recording *recording)
{
	struct report report;

	memset(waits, 0, sizeof(*waits));
	recording_text(recording, &report, WAITS_TEXT, REPORT_LAST);
	while (report_next(&report))
		if (!strcmp(report.keyword, WAITS_WAIT))
			read_wait(waits, &report);
	report_close(&report);
	if (waits->count)
		qsort(waits->wait, waits->count, sizeof(*waits->wait), compare);
}

const struct one_socket *waits_find(const struct waits *waits, const struct socket_end *local,
				    const struct socket_end *remote)
{
	struct wait wanted = { .local = *local, .remote = *remote }, *found = NULL;

	if (waits->count)
		found = bsearch(&wanted, waits->wait, waits->count, sizeof(wanted), compare);
	return found ? &found->said : NULL;
}

void waits_free(struct waits *waits)
{
	free(waits->wait);
}
