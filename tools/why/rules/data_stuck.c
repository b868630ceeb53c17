// SPDX-License-Identifier: GPL-2.0-only
/* The rule for open connections whose data is stuck. */

#include <inttypes.h>

#include "tools/why/groups.h"
#include "tools/why/rules.h"

/* One try in vain is a packet lost, as happens everywhere. */
enum { TRIES_IN_VAIN = 2 };

/* What takes less of the room for unread data than one of so many parts stops nobody. */
enum { ROOM_PARTS = 3 };

static const char refute[] =
	"the queue moves over a longer time: then the reading side is slow, not stuck";
static const char avoid[] =
	"do not enlarge buffers: a process that does not read, or gets nothing, leaves larger ones "
	"full too";

/* The same connection in the first reading; NULL if it was not open then, or is too young. */
static const struct suspect *first_look_at(const struct evidence *evidence,
					   const struct suspect *suspect)
{
	const struct suspect *before;

	if (suspect->state != TCP_ESTABLISHED ||
	    !suspect_is_older(suspect, evidence->thresholds.value[DATA_STUCK_AGE]))
		return NULL;
	before = suspects_find(&evidence->before, &suspect->local, &suspect->remote);
	return before && before->state == TCP_ESTABLISHED ? before : NULL;
}

static const struct socket_info *info_of(const struct evidence *evidence,
					 const struct suspect *suspect)
{
	return stalled_find(&evidence->stalled, &suspect->local, &suspect->remote);
}

/* A little may stay unread for ever, as in pools: only what stops the peer is trouble. */
static bool is_unread(const struct evidence *evidence, const struct suspect *suspect)
{
	const struct suspect *before = first_look_at(evidence, suspect);
	const struct socket_info *info;

	/* What nobody has accepted has a rule of its own. */
	if (!before || !suspect->rxq.value || before->rxq.value != suspect->rxq.value ||
	    !suspect->inode.value)
		return false;
	info = info_of(evidence, suspect);
	return info && info->rmem * ROOM_PARTS >= info->rcvbuf &&
	       info->last_data_ns >= evidence->thresholds.value[DATA_STUCK_AGE];
}

static const struct suspect *other_end(const struct evidence *evidence,
				       const struct suspect *suspect)
{
	return suspects_find(&evidence->now, &suspect->remote, &suspect->local);
}

/*
 * A queue that is always full can have the same length twice by chance: what the kernel says of
 * its timers tells whether anything gets on.
 */
static bool is_unsent(const struct evidence *evidence, const struct suspect *suspect)
{
	const struct suspect *before = first_look_at(evidence, suspect), *peer;
	const struct socket_info *info;

	if (!before || !suspect->txq.value || before->txq.value != suspect->txq.value)
		return false;
	info = info_of(evidence, suspect);
	if (!info || (info->backoff < TRIES_IN_VAIN &&
		      info->last_ack_ns < evidence->thresholds.value[DATA_STUCK_AGE]))
		return false;
	peer = other_end(evidence, suspect);
	return !peer || !is_unread(evidence, peer);
}

static uint64_t bytes_unread(const struct group *group)
{
	uint64_t bytes = 0;
	size_t i;

	for (i = 0; i < group->count; i++)
		bytes += group->suspect[i]->rxq.value;
	return bytes;
}

static uint64_t bytes_unsent(const struct group *group)
{
	uint64_t bytes = 0;
	size_t i;

	for (i = 0; i < group->count; i++)
		bytes += group->suspect[i]->txq.value;
	return bytes;
}

static void add_unread(const struct evidence *evidence, struct findings *findings,
		       struct group *group)
{
	struct finding *finding = findings_add(findings, SEVERITY_WARNING);
	struct group largest = group_largest(group, suspect_by_service, NULL);
	const struct suspect *oldest = group_oldest(&largest);
	const struct socket_info *info = info_of(evidence, oldest);
	char age[AGE_TEXT_MAX], end[SOCKET_END_MAX], name[OWNER_TEXT_MAX];

	finding->port = suspect_service_port(oldest);
	finding_set_peer(finding, &oldest->remote);
	finding_set_what(finding, "%s does not read: %zu connection%s of port %u with as many unread bytes as %.1f s ago, which stop the peer",
			 owner_text(oldest->owner, name), largest.count, plural(largest.count),
			 finding->port, evidence_seconds(evidence));
	finding_set_owner(finding, evidence, oldest->owner);
	finding_add_evidence(finding, "bytes unread %" PRIu64 " in %zu connection%s; the oldest, from %s and open for %s, has %" PRIu64,
			     bytes_unread(group), group->count, plural(group->count),
			     socket_end_format(&oldest->remote, end), suspect_age(oldest, age),
			     oldest->rxq.value);
	finding_add_evidence(finding, "last data %s ago; unread data fills %" PRIu64 " of %" PRIu64 " bytes of its receive buffer",
			     duration_format(info->last_data_ns, age), info->rmem, info->rcvbuf);
	finding_set_group(finding, &largest);
	finding->refute = refute;
	if (oldest->owner)
		finding_set_next(finding, "strace -fp %d", oldest->owner->pid);
	else
		finding_set_next(finding, "ss -tnpm state established sport = :%d", oldest->local.port);
	finding->avoid = avoid;
}

static void add_unsent(const struct evidence *evidence, struct findings *findings,
		       struct group *group)
{
	struct finding *finding = findings_add(findings, SEVERITY_WARNING);
	struct group largest = group_largest(group, suspect_by_remote_address, NULL);
	const struct suspect *oldest = group_oldest(&largest);
	const struct socket_info *info = info_of(evidence, oldest);
	char age[AGE_TEXT_MAX], end[SOCKET_END_MAX], name[OWNER_TEXT_MAX];

	finding->port = suspect_service_port(oldest);
	finding_set_peer(finding, &oldest->remote);
	finding_set_what(finding, "data is stuck: %zu connection%s with the same send queue as %.1f s ago, %zu of them of %s with %s",
			 group->count, plural(group->count), evidence_seconds(evidence),
			 largest.count, owner_text(oldest->owner, name), finding->peer);
	finding_set_owner(finding, evidence, oldest->owner);
	finding_add_evidence(finding, "bytes to send %" PRIu64 "; the oldest, to %s and open for %s, has %" PRIu64,
			     bytes_unsent(group), socket_end_format(&oldest->remote, end),
			     suspect_age(oldest, age), oldest->txq.value);
	finding_add_evidence(finding, "its last ACK came %s ago, %u retransmissions or window probes in a row went unanswered; the peer %s",
			     duration_format(info->last_ack_ns, age), info->backoff,
			     info->zero_window ?
				     "announces a zero window: its program does not read" :
				     "does not answer: it is gone, or the path is cut");
	finding_set_group(finding, group);
	finding->refute = refute;
	finding_set_next(finding, "ss -tnpoi state established dst %s", finding->peer);
	finding->avoid = avoid;
}

static bool is_enough(const struct evidence *evidence, size_t stuck, uint64_t established)
{
	return stuck >= evidence->thresholds.value[DATA_STUCK_COUNT] &&
	       stuck * 100 >= established * evidence->thresholds.value[DATA_STUCK_SHARE];
}

void rule_data_stuck(const struct evidence *evidence, struct findings *findings)
{
	const struct state_row *row = summary_state(&evidence->last, "ESTABLISHED");
	uint64_t established = row ? row->now.value : 0;
	struct group unread, unsent;

	if (!evidence->window) {
		findings_checked(findings, "not checked: one reading cannot show what moves");
		return;
	}
	if (!evidence->has_stalled) {
		findings_checked(findings, "not checked: load tcp_diag to learn what data is waiting for");
		return;
	}
	group_make(&unread, evidence, is_unread);
	group_make(&unsent, evidence, is_unsent);
	if (is_enough(evidence, unread.count, established))
		add_unread(evidence, findings, &unread);
	if (is_enough(evidence, unsent.count, established))
		add_unsent(evidence, findings, &unsent);
	findings_checked(findings, "in ESTABLISHED %" PRIu64 "; with a send queue that does not move since %.1f s ago %zu, with unread data that stop the peer %zu",
			 established, evidence_seconds(evidence), unsent.count, unread.count);
	group_free(&unread);
	group_free(&unsent);
}
