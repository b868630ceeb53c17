// SPDX-License-Identifier: GPL-2.0-only
/* The rule for programs that do not accept. */

#include <inttypes.h>
#include <stdlib.h>

#include "tools/why/groups.h"
#include "tools/why/queues.h"
#include "tools/why/rules.h"

/* What holds for the last reading must have held for the first one: bursts are no trouble. */
static bool accepts_too_slowly(const struct evidence *evidence, const struct listener *listener)
{
	const struct listener *before = listener_in_first_reading(evidence, listener);
	uint64_t share = evidence->thresholds.value[ACCEPT_QUEUE_SHARE];

	return before && queue_has_share(before->accept_queue, before->backlog, share) &&
	       queue_has_share(listener->accept_queue, listener->backlog, share);
}

static bool is_unaccepted(const struct evidence *evidence, const struct suspect *suspect)
{
	(void)evidence;
	return (suspect->state == TCP_ESTABLISHED || suspect->state == TCP_CLOSE_WAIT) &&
	       suspect->inode.known && !suspect->inode.value;
}

/* Listeners that share an end by SO_REUSEPORT share those that wait. */
static bool belongs_to(const struct evidence *evidence, const struct socket_end *end,
		       const struct listener *listener)
{
	const struct listener *its;

	if (end->port != listener->local.port)
		return false;
	its = evidence_listener(&evidence->listeners, end);
	return its && socket_end_same_address(&its->local, &listener->local);
}

/* Those of all that wait which wait for one listener; takes their place in ROOM. */
static struct group waiting_at(const struct evidence *evidence, const struct group *unaccepted,
			      const struct listener *listener, const struct suspect **room)
{
	struct group waiting = { .suspect = room };
	size_t i;

	for (i = 0; i < unaccepted->count; i++)
		if (belongs_to(evidence, &unaccepted->suspect[i]->local, listener))
			waiting.suspect[waiting.count++] = unaccepted->suspect[i];
	return waiting;
}

static size_t count_hanging(const struct evidence *evidence, const struct listener *listener)
{
	const struct suspects *now = &evidence->now;
	size_t count = 0, i;

	for (i = 0; i < now->count; i++)
		count += now->suspect[i].state == TCP_SYN_SENT &&
			 suspect_is_local(&now->suspect[i]) &&
			 belongs_to(evidence, &now->suspect[i].remote, listener);
	return count;
}

static void add_full(struct finding *finding, const struct evidence *evidence,
		     const struct listener *listener)
{
	struct number overflows = evidence_growth(evidence, "TcpExtListenOverflows");
	size_t hanging = count_hanging(evidence, listener);

	finding_add_evidence(finding, "the queue is full: last ACKs are ignored and SYNs dropped, so that clients hang");
	if (hanging)
		finding_add_evidence(finding, "%zu connect%s of this host to it hang in SYN_SENT",
				     hanging, plural(hanging));
	if (overflows.known && overflows.value)
		finding_add_evidence(finding, "%" PRIu64 " connections were dropped in the last %.1f s because an accept queue of this host was full",
				     overflows.value, evidence_seconds(evidence));
}

static void add_slow(const struct evidence *evidence, struct findings *findings,
		     const struct listener *listener, const struct group *waiting)
{
	bool full = listener_is_full(listener);
	struct finding *finding = findings_add(findings, full ? SEVERITY_CRITICAL :
								SEVERITY_WARNING);
	const struct owner *owner = evidence_owner(evidence, listener->inode);
	const struct suspect *oldest = group_oldest(waiting);
	char age[AGE_TEXT_MAX], end[SOCKET_END_MAX], name[OWNER_TEXT_MAX];
	size_t given_up = group_count_state(waiting, TCP_CLOSE_WAIT);

	finding->port = listener->local.port;
	finding_set_what(finding, "%s does not accept fast enough: %" PRIu64 " connection%s wait%s at %s, whose backlog is %" PRIu64,
			 owner_text(owner, name), listener->accept_queue.value,
			 plural(listener->accept_queue.value),
			 listener->accept_queue.value == 1 ? "s" : "",
			 socket_end_format(&listener->local, end), listener->backlog.value);
	finding_set_owner(finding, evidence, owner);
	if (oldest)
		finding_add_evidence(finding, "the longest wait is %s, of %s",
				     suspect_age(oldest, age),
				     socket_end_format(&oldest->remote, end));
	if (full)
		add_full(finding, evidence, listener);
	if (given_up)
		finding_add_evidence(finding, "the peers of %zu have given up already", given_up);
	finding_set_group(finding, waiting);
	finding->count = listener->accept_queue.value;
	finding->refute =
		"the queue is empty a moment later, and the oldest in it younger than a second: "
		"then it was a burst";
	if (owner)
		finding_set_next(finding, "strace -fp %d", owner->pid);
	else
		finding_set_next(finding, "tcpstate listeners");
	finding->avoid =
		"do not raise the backlog and somaxconn first: a longer queue makes the clients "
		"wait longer, it does not make the program accept";
}

void rule_accept_queue_full(const struct evidence *evidence, struct findings *findings)
{
	const struct listeners *listeners = &evidence->listeners;
	uint64_t age_ns = evidence->thresholds.value[ACCEPT_AGE], longest = 0;
	const struct listener *listener;
	struct group unaccepted, waiting;
	const struct suspect **room;
	char age[DURATION_MAX];

	group_make(&unaccepted, evidence, is_unaccepted);
	room = group_buffer(&unaccepted);
	for (listener = listeners->listener; listener < listeners->listener + listeners->count;
	     listener++) {
		if (!listener->accept_queue.value)
			continue;
		waiting = waiting_at(evidence, &unaccepted, listener, room);
		if (accepts_too_slowly(evidence, listener) || group_count_older(&waiting, age_ns))
			add_slow(evidence, findings, listener, &waiting);
		if (listener->accept_queue.value > longest)
			longest = listener->accept_queue.value;
	}
	findings_checked(findings, "listeners %zu, the longest accept queue %" PRIu64
			 "; connections that wait for accept() %zu, for more than %s %zu",
			 listeners->count, longest, unaccepted.count,
			 duration_format(age_ns, age), group_count_older(&unaccepted, age_ns));
	free(room);
	group_free(&unaccepted);
}
