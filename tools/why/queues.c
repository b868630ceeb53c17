// SPDX-License-Identifier: GPL-2.0-only
/* Judges the queues of listeners. */

#include <inttypes.h>

#include "tools/why/queues.h"

const struct listener *listener_in_first_reading(const struct evidence *evidence,
						 const struct listener *listener)
{
	const struct listeners *before = &evidence->listeners_before;
	size_t i;

	for (i = 0; i < before->count; i++)
		if (before->listener[i].inode.value == listener->inode.value &&
		    before->listener[i].local.port == listener->local.port)
			return &before->listener[i];
	return NULL;
}

bool queue_has_share(struct number queue, struct number backlog, uint64_t percent)
{
	return queue.value > 1 && backlog.known && queue.value * 100 >= backlog.value * percent;
}

bool listener_has_full_syn_queue(const struct evidence *evidence, const struct listener *listener)
{
	const struct listener *before = listener_in_first_reading(evidence, listener);
	uint64_t share = evidence->thresholds.value[SYN_QUEUE_SHARE];

	return before && queue_has_share(before->syn_queue, before->backlog, share) &&
	       queue_has_share(listener->syn_queue, listener->backlog, share);
}

/* The kernel lets in one more than the backlog says: sk_acceptq_is_full(). */
bool listener_is_full(const struct listener *listener)
{
	return listener->accept_queue.value > listener->backlog.value;
}

void finding_add_syn_answers(struct finding *finding, const struct evidence *evidence)
{
	struct number completed = evidence_arc(evidence, "LISTEN", "SYN_RECV");
	struct number cookies = evidence_growth(evidence, "TcpExtSyncookiesSent");
	struct number dropped = evidence_growth(evidence, "TcpExtTCPReqQFullDrop");

	if (completed.known)
		finding_add_evidence(finding, "in the last %.1f s %" PRIu64 " handshakes were completed",
				     evidence_seconds(evidence), completed.value);
	if (cookies.known && dropped.known)
		finding_add_evidence(finding, "meanwhile %" PRIu64 " SYN cookies were sent, and %" PRIu64
				     " SYNs dropped for a full queue", cookies.value, dropped.value);
}
