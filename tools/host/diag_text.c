// SPDX-License-Identifier: GPL-2.0-only
/* Prints what sock_diag(7) says as the module would. */

#include <arpa/inet.h>
#include <inttypes.h>
#include <linux/inet_diag.h>
#include <netinet/in.h>
#include <sys/stat.h>

#include "procfs/abi.h"
#include "tools/clock.h"
#include "tools/host/diag_text.h"
#include "tools/host/sock_diag.h"
#include "tools/host/socket_counts.h"
#include "tools/states/table.h"

/* idiag_timer of a minisock: inet_twsk_diag_fill() in net/ipv4/inet_diag.c. */
enum { TIMER_OF_MINISOCK = 3 };

static bool print_head(FILE *out, const char *file)
{
	struct stat netns;

	if (stat("/proc/self/ns/net", &netns))
		return false;
	fprintf(out, "%s %d %s%ju\n", file, TCPSTATE_ABI_VERSION, TCPSTATE_SCOPE_NETNS,
		(uintmax_t)netns.st_ino);
	return true;
}

static bool is_minisock(const struct inet_diag_msg *socket)
{
	return socket->idiag_timer == TIMER_OF_MINISOCK;
}

static void count_parked(const struct inet_diag_msg *socket, void *data)
{
	uint64_t *parked = data;

	*parked += is_minisock(socket);
}

static void print_infos(FILE *out)
{
	fprintf(out, "%s %s %s\n%s %s %s\n", TCPSTATE_KW_INFO, TCPSTATE_INFO_VERSION,
		TCPSTATE_NOT_KNOWN, TCPSTATE_KW_INFO, TCPSTATE_INFO_LOADED_NS, TCPSTATE_NOT_KNOWN);
	fprintf(out, "%s %s %" PRIu64 "\n", TCPSTATE_KW_INFO, TCPSTATE_INFO_NOW_NS,
		clock_now_ns(CLOCK_MONOTONIC));
}

static void print_gauges(FILE *out, uint64_t parked)
{
	fprintf(out, "# %s %s %s\n", TCPSTATE_KW_GAUGE, TCPSTATE_COL_NAME, TCPSTATE_COL_VALUE);
	fprintf(out, "%s %s %s\n", TCPSTATE_KW_GAUGE, TCPSTATE_GAUGE_HALF_OPEN,
		TCPSTATE_NOT_KNOWN);
	fprintf(out, "%s %s %" PRIu64 "\n", TCPSTATE_KW_GAUGE, TCPSTATE_GAUGE_PARKED, parked);
	fprintf(out, "%s %s %s\n", TCPSTATE_KW_GAUGE, TCPSTATE_GAUGE_TRACKED,
		TCPSTATE_NOT_KNOWN);
}

#define PRINT_COUNTER(counter) \
	fputs(TCPSTATE_KW_COUNTER " " TCPSTATE_COUNTER_##counter " " TCPSTATE_NOT_KNOWN "\n", out);

static void print_counters(FILE *out)
{
	fprintf(out, "# %s %s %s\n", TCPSTATE_KW_COUNTER, TCPSTATE_COL_NAME, TCPSTATE_COL_VALUE);
	TCPSTATE_COUNTERS(PRINT_COUNTER)
}

bool diag_text_summary(FILE *out)
{
	struct socket_counts counts;
	uint64_t parked = 0;
	size_t i;

	if (!print_head(out, TCPSTATE_PROC_SUMMARY) || !socket_counts_dump(&counts) ||
	    !sock_diag_dump(1 << TCP_FIN_WAIT2, count_parked, &parked))
		return false;
	print_infos(out);
	fprintf(out, "# %s %s %s %s %s %s %s\n", TCPSTATE_KW_STATE, TCPSTATE_COL_NAME,
		TCPSTATE_COL_NOW, TCPSTATE_COL_AT_LOAD, TCPSTATE_COL_ENTERED, TCPSTATE_COL_LEFT,
		TCPSTATE_COL_AGE_SUM_NS);
	for (i = 0; i < TCP_STATES_COUNTED; i++)
		fprintf(out, "%s %s %" PRIu64 " - - - -\n", TCPSTATE_KW_STATE, tcp_states[i].name,
			counts.sockets[tcp_states[i].number]);
	print_gauges(out, parked);
	print_counters(out);
	return true;
}

static void print_end(FILE *out, const struct inet_diag_msg *socket, const __be32 *address,
		      __be16 port)
{
	char text[INET6_ADDRSTRLEN] = "";

	inet_ntop(socket->idiag_family, address, text, sizeof(text));
	fprintf(out, socket->idiag_family == AF_INET6 ? " [%s]:" : " %s:", text);
	if (socket->idiag_state == TCP_LISTEN && address == socket->id.idiag_dst)
		fputc('*', out);
	else
		fprintf(out, "%u", ntohs(port));
}

/* A repeated FIN arms a minisock's timer anew: so long at least. */
static void print_age(FILE *out, const struct inet_diag_msg *socket)
{
	uint64_t left_ns = socket->idiag_expires * MILLISECOND_NS;

	if (is_minisock(socket) && socket->idiag_state == TCP_TIME_WAIT &&
	    left_ns <= TIME_WAIT_SECONDS * SECOND_NS)
		fprintf(out, " %s %" PRIu64, TCPSTATE_SINCE_ATLEAST,
			TIME_WAIT_SECONDS * SECOND_NS - left_ns);
	else
		fprintf(out, " %s %s", TCPSTATE_SINCE_UNKNOWN, TCPSTATE_NOT_KNOWN);
}

/*
 * Minisocks and requests have no queues and no process that holds them. A request is a socket in
 * SYN_RECV here, without a file as one that waits for accept() is too.
 */
static bool has_owner(const struct inet_diag_msg *socket)
{
	return !is_minisock(socket) &&
	       (socket->idiag_state != TCP_SYN_RECV || socket->idiag_inode);
}

static void print_socket(const struct inet_diag_msg *socket, void *data)
{
	const struct tcp_state *state = tcp_state_numbered(socket->idiag_state);
	FILE *out = data;

	if (!state || state->number == TCP_CLOSE)
		return;
	fprintf(out, "%s %s", TCPSTATE_KW_SOCKET, state->name);
	print_age(out, socket);
	print_end(out, socket, socket->id.idiag_src, socket->id.idiag_sport);
	print_end(out, socket, socket->id.idiag_dst, socket->id.idiag_dport);
	if (has_owner(socket))
		fprintf(out, " %u %u %u %u\n", socket->idiag_rqueue, socket->idiag_wqueue,
			socket->idiag_uid, socket->idiag_inode);
	else
		fputs(" - - - -\n", out);
}

bool diag_text_sockets(FILE *out)
{
	if (!print_head(out, TCPSTATE_PROC_SOCKETS))
		return false;
	fprintf(out, "# %s %s %s %s %s %s %s %s %s %s\n", TCPSTATE_KW_SOCKET, TCPSTATE_COL_STATE,
		TCPSTATE_COL_SINCE, TCPSTATE_COL_AGE_NS, TCPSTATE_COL_LOCAL, TCPSTATE_COL_REMOTE,
		TCPSTATE_COL_RXQ, TCPSTATE_COL_TXQ, TCPSTATE_COL_UID, TCPSTATE_COL_INODE);
	return sock_diag_dump(SOCK_DIAG_ALL, print_socket, out);
}

static void print_listener(const struct inet_diag_msg *socket, void *data)
{
	FILE *out = data;

	fputs(TCPSTATE_KW_LISTENER, out);
	print_end(out, socket, socket->id.idiag_src, socket->id.idiag_sport);
	fprintf(out, " - %u %u %s - %u %u\n", socket->idiag_rqueue, socket->idiag_wqueue,
		TCPSTATE_SINCE_UNKNOWN, socket->idiag_uid, socket->idiag_inode);
}

bool diag_text_listeners(FILE *out)
{
	if (!print_head(out, TCPSTATE_PROC_LISTENERS))
		return false;
	fprintf(out, "# %s %s %s %s %s %s %s %s %s\n", TCPSTATE_KW_LISTENER, TCPSTATE_COL_LOCAL,
		TCPSTATE_COL_SYN_QUEUE, TCPSTATE_COL_ACCEPT_QUEUE, TCPSTATE_COL_BACKLOG,
		TCPSTATE_COL_SINCE, TCPSTATE_COL_AGE_NS, TCPSTATE_COL_UID, TCPSTATE_COL_INODE);
	return sock_diag_dump(1 << TCP_LISTEN, print_listener, out);
}
