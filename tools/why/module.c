// SPDX-License-Identifier: GPL-2.0-only
/* Rules for what should not be: arcs that Linux does not take, and counts that are not exact. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/states/states.h"
#include "tools/why/rules.h"

static const char avoid[] =
	"do not load the module again before a recording for a report is made (tcpstate record "
	"FILE): that begins to count from 0";

/* So long sockets that were open at load look younger than they are by much. */
static const double fresh_seconds = 300;

static struct number counter_of(const struct summary *summary, const char *name)
{
	size_t i;

	for (i = 0; i < summary->counters; i++)
		if (!strcmp(summary->counter[i].name, name))
			return summary->counter[i].value;
	return (struct number){ .known = false };
}

void rule_unexpected_arcs(const struct evidence *evidence, struct findings *findings)
{
	struct number counted = counter_of(&evidence->last, TCPSTATE_COUNTER_UNEXPECTED);
	const struct summary *last = &evidence->last;
	const struct transition_row *arc;
	struct finding *finding;

	findings_checked(findings, "changes of state that Linux is not known to make %" PRIu64
			 "; kinds of changes seen %zu", counted.value, last->transitions);
	if (!counted.value)
		return;
	finding = findings_add(findings, SEVERITY_WARNING);
	finding->count = counted.value;
	finding_set_what(finding, "sockets change their state as Linux is not known to do: %" PRIu64
			 " time%s", counted.value, plural(counted.value));
	for (arc = last->transition; arc < last->transition + last->transitions; arc++)
		if (!explained_arc(arc->from, arc->to))
			finding_add_evidence(finding, "%s to %s: %" PRIu64, arc->from, arc->to,
					     arc->count.value);
	finding->refute =
		"a module or BPF program is loaded that ends or revives sockets: then it does this";
	finding_set_next(finding, "tcpstate transitions");
	finding->avoid = avoid;
}

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
			     counter_of(&evidence->last, TCPSTATE_COUNTER_LATE).value,
			     counter_of(&evidence->last, TCPSTATE_COUNTER_RESYNC).value,
			     counter_of(&evidence->last, TCPSTATE_COUNTER_UNTRACKED).value);
	finding_add_evidence(finding, "the module was loaded %.0f s ago",
			     evidence_uptime(evidence));
	finding->refute =
		"'tcpstate verify' finds the counts equal: then ages are affected, counts are not";
	finding_set_next(finding, "tcpstate verify");
	finding->avoid = avoid;
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
	uint64_t late = counter_of(&evidence->last, TCPSTATE_COUNTER_LATE).value;
	uint64_t resync = counter_of(&evidence->last, TCPSTATE_COUNTER_RESYNC).value;
	uint64_t untracked = counter_of(&evidence->last, TCPSTATE_COUNTER_UNTRACKED).value;
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
			    "sockets were met in another state than the module knew them in", resync);
	if (untracked)
		add_trouble(evidence, findings, SEVERITY_NOTICE,
			    "ages of sockets are not known, for want of room: load the module with a larger max_sockets",
			    untracked);
	/* A few are legitimate when the module is loaded under traffic. */
	if (late > 16 && late > sockets_at_load(evidence) / 10)
		add_trouble(evidence, findings, SEVERITY_NOTICE,
			    "the module was loaded under heavy traffic, and met sockets late", late);
	findings_checked(findings, "late %" PRIu64 ", resync %" PRIu64 ", untracked %" PRIu64
			 "; the module was loaded %.0f s ago%s", late, resync, untracked, uptime,
			 uptime < fresh_seconds ?
				 ": sockets that were open then look younger than they are" : "");
}
