// SPDX-License-Identifier: GPL-2.0-only
/* The rule for connections that no program holds any longer. */

#include <inttypes.h>

#include "tools/why/rules.h"
#include "tools/why/suspects.h"

static bool is_orphan(const struct evidence *evidence, const struct suspect *suspect)
{
	(void)evidence;
	return (suspect->state == TCP_FIN_WAIT1 || suspect->state == TCP_FIN_WAIT2 ||
		suspect->state == TCP_LAST_ACK || suspect->state == TCP_CLOSING) &&
	       suspect->inode.known && !suspect->inode.value;
}

static void add_orphans(const struct evidence *evidence, struct findings *findings,
			struct pick *pick, uint64_t limit)
{
	struct finding *finding = findings_add(findings, pick->count >= limit ? SEVERITY_CRITICAL :
										SEVERITY_WARNING);
	struct number aborted = evidence_growth(evidence, "TcpExtTCPAbortOnMemory");
	struct pick largest = pick_largest(pick, suspect_by_remote_address, NULL);

	finding_set_peer(finding, &largest.suspect[0]->remote);
	finding_set_what(finding, "%zu connections that no program holds any more wait for their end; the kernel bears %" PRIu64,
			 pick->count, limit);
	finding_add_teardowns(finding, pick);
	finding_add_evidence(finding, "%zu of them with %s", largest.count, finding->peer);
	if (aborted.known)
		finding_add_evidence(finding, "in the last %.1f s %" PRIu64
				     " were aborted, for their number or for memory",
				     evidence_seconds(evidence), aborted.value);
	finding_set_pick(finding, pick);
	finding->refute = "their number goes down within a minute: then it was the end of a burst";
	finding_set_next(finding, "tcpstate sockets -s age state fin-wait-1 or state last-ack");
	finding->avoid =
		"do not raise tcp_max_orphans first, each takes memory that cannot be swapped: "
		"find out why the peers do not acknowledge";
}

void rule_orphans(const struct evidence *evidence, struct findings *findings)
{
	struct number limit = settings_number(&evidence->settings, "net.ipv4.tcp_max_orphans");
	struct pick pick;

	if (!limit.known) {
		findings_checked(findings, "not looked at: net.ipv4.tcp_max_orphans is not known");
		return;
	}
	pick_make(&pick, evidence, is_orphan);
	if (pick.count && pick.count * 100 >= limit.value * evidence->thresholds.value[ORPHANS_SHARE])
		add_orphans(evidence, findings, &pick, limit.value);
	findings_checked(findings, "connections without a program %zu; the kernel bears %" PRIu64,
			 pick.count, limit.value);
	pick_free(&pick);
}
