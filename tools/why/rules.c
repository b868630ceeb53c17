// SPDX-License-Identifier: GPL-2.0-only
/* The rules by which "why" and "check" judge a host. */

#include <string.h>

#include "tools/recording/capture.h"
#include "tools/why/rules.h"

enum { SOCKETS = 1, LISTENERS = 2 };

/* The likelier causes first: of two findings that are as severe, the first one is named first. */
static const struct {
	const char *id;
	unsigned int needs;
	rule *apply;
} rules[] = {
	{ "nobody-listens", LISTENERS, rule_nobody_listens },
	{ "accept-queue-full", SOCKETS | LISTENERS, rule_accept_queue_full },
	{ "port-pressure", SOCKETS, rule_port_pressure },
	{ "syn-recv-pileup", SOCKETS | LISTENERS, rule_syn_recv_pileup },
	{ "syn-sent-stuck", SOCKETS, rule_syn_sent_stuck },
	{ "close-wait-leak", SOCKETS, rule_close_wait_leak },
	{ "teardown-cut", SOCKETS, rule_teardown_cut },
	{ "data-stuck", SOCKETS, rule_data_stuck },
	{ "syn-queue-full", LISTENERS, rule_syn_queue_full },
	{ "orphans", SOCKETS, rule_orphans },
	{ "unexpected-arcs", 0, rule_unexpected_arcs },
	{ "module-trouble", 0, rule_module_trouble },
};

static void apply_all(const struct evidence *evidence, struct findings *findings)
{
	unsigned int has = (evidence->has_sockets ? SOCKETS : 0) |
			   (evidence->has_listeners ? LISTENERS : 0);
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		findings->rule = rules[i].id;
		if (rules[i].needs & ~has & SOCKETS)
			findings_checked(findings, "not checked: the input has no list of sockets");
		else if (rules[i].needs & ~has)
			findings_checked(findings, "not checked: the input has no list of listeners");
		else
			rules[i].apply(evidence, findings);
	}
}

void rules_judge(const struct options *options, struct evidence *evidence,
		 struct findings *findings)
{
	memset(evidence, 0, sizeof(*evidence));
	memset(findings, 0, sizeof(*findings));
	thresholds_parse(&evidence->thresholds, options->thresholds.limit,
			      options->thresholds.count);
	evidence->port = options->port;
	evidence->live = !options->input;
	capture_readings(&evidence->recording, options->input, options->interval_ns, false);
	evidence_read(evidence);
	apply_all(evidence, findings);
	findings_sort(findings);
}
