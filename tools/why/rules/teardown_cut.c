// SPDX-License-Identifier: GPL-2.0-only
/* The rule for connections whose end does not get through. */

#include <inttypes.h>

#include "tools/why/groups.h"
#include "tools/why/rules.h"

/* Then that other program is to blame: it has got the FIN. */
static bool peer_is_here_and_waits(const struct evidence *evidence, const struct suspect *suspect)
{
	const struct suspect *peer = suspects_find(&evidence->now, &suspect->remote,
						   &suspect->local);

	return peer && peer->state == TCP_CLOSE_WAIT;
}

static bool is_cut(const struct evidence *evidence, const struct suspect *suspect)
{
	switch (suspect->state) {
	case TCP_FIN_WAIT1:
	case TCP_LAST_ACK:
	case TCP_CLOSING:
		return suspect_is_older(suspect, evidence->thresholds.value[TEARDOWN_AGE]);
	case TCP_FIN_WAIT2:
		/* Those without a program end by themselves after tcp_fin_timeout. */
		return suspect->inode.value &&
		       suspect_is_older(suspect, evidence->thresholds.value[FIN_WAIT2_AGE]) &&
		       !peer_is_here_and_waits(evidence, suspect);
	default:
		return false;
	}
}

/*
 * Everywhere some peers vanish, and a busy host always has a minute's share of them. Only more
 * than that is a teardown that is cut.
 */
static double ended_a_minute(const struct evidence *evidence)
{
	const struct state_row *first = summary_state(&evidence->last, "FIN_WAIT1");
	const struct state_row *second = summary_state(&evidence->last, "LAST_ACK");
	double uptime = evidence_uptime(evidence), ended = 0;

	if (first)
		ended += first->entered.value;
	if (second)
		ended += second->entered.value;
	return uptime > 60 ? ended / uptime * 60 : ended;
}

/* Those that still have data to send; their FIN takes one byte. */
static size_t count_unread(const struct group *group)
{
	size_t count = 0, i;

	for (i = 0; i < group->count; i++)
		count += group->suspect[i]->txq.value > 1;
	return count;
}

static void add_cut_evidence(struct finding *finding, const struct evidence *evidence,
			     const struct group *group)
{
	struct number resent = evidence_growth(evidence, "TcpRetransSegs");
	size_t unread = count_unread(group);

	finding_add_teardowns(finding, group);
	if (unread)
		finding_add_evidence(finding, "%zu of them ha%s data that the peer has not acknowledged: it does not read, or nothing reaches it",
				     unread, unread == 1 ? "s" : "ve");
	finding_add_evidence(finding, "this host ends %.0f connections a minute",
			     ended_a_minute(evidence));
	if (resent.known)
		finding_add_evidence(finding, "in the last %.1f s it sent %" PRIu64 " segments again",
				     evidence_seconds(evidence), resent.value);
}

static void add_cut(const struct evidence *evidence, struct findings *findings, struct group *group)
{
	struct finding *finding = findings_add(findings, SEVERITY_WARNING);
	struct group largest = group_largest(group, suspect_by_remote_address, NULL);
	const struct suspect *oldest = group_oldest(&largest);
	bool half_closed = group_count_state(group, TCP_FIN_WAIT2) == group->count;
	char age[AGE_TEXT_MAX];

	finding->port = suspect_service_port(oldest);
	finding_set_peer(finding, &oldest->remote);
	finding_set_what(finding, half_closed ?
			 "peers do not close: %zu connection%s half-closed from here, the oldest for %s; %zu of them with %s" :
			 "connections do not close: %zu connection%s without an answer to the FIN, the oldest for %s; %zu of them with %s",
			 group->count, plural(group->count), suspect_age(group_oldest(group), age),
			 largest.count, finding->peer);
	finding->process = oldest->owner;
	add_cut_evidence(finding, evidence, group);
	finding_set_group(finding, group);
	finding->refute = half_closed ?
		"the peers still send: then these are downloads of a program that has nothing "
		"more to say, and no fault" :
		"tcpdump shows that the peer answers the FINs: then a firewall of this host "
		"drops the answers";
	finding_set_next(finding, "tcpdump -nni any 'host %s and tcp[tcpflags] & (tcp-fin|tcp-rst) != 0'",
			 finding->peer);
	finding->avoid =
		"do not lower tcp_fin_timeout or tcp_orphan_retries: look for a firewall or NAT "
		"between the two that forgot the connections (a reload, a short timeout), and "
		"at the other end for ESTABLISHED or CLOSE_WAIT";
}

void rule_teardown_cut(const struct evidence *evidence, struct findings *findings)
{
	double minute = ended_a_minute(evidence);
	struct group group;

	group_make(&group, evidence, is_cut);
	if (group.count >= evidence->thresholds.value[TEARDOWN_COUNT] &&
	    group.count * 100.0 >= minute * evidence->thresholds.value[TEARDOWN_SHARE])
		add_cut(evidence, findings, &group);
	findings_checked(findings, "old ones in FIN_WAIT1 %zu, in LAST_ACK %zu, in CLOSING %zu, in FIN_WAIT2 with a program %zu; this host ends %.0f connections a minute",
			 group_count_state(&group, TCP_FIN_WAIT1),
			 group_count_state(&group, TCP_LAST_ACK),
			 group_count_state(&group, TCP_CLOSING),
			 group_count_state(&group, TCP_FIN_WAIT2), minute);
	group_free(&group);
}
