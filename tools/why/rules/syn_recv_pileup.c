// SPDX-License-Identifier: GPL-2.0-only
/* The rule for half-open connections whose last ACKs are missing. */

#include <inttypes.h>

#include "procfs/abi.h"
#include "tools/why/groups.h"
#include "tools/why/queues.h"
#include "tools/why/rules.h"

/* Forged senders are all different; real clients that cannot be reached have several requests. */
enum { FLOOD_REQUESTS_A_PEER = 4 };

static const struct listener *listener_of(const struct evidence *evidence,
					  const struct suspect *suspect)
{
	return evidence_listener(&evidence->listeners, &suspect->local);
}

/* A listener that is full ignores last ACKs: there the program is to blame, not the net. */
static bool is_half_open(const struct evidence *evidence, const struct suspect *suspect)
{
	const struct listener *listener;

	if (suspect->state != TCP_SYN_RECV)
		return false;
	listener = listener_of(evidence, suspect);
	return !listener || !listener_is_full(listener);
}

/* Those that were half-open in the first reading should be open in the last one: a round trip later. */
static bool few_complete(const struct evidence *evidence, uint64_t many)
{
	struct number before = summary_gauge(&evidence->first, TCPSTATE_GAUGE_HALF_OPEN);
	struct number completed = evidence_arc(evidence, "LISTEN", "SYN_RECV");

	return evidence_seconds(evidence) > 0.5 && before.value >= many &&
	       completed.value < before.value / 2;
}

static int by_local_port(const struct suspect *a, const struct suspect *b)
{
	return a->local.port - b->local.port;
}

static void add_listener(struct finding *finding, const struct listener *listener)
{
	if (listener)
		finding_add_evidence(finding, "the listener's SYN queue %" PRIu64 ", its accept queue %" PRIu64
				     ", its backlog %" PRIu64, listener->syn_queue.value,
				     listener->accept_queue.value, listener->backlog.value);
}

static void explain_flood(struct finding *finding)
{
	finding->refute =
		"the addresses are those of your clients, and the same ones succeed later: then "
		"the SYN-ACKs or last ACKs get lost on the way";
	finding->avoid =
		"do not switch SYN cookies off, and do not answer with a larger "
		"tcp_max_syn_backlog: it fills as well";
}

static void explain_loss(struct finding *finding, const struct socket_end *peer)
{
	finding_set_peer(finding, peer);
	finding->refute =
		"tcpdump shows no SYN-ACK leaving: then a firewall or route of this host is at "
		"fault";
	finding->avoid =
		"do not lower tcp_synack_retries: look for an asymmetric route, and for what "
		"drops the packets of these peers";
}

static void add_pile_up(const struct evidence *evidence, struct findings *findings,
			struct group *all)
{
	struct group port = group_largest(all, by_local_port, NULL), peer;
	const struct suspect *oldest = group_oldest(&port);
	const struct listener *listener = listener_of(evidence, oldest);
	bool full = listener && listener_has_full_syn_queue(evidence, listener), flood;
	struct finding *finding = findings_add(findings, full ? SEVERITY_CRITICAL :
								SEVERITY_WARNING);
	char age[AGE_TEXT_MAX], end[SOCKET_END_MAX];
	size_t peers;

	peer = group_largest(&port, suspect_by_remote_address, &peers);
	flood = peers * FLOOD_REQUESTS_A_PEER > port.count;
	finding->port = oldest->local.port;
	finding->process = listener ? evidence_owner(evidence, listener->inode) : NULL;
	finding_set_what(finding, "%s: %zu half-open connections to %s from %zu address%s, the oldest for %s",
			 flood ? "a SYN flood" : "last ACKs are missing", port.count,
			 socket_end_format(&oldest->local, end), peers, peers == 1 ? "" : "es",
			 suspect_age(oldest, age));
	if (flood)
		explain_flood(finding);
	else
		explain_loss(finding, &peer.suspect[0]->remote);
	finding_add_evidence(finding, "half-open in all %zu; the most from one address %zu, %s",
			     all->count, peer.count,
			     socket_end_address(&peer.suspect[0]->remote, end));
	finding_add_syn_answers(finding, evidence);
	add_listener(finding, listener);
	finding_set_group(finding, &port);
	finding_set_next(finding, "tcpdump -nni any 'tcp port %u and tcp[tcpflags] & tcp-syn != 0'",
			 finding->port);
}

void rule_syn_recv_pileup(const struct evidence *evidence, struct findings *findings)
{
	uint64_t age_ns = evidence->thresholds.value[SYN_RECV_AGE];
	uint64_t count = evidence->thresholds.value[SYN_RECV_COUNT];
	char age[DURATION_MAX];
	struct group group;
	size_t old;

	group_make(&group, evidence, is_half_open);
	old = group_count_older(&group, age_ns);
	if (old >= count || (group.count >= 4 * count && few_complete(evidence, 4 * count)))
		add_pile_up(evidence, findings, &group);
	findings_checked(findings, "half-open %zu, for more than %s %zu, except those of full listeners",
			 group.count, duration_format(age_ns, age), old);
	group_free(&group);
}
