// SPDX-License-Identifier: GPL-2.0-only
/* The rule for connections that no program holds any longer. */

#include <inttypes.h>

#include "tools/why/groups.h"
#include "tools/why/rules.h"

static bool is_orphan(const struct evidence *evidence, const struct suspect *suspect)
{
	(void)evidence;
	return (suspect->state == TCP_FIN_WAIT1 || suspect->state == TCP_FIN_WAIT2 ||
		suspect->state == TCP_LAST_ACK || suspect->state == TCP_CLOSING) &&
	       suspect->inode.known && !suspect->inode.value;
}

static void add_orphans(const struct evidence *evidence, struct findings *findings,
			struct group *group, uint64_t limit)
{
	struct finding *finding = findings_add(findings, group->count >= limit ? SEVERITY_CRITICAL :
										SEVERITY_WARNING);
	struct number aborted = evidence_growth(evidence, "TcpExtTCPAbortOnMemory");
	struct group largest = group_largest(group, suspect_by_remote_address, NULL);

	finding_set_peer(finding, &largest.suspect[0]->remote);
	finding_set_what(finding, "%zu orphaned connections; the limit (tcp_max_orphans) is %" PRIu64,
			 group->count, limit);
	finding_add_teardowns(finding, group);
	finding_add_evidence(finding, "%zu of them with %s", largest.count, finding->peer);
	if (aborted.known)
		finding_add_evidence(finding, "in the last %.1f s %" PRIu64
				     " were aborted, for their number or for memory",
				     evidence_seconds(evidence), aborted.value);
	finding_set_group(finding, group);
	finding->refute = "their number goes down within a minute: then it was the end of a burst";
	finding_set_next(finding, "tcpstate sockets -s age state fin-wait-1 or state last-ack");
	finding->avoid =
		"do not raise tcp_max_orphans first, each takes memory that cannot be swapped: "
		"find out why the peers do not acknowledge";
}

void rule_orphans(const struct evidence *evidence, struct findings *findings)
{
	struct number limit = settings_number(&evidence->settings, "net.ipv4.tcp_max_orphans");
	struct group group;

	if (!limit.known) {
		findings_checked(findings, "not checked: net.ipv4.tcp_max_orphans is not known");
		return;
	}
	group_make(&group, evidence, is_orphan);
	if (group.count &&
	    group.count * 100 >= limit.value * evidence->thresholds.value[ORPHANS_SHARE])
		add_orphans(evidence, findings, &group, limit.value);
	findings_checked(findings, "connections without a process %zu; the limit (tcp_max_orphans) is %" PRIu64,
			 group.count, limit.value);
	group_free(&group);
}
