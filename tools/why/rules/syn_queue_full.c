// SPDX-License-Identifier: GPL-2.0-only
/* The rule for SYN queues that are full. */

#include <inttypes.h>

#include "tools/why/queues.h"
#include "tools/why/rules.h"

static void add_full_queue(const struct evidence *evidence, struct findings *findings,
			   const struct listener *listener)
{
	struct number cookies = settings_number(&evidence->settings, "net.ipv4.tcp_syncookies");
	bool answered = cookies.known && cookies.value;
	struct finding *finding = findings_add(findings, answered ? SEVERITY_WARNING :
								    SEVERITY_CRITICAL);
	char end[SOCKET_END_MAX];

	finding->process = evidence_owner(evidence, listener->inode);
	finding->port = listener->local.port;
	finding->count = listener->syn_queue.value;
	finding_set_what(finding, "the SYN queue of %s is full: %" PRIu64 " half-open connections, and a backlog of %" PRIu64,
			 socket_end_format(&listener->local, end), listener->syn_queue.value,
			 listener->backlog.value);
	finding_add_evidence(finding, "net.ipv4.tcp_syncookies: %s", !cookies.known ? "not known" :
			     answered ? "on, so that further SYNs are answered without being kept" :
					"off, so that further SYNs are dropped");
	finding_add_syn_answers(finding, evidence);
	finding->refute = "the queue is empty a moment later: then it was a burst";
	finding_set_next(finding, "tcpstate sockets -s age state syn-recv and sport = :%u",
			 finding->port);
	finding->avoid =
		"do not switch SYN cookies off; a larger queue fills as well if nobody completes "
		"the handshakes";
}

void rule_syn_queue_full(const struct evidence *evidence, struct findings *findings)
{
	const struct listeners *listeners = &evidence->listeners;
	const struct listener *listener;
	uint64_t longest = 0;

	for (listener = listeners->listener; listener < listeners->listener + listeners->count;
	     listener++) {
		if (listener_has_full_syn_queue(evidence, listener))
			add_full_queue(evidence, findings, listener);
		if (listener->syn_queue.value > longest)
			longest = listener->syn_queue.value;
	}
	findings_checked(findings, "listeners %zu, the longest SYN queue %" PRIu64, listeners->count,
			 longest);
}
