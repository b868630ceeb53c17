// SPDX-License-Identifier: GPL-2.0-only
/* The rule for programs that do not close what their peers have closed. */

#include <inttypes.h>

#include "tools/why/groups.h"
#include "tools/why/rules.h"

/* A program that closes at all has few sockets this old in CLOSE_WAIT: by default 10 s. */
static uint64_t forgotten_ns(const struct evidence *evidence)
{
	return evidence->thresholds.value[CLOSE_WAIT_AGE] / 6;
}

static bool is_forgotten(const struct evidence *evidence, const struct suspect *suspect)
{
	/* What no program has accepted, no program can close. */
	return suspect->state == TCP_CLOSE_WAIT && suspect->inode.value &&
	       suspect_is_older(suspect, forgotten_ns(evidence));
}

/* Whether most sockets that ever came into CLOSE_WAIT are still there. */
static bool most_stay(const struct evidence *evidence)
{
	const struct state_row *row = summary_state(&evidence->last, "CLOSE_WAIT");

	return row && row->now.value > row->left.value;
}

/* Whether not one of many left it between the readings. */
static bool none_leaves(const struct evidence *evidence)
{
	const struct state_change *change = change_of_state(evidence->window, "CLOSE_WAIT");

	return change && change->left.known && !change->left.value;
}

static bool is_leak(const struct evidence *evidence, const struct group *group)
{
	uint64_t count = evidence->thresholds.value[CLOSE_WAIT_COUNT];
	uint64_t age_ns = evidence->thresholds.value[CLOSE_WAIT_AGE];

	return group_count_older(group, age_ns) >= count ||
	       (group->count >= count && most_stay(evidence)) ||
	       (group->count >= 2 * count && none_leaves(evidence));
}

static void add_flow(struct finding *finding, const struct evidence *evidence)
{
	const struct state_change *change = change_of_state(evidence->window, "CLOSE_WAIT");
	const struct state_row *row = summary_state(&evidence->last, "CLOSE_WAIT");

	if (row)
		finding_add_evidence(finding, "since the module was loaded %" PRIu64
				     " came into CLOSE_WAIT, besides %" PRIu64
				     " that were there, and %" PRIu64 " left it",
				     row->entered.value, row->at_load.value, row->left.value);
	if (change)
		finding_add_evidence(finding, "in the last %.1f s %" PRIu64 " came and %" PRIu64
				     " left", evidence_seconds(evidence), change->entered.value,
				     change->left.value);
}

static void add_peers(struct finding *finding, struct group *group)
{
	struct group largest;
	char end[SOCKET_END_MAX];
	size_t peers;

	largest = group_largest(group, suspect_by_remote_address, &peers);
	socket_end_address(&largest.suspect[0]->remote, end);
	if (peers == 1) {
		finding_set_peer(finding, &largest.suspect[0]->remote);
		finding_add_evidence(finding, "all from one peer, %s", end);
	} else {
		finding_add_evidence(finding, "from %zu peers, %zu of them from %s", peers,
				     largest.count, end);
	}
}

static void add_leak(const struct evidence *evidence, struct findings *findings,
		     struct group *group)
{
	const struct state_change *change = change_of_state(evidence->window, "CLOSE_WAIT");
	bool grows = change && change->entered.value > change->left.value;
	struct finding *finding = findings_add(findings, grows ? SEVERITY_CRITICAL :
								 SEVERITY_WARNING);
	const struct suspect *oldest = group_oldest(group);
	char age[AGE_TEXT_MAX], owner[OWNER_TEXT_MAX];

	finding->port = suspect_service_port(oldest);
	finding_set_what(finding, "%s does not close: %zu socket%s of port %u in CLOSE_WAIT, the oldest for %s",
			 owner_text(oldest->owner, owner), group->count, plural(group->count),
			 finding->port, suspect_age(oldest, age));
	finding_set_owner(finding, evidence, oldest->owner);
	add_flow(finding, evidence);
	add_peers(finding, group);
	finding_set_group(finding, group);
	finding->refute =
		"their number goes down by itself, or the program still sends on them: then it "
		"is slow, not forgetful";
	finding_set_next(finding, "tcpstate sockets -p -s age state close-wait and %s = :%u",
			 oldest->served ? "sport" : "dport", finding->port);
	finding->avoid =
		"no setting of the kernel closes them, and keepalive does not either; a restart "
		"helps for as long as it took to get here";
}

void rule_close_wait_leak(const struct evidence *evidence, struct findings *findings)
{
	const struct state_row *row = summary_state(&evidence->last, "CLOSE_WAIT");
	struct group all, group = { 0 };
	char age[DURATION_MAX];

	group_make(&all, evidence, is_forgotten);
	while (group_next(&all, suspect_by_service, &group))
		if (is_leak(evidence, &group))
			add_leak(evidence, findings, &group);
	findings_checked(findings, "in CLOSE_WAIT %" PRIu64
			 "; with a program and for more than %s %zu; since the module was loaded %" PRIu64
			 " left it", row ? row->now.value : 0,
			 duration_format(forgotten_ns(evidence), age), all.count,
			 row ? row->left.value : 0);
	group_free(&all);
}
