/* SPDX-License-Identifier: GPL-2.0-only */
/* The rules by which "why" and "check" judge a host, one for each thing that goes wrong. */
#ifndef TCPSTATE_TOOLS_WHY_RULES_H
#define TCPSTATE_TOOLS_WHY_RULES_H

#include "tools/why/evidence.h"
#include "tools/why/findings.h"
#include "tools/options.h"

/**
 * rules_judge() - read what the command line names, and apply all rules
 * @options: the command line
 * @evidence: overwritten; findings point into it
 * @findings: overwritten; the worst come first
 *
 * Ends the program with a message if there is nothing to read, or it cannot be read.
 */
void rules_judge(const struct options *options, struct evidence *evidence,
		 struct findings *findings);

/*
 * One rule each, in the file of its name in why/rules: adds findings, if any, and in any case one line or more of what was checked.
 * Those of the list of sockets or listeners are only called if there is one.
 */
typedef void rule(const struct evidence *evidence, struct findings *findings);

rule rule_nobody_listens;
rule rule_accept_queue_full;
rule rule_syn_recv_pileup;
rule rule_syn_queue_full;
rule rule_syn_sent_stuck;
rule rule_close_wait_leak;
rule rule_teardown_cut;
rule rule_orphans;
rule rule_port_pressure;
rule rule_data_stuck;
rule rule_unexpected_arcs;
rule rule_module_trouble;

/* What is to be avoided until a fault of the module is reported. */
#define AVOID_RELOAD \
	"do not load the module again before a recording for a report is made (tcpstate record " \
	"FILE): that begins to count from 0"

#endif
