// SPDX-License-Identifier: GPL-2.0-only
/* The rule for a port where nobody listens, or only at addresses where the clients do not connect. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "procfs/abi.h"
#include "tools/why/rules.h"

static const char avoid[] =
	"do not look for it in TCP's settings: a refusal is an answer, and says that there is no "
	"listener";

/* Fewer connections of one port can be anything. */
enum { REMAINS_MIN = 3 };

/* Listeners of a port, and what they have in common. */
struct listening {
	const struct listener *first;
	const struct listener *any_ipv6;
	size_t count;
	size_t any;
	size_t loopback;
	size_t ipv4;
};

static void look_for(struct listening *listening, const struct listeners *listeners,
		     unsigned int port)
{
	const struct listener *listener;
	bool ipv6, any;

	memset(listening, 0, sizeof(*listening));
	for (listener = listeners->listener; listener < listeners->listener + listeners->count;
	     listener++) {
		if (listener->local.port != (int)port)
			continue;
		ipv6 = listener->local.family == AF_INET6;
		any = socket_end_is_any(&listener->local);
		if (!listening->count++)
			listening->first = listener;
		if (ipv6 && any)
			listening->any_ipv6 = listener;
		listening->ipv4 += !ipv6;
		listening->any += any;
		listening->loopback += socket_end_is_loopback(&listener->local);
	}
}

/* What takes IPv6 at all addresses takes IPv4 too, but if the program asked for IPV6_V6ONLY. */
static bool takes_ipv4(const struct evidence *evidence, const struct listening *listening)
{
	static const struct socket_end any = { .family = AF_INET6, .port = SOCKET_PORT_ANY };
	const struct socket_info *info;

	if (listening->ipv4)
		return true;
	if (!listening->any_ipv6)
		return false;
	info = stalled_find(&evidence->stalled, &listening->any_ipv6->local, &any);
	return !info || !info->only_ipv6;
}

/* The counts can be of the whole host, the list is of one namespace. */
static void add_elsewhere(struct finding *finding, const struct evidence *evidence)
{
	const struct state_row *row = summary_state(&evidence->last, "LISTEN");

	if (row && row->now.value > evidence->listeners.count)
		finding_add_evidence(finding, "%" PRIu64 " more listen in other network namespaces, in containers perhaps: see -N",
				     row->now.value - evidence->listeners.count);
}

static void add_refusals(struct finding *finding, const struct evidence *evidence)
{
	struct number failed = evidence_arc(evidence, "SYN_SENT", "CLOSE");
	struct number resets = evidence_growth(evidence, "TcpOutRsts");

	if (failed.known && resets.known)
		finding_add_evidence(finding, "in the last %.1f s this host sent %" PRIu64
				     " RSTs, and %" PRIu64 " connects of its own failed",
				     evidence_seconds(evidence), resets.value, failed.value);
}

static void add_nobody(const struct evidence *evidence, struct findings *findings,
		       unsigned int port)
{
	struct finding *finding = findings_add(findings, SEVERITY_CRITICAL);
	struct listening before;

	look_for(&before, &evidence->listeners_before, port);
	finding->port = port;
	finding_set_what(finding, "nobody listens on port %u%s", port,
			 before.count ? " any longer: its listener has just been closed" : "");
	finding_add_evidence(finding, "listeners in this network namespace %zu, none of them on port %u",
			     evidence->listeners.count, port);
	add_elsewhere(finding, evidence);
	add_refusals(finding, evidence);
	finding->refute =
		"clients hang instead of being refused: then a firewall drops their SYNs before "
		"they get here";
	finding_set_next(finding, "tcpstate listeners");
	finding->avoid = avoid;
}

static void add_limited(const struct evidence *evidence, struct findings *findings,
			const struct listening *listening, enum severity severity,
			const char *where)
{
	struct finding *finding = findings_add(findings, severity);
	const struct owner *owner = evidence_owner(evidence, listening->first->inode);
	char end[SOCKET_END_MAX], name[OWNER_TEXT_MAX];

	finding->port = listening->first->local.port;
	finding->count = listening->count;
	finding_set_what(finding, "%s listens on port %u, but %s", owner_text(owner, name),
			 finding->port, where);
	finding_set_owner(finding, evidence, owner);
	finding_add_evidence(finding, "listeners on the port %zu, the first at %s",
			     listening->count, socket_end_format(&listening->first->local, end));
	add_refusals(finding, evidence);
	finding->refute = "the clients that fail are none of these: then the fault is elsewhere";
	finding_set_next(finding, "ss -ltnpe sport = :%u", finding->port);
	finding->avoid = avoid;
}

static void look_at_port(const struct evidence *evidence, struct findings *findings)
{
	char end[SOCKET_END_MAX], name[OWNER_TEXT_MAX];
	unsigned int port = evidence->port;
	struct listening listening;

	look_for(&listening, &evidence->listeners, port);
	if (!listening.count) {
		add_nobody(evidence, findings, port);
		findings_checked(findings, "listeners %zu, on port %u none",
				 evidence->listeners.count, port);
		return;
	}
	if (listening.loopback == listening.count)
		add_limited(evidence, findings, &listening, SEVERITY_WARNING,
			    "for this host only: others are refused");
	else if (!takes_ipv4(evidence, &listening))
		add_limited(evidence, findings, &listening, SEVERITY_WARNING,
			    "for IPv6 only: connections over IPv4 are refused");
	else if (!listening.any)
		add_limited(evidence, findings, &listening, SEVERITY_NOTICE,
			    "at some addresses only: connections to others are refused");
	findings_checked(findings, "listeners %zu, on port %u %zu, the first %s at %s",
			 evidence->listeners.count, port, listening.count,
			 owner_text(evidence_owner(evidence, listening.first->inode), name),
			 socket_end_format(&listening.first->local, end));
}

static void look_for_stopped(const struct evidence *evidence, struct findings *findings)
{
	const struct listeners *before = &evidence->listeners_before;
	bool known[UINT16_MAX + 1];
	size_t i;
	int port;

	memcpy(known, evidence->listening, sizeof(known));
	for (i = 0; i < before->count; i++) {
		port = before->listener[i].local.port;
		if (port > 0 && !known[port])
			add_nobody(evidence, findings, port);
		known[port] = true;
	}
}

static bool is_given_out(const struct evidence *evidence, unsigned int port)
{
	const char *range = settings_text(&evidence->settings, "net.ipv4.ip_local_port_range");
	unsigned int first, last;

	if (!range || sscanf(range, "%u %u", &first, &last) != 2)
		return true;
	return port >= first && port <= last;
}

/*
 * The port of a service that is gone: nobody listens there, but several connections of it are
 * left, in TIME_WAIT at least. Ports that connect() is given may be shared without a service.
 */
static unsigned int find_remains(const struct evidence *evidence, size_t *count)
{
	static size_t connections[UINT16_MAX + 1];
	struct sockets_text text;
	struct socket_row row;
	struct report report;
	unsigned int port, most = 0;

	*count = 0;
	if (!evidence->has_sockets)
		return 0;
	memset(connections, 0, sizeof(connections));
	sockets_text_begin(&text, recording_text(&evidence->recording, &report,
						 TCPSTATE_PROC_SOCKETS, REPORT_LAST));
	while (sockets_text_next(&text, &row))
		if (row.local.port > 0)
			connections[row.local.port]++;
	sockets_text_close(&text);
	for (port = 1; port <= UINT16_MAX; port++)
		if (connections[port] > connections[most] && !evidence->listening[port] &&
		    !is_given_out(evidence, port))
			most = port;
	if (connections[most] < REMAINS_MIN)
		return 0;
	*count = connections[most];
	return most;
}

static void add_refused(const struct evidence *evidence, struct findings *findings,
			uint64_t refused, unsigned int port, size_t remains)
{
	struct finding *finding = findings_add(findings, SEVERITY_WARNING);

	finding->port = port;
	finding->count = refused;
	if (port)
		finding_set_what(finding, "the service of port %u is gone, and connections are refused: %"
				 PRIu64 " in %.1f s", port, refused, evidence_seconds(evidence));
	else
		finding_set_what(finding, "nobody listens where this host connects to itself: %" PRIu64
				 " connects were refused in %.1f s", refused,
				 evidence_seconds(evidence));
	add_refusals(finding, evidence);
	if (port)
		finding_add_evidence(finding, "%zu connections of port %u are left, and nobody listens there",
				     remains, port);
	add_elsewhere(finding, evidence);
	finding->refute =
		"'tcpstate dwell SYN_SENT CLOSE' shows that connects fail after seconds: then "
		"they are not refused but not answered";
	if (port)
		finding_set_next(finding, "tcpstate listeners");
	else
		finding_set_next(finding, "tcpdump -nni any 'tcp[tcpflags] & tcp-rst != 0'");
	finding->avoid = avoid;
}

/* A refusal is a RST that this host sends; if it refuses itself, a connect of its own fails too. */
static void look_for_refusals(const struct evidence *evidence, struct findings *findings)
{
	struct number opened = evidence_arc(evidence, "SYN_SENT", "ESTABLISHED");
	struct number failed = evidence_arc(evidence, "SYN_SENT", "CLOSE");
	struct number resets = evidence_growth(evidence, "TcpOutRsts");
	uint64_t enough = evidence->thresholds.value[REFUSED_COUNT];
	bool itself = failed.value >= enough && failed.value > opened.value;
	unsigned int port;
	size_t remains;

	findings_checked(findings, "listeners %zu; in the last %.1f s %" PRIu64
			 " connects failed, and this host sent %" PRIu64 " RSTs",
			 evidence->listeners.count, evidence_seconds(evidence), failed.value,
			 resets.value);
	if (resets.value < enough)
		return;
	port = find_remains(evidence, &remains);
	if (itself || port)
		add_refused(evidence, findings, itself ? failed.value : resets.value, port, remains);
}

void rule_nobody_listens(const struct evidence *evidence, struct findings *findings)
{
	if (evidence->port) {
		look_at_port(evidence, findings);
		return;
	}
	look_for_stopped(evidence, findings);
	look_for_refusals(evidence, findings);
}
