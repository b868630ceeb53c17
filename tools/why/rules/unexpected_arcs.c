// SPDX-License-Identifier: GPL-2.0-only
/* The rule for changes of state that Linux is not known to make. */

#include <inttypes.h>

#include "procfs/abi.h"
#include "tools/states/states.h"
#include "tools/why/rules.h"

void rule_unexpected_arcs(const struct evidence *evidence, struct findings *findings)
{
	struct number counted = summary_counter(&evidence->last, TCPSTATE_COUNTER_UNEXPECTED);
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
	finding->avoid = AVOID_RELOAD;
}
