// SPDX-License-Identifier: GPL-2.0-only
/* The rule for connects that nobody answers. */

#include <inttypes.h>

#include "tools/why/groups.h"
#include "tools/why/queues.h"
#include "tools/why/rules.h"

/* More destinations than one service has: the fault is on this side. */
enum { MANY_DESTINATIONS = 5 };

/* A program on this host that does not accept has a rule of its own. */
static bool waits_for_full_listener(const struct evidence *evidence, const struct suspect *suspect)
{
	const struct listener *listener;

	if (!suspect_is_local(suspect))
		return false;
	listener = evidence_listener(&evidence->listeners, &suspect->remote);
	return listener && listener_is_full(listener);
}

static bool is_unanswered(const struct evidence *evidence, const struct suspect *suspect)
{
	return suspect->state == TCP_SYN_SENT &&
	       suspect_is_older(suspect, evidence->thresholds.value[SYN_SENT_AGE]) &&
	       !waits_for_full_listener(evidence, suspect);
}

static void add_outcomes(struct finding *finding, const struct evidence *evidence)
{
	struct number opened = evidence_arc(evidence, "SYN_SENT", "ESTABLISHED");
	struct number failed = evidence_arc(evidence, "SYN_SENT", "CLOSE");

	if (opened.known && failed.known)
		finding_add_evidence(finding, "in the last %.1f s %" PRIu64
				     " connects of this host succeeded and %" PRIu64 " failed",
				     evidence_seconds(evidence), opened.value, failed.value);
}

static void add_unanswered(const struct evidence *evidence, struct findings *findings,
			   struct group *group)
{
	struct finding *finding = findings_add(findings, SEVERITY_WARNING);
	char age[AGE_TEXT_MAX], end[SOCKET_END_MAX], owner[OWNER_TEXT_MAX];
	const struct suspect *oldest;
	struct group largest;
	size_t destinations;

	largest = group_largest(group, suspect_by_remote_end, &destinations);
	oldest = group_oldest(&largest);
	finding->port = oldest->remote.port;
	finding_set_peer(finding, &oldest->remote);
	finding_set_what(finding, "nobody answers at %s: %zu connect%s of %s in SYN_SENT, the oldest for %s",
			 socket_end_format(&oldest->remote, end), largest.count,
			 plural(largest.count), owner_text(oldest->owner, owner),
			 suspect_age(oldest, age));
	finding_set_owner(finding, evidence, oldest->owner);
	finding_add_evidence(finding, "no answer to %zu connect%s in all, to %zu destination%s%s",
			     group->count, plural(group->count), destinations, plural(destinations),
			     destinations >= MANY_DESTINATIONS ?
				     ": this many at once point to this host's routes, firewall, conntrack table or link" : "");
	add_outcomes(finding, evidence);
	finding_set_group(finding, &largest);
	finding->refute =
		"tcpdump shows that a SYN-ACK or RST comes in: then a firewall of this host "
		"drops the answer";
	finding_set_next(finding, "tcpdump -nni any 'host %s and tcp port %u'", finding->peer,
			 finding->port);
	finding->avoid =
		"do not lower tcp_syn_retries for the whole host: give the program a connect "
		"timeout, and a pause before it tries again";
}

void rule_syn_sent_stuck(const struct evidence *evidence, struct findings *findings)
{
	const struct state_row *row = summary_state(&evidence->last, "SYN_SENT");
	char age[DURATION_MAX];
	struct group group;

	group_make(&group, evidence, is_unanswered);
	if (group.count >= evidence->thresholds.value[SYN_SENT_COUNT])
		add_unanswered(evidence, findings, &group);
	findings_checked(findings, "in SYN_SENT %" PRIu64 "; for more than %s %zu, except those to a full listener of this host",
			 row ? row->now.value : 0,
			 duration_format(evidence->thresholds.value[SYN_SENT_AGE], age),
			 group.count);
	group_free(&group);
}
