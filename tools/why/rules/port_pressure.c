// SPDX-License-Identifier: GPL-2.0-only
/* The rule for ephemeral ports that run out. */

#include <inttypes.h>

#include "tools/analysis/port_use.h"
#include "tools/clock.h"
#include "tools/why/rules.h"

/* With half of the ports free a rate of one moment says nothing of a minute ahead. */
enum { RATE_COUNTS_FROM = 50, CRITICAL_FROM = 95 };

static bool is_short(const struct evidence *evidence, const struct port_uses *uses,
		     const struct port_use *use)
{
	uint64_t percent = port_use_taken(use) * 100 / uses->available, seconds;

	return percent >= evidence->thresholds.value[PORTS_SHARE] ||
	       (percent >= RATE_COUNTS_FROM && port_use_seconds_left(uses, use, &seconds) &&
		seconds * SECOND_NS <= evidence->thresholds.value[PORTS_SECONDS]);
}

/* TIME_WAIT belongs to nobody: one that still has a connection there may be named. */
static const struct owner *find_owner(const struct evidence *evidence, const struct port_use *use)
{
	const struct suspect *suspect;

	for (suspect = evidence->now.suspect;
	     suspect < evidence->now.suspect + evidence->now.count; suspect++)
		if (suspect->owner && suspect->remote.port == use->remote.port &&
		    socket_end_same_address(&suspect->remote, &use->remote))
			return suspect->owner;
	return NULL;
}

static void add_short(const struct evidence *evidence, struct findings *findings,
		      const struct port_uses *uses, const struct port_use *use)
{
	uint64_t taken = port_use_taken(use), seconds;
	bool all = taken * 100 >= uses->available * CRITICAL_FROM;
	struct finding *finding = findings_add(findings, all ? SEVERITY_CRITICAL :
							       SEVERITY_WARNING);
	char remote[SOCKET_END_MAX], local[SOCKET_END_MAX];

	finding->process = find_owner(evidence, use);
	finding->port = use->remote.port;
	finding->count = taken;
	finding_set_peer(finding, &use->remote);
	finding_set_what(finding, "local ports run out: %" PRIu64 " of %" PRIu64 " from %s to %s are taken (%.0f%%)",
			 taken, uses->available, socket_end_address(&use->local, local),
			 socket_end_format(&use->remote, remote), 100.0 * taken / uses->available);
	finding_add_evidence(finding, "connections have %" PRIu64 ", TIME_WAIT has %" PRIu64
			     ", of which %" PRIu64 " may be taken again already", use->open,
			     use->time_wait, use->reusable);
	finding_add_evidence(finding, "net.ipv4.ip_local_port_range is %u to %u", uses->first,
			     uses->last);
	finding_add_evidence(finding, "new connections %.0f a second; the port range sustains %.0f (each port is unusable for %d s)",
			     port_use_rate(use), (double)uses->available / TIME_WAIT_SECONDS,
			     TIME_WAIT_SECONDS);
	if (taken >= uses->available)
		finding_add_evidence(finding, "none is left: connect() fails with EADDRNOTAVAIL");
	else if (port_use_seconds_left(uses, use, &seconds))
		finding_add_evidence(finding, "at this rate none is left in %" PRIu64 " s", seconds);
	finding->refute =
		"the share stays where it is for a minute: then the ports suffice for this rate, "
		"with little to spare";
	finding_set_next(finding, "tcpstate ports");
	finding->avoid =
		"TIME_WAIT is not the fault and is not to be shortened: keep connections open "
		"and use them again (keep-alive, a pool), or add addresses at either end";
}

void rule_port_pressure(const struct evidence *evidence, struct findings *findings)
{
	struct port_uses uses;
	size_t i;

	port_uses_read(&uses, &evidence->recording);
	for (i = 0; uses.available && i < uses.count; i++)
		if (is_short(evidence, &uses, &uses.use[i]))
			add_short(evidence, findings, &uses, &uses.use[i]);
	if (!uses.available)
		findings_checked(findings, "not checked: net.ipv4.ip_local_port_range is not known");
	else
		findings_checked(findings, "destinations %zu, the most ports of one %" PRIu64
				 " of %" PRIu64, uses.count, uses.count ? port_use_taken(&uses.use[0]) : 0,
				 uses.available);
	port_uses_free(&uses);
}
