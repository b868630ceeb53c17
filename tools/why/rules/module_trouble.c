// SPDX-License-Identifier: GPL-2.0-only
/* The rule for counts that are not exact. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/why/rules.h"

/* So long sockets that were open at load look younger than they are by much. */
static const double fresh_seconds = 300;

/* What is in a state is what was there, and came, and did not leave: procfs/ABI. */
static int64_t drift_of(const struct summary *summary, const struct state_row *row)
{
	uint64_t sum = row->at_load.value + row->entered.value - row->left.value;

	/* What left TIME_WAIT is derived from the others, and never decreases. */
	if (!strcmp(row->name, "TIME_WAIT"))
		return 0;
	if (!row->now.known || !row->at_load.known || !row->entered.known || !row->left.known)
		return 0;
	if (!strcmp(row->name, "SYN_RECV"))
		sum += summary_gauge(summary, TCPSTATE_GAUGE_HALF_OPEN).value;
	return row->now.value - sum;
}

static void add_trouble(const struct evidence *evidence, struct findings *findings,
			enum severity severity, const char *what, uint64_t count)
{
	struct finding *finding = findings_add(findings, severity);

	finding->count = count;
	finding_set_what(finding, "%s", what);
	finding_add_evidence(finding, "late %" PRIu64 ", resync %" PRIu64 ", untracked %" PRIu64,
			     summary_counter(&evidence->last, TCPSTATE_COUNTER_LATE).value,
			     summary_counter(&evidence->last, TCPSTATE_COUNTER_RESYNC).value,
			     summary_counter(&evidence->last, TCPSTATE_COUNTER_UNTRACKED).value);
	finding_add_evidence(finding, "the module was loaded %.0f s ago",
			     evidence_uptime(evidence));
	finding->refute =
		"'tcpstate verify' finds the counts equal: then ages are affected, counts are not";
	finding_set_next(finding, "tcpstate verify");
	finding->avoid = AVOID_RELOAD;
}

static uint64_t sockets_at_load(const struct evidence *evidence)
{
	uint64_t sockets = 0;
	size_t i;

	for (i = 0; i < evidence->last.states; i++)
		sockets += evidence->last.state[i].at_load.value;
	return sockets;
}

void rule_module_trouble(const struct evidence *evidence, struct findings *findings)
{
	uint64_t late = summary_counter(&evidence->last, TCPSTATE_COUNTER_LATE).value;
	uint64_t resync = summary_counter(&evidence->last, TCPSTATE_COUNTER_RESYNC).value;
	uint64_t untracked = summary_counter(&evidence->last, TCPSTATE_COUNTER_UNTRACKED).value;
	const struct summary *last = &evidence->last;
	double uptime = evidence_uptime(evidence);
	char what[160];
	size_t i;

	for (i = 0; i < last->states; i++) {
		if (!drift_of(last, &last->state[i]))
			continue;
		snprintf(what, sizeof(what), "the count of %.40s is off by %" PRId64,
			 last->state[i].name, drift_of(last, &last->state[i]));
		add_trouble(evidence, findings, SEVERITY_WARNING, what, 1);
	}
	if (resync)
		add_trouble(evidence, findings, SEVERITY_WARNING,
			    "sockets were in another state than the module had recorded", resync);
	if (untracked)
		add_trouble(evidence, findings, SEVERITY_NOTICE,
			    "ages of sockets are not known, for want of room: load the module with a larger max_sockets",
			    untracked);
	/* A few are legitimate when the module is loaded under traffic. */
	if (late > 16 && late > sockets_at_load(evidence) / 10)
		add_trouble(evidence, findings, SEVERITY_NOTICE,
			    "the module was loaded under heavy traffic, and saw sockets late", late);
	findings_checked(findings, "late %" PRIu64 ", resync %" PRIu64 ", untracked %" PRIu64
			 "; the module was loaded %.0f s ago%s", late, resync, untracked, uptime,
			 uptime < fresh_seconds ?
				 ": sockets that were open then look younger than they are" : "");
}
