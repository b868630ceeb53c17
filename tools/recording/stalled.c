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

/* Columns. */
#define LOCAL TCPSTATE_COL_LOCAL
#define REMOTE TCPSTATE_COL_REMOTE
#define ONLY_IPV6 "only_ipv6"
#define SILENT_NS "silent_ns"
#define TRIES "tries"
#define CLOSED_WINDOW "closed_window"
#define QUIET_NS "quiet_ns"
#define RECEIVED "received"
#define ROOM "room"

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

	if (sock_diag_dump(1 << TCP_ESTABLISHED | 1 << TCP_LISTEN, take, &waits)) {
		fprintf(out, "%s %d %s\n", WAITS_TEXT, TCPSTATE_ABI_VERSION, TCPSTATE_SCOPE_HOST);
		fputs("# " WAITS_WAIT " " LOCAL " " REMOTE " " ONLY_IPV6 " " SILENT_NS " " TRIES " "
		      CLOSED_WINDOW " " QUIET_NS " " RECEIVED " " ROOM "\n", out);
		for (wait = waits.wait; wait < waits.wait + waits.count; wait++)
			if (one_socket_ask(&wait->local, &wait->remote, &wait->said))
				write_wait(wait, out);
	} else if (failure_is_shortage(errno)) {
		err(failure_status, "cannot dump sockets by sock_diag");
	}
	waits_free(&waits);
}

static void read_wait(struct wait *wait, const struct report *report)
{
	*wait = (struct wait){
		.local = socket_end_read(report, report_text(report, LOCAL)),
		.remote = socket_end_read(report, report_text(report, REMOTE)),
		.said = {
			.only_ipv6 = report_number(report, ONLY_IPV6).value,
			.silent_ns = report_number(report, SILENT_NS).value,
			.tries = report_number(report, TRIES).value,
			.closed_window = report_number(report, CLOSED_WINDOW).value,
			.quiet_ns = report_number(report, QUIET_NS).value,
			.received = report_number(report, RECEIVED).value,
			.room = report_number(report, ROOM).value,
		},
	};
	wait->local.text = wait->remote.text = NULL;
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
			read_wait(append(waits), &report);
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
