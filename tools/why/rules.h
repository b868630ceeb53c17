/* SPDX-License-Identifier: GPL-2.0-only */
/* The rules by which "why" and "check" judge a host, one for each thing that goes wrong. */
#ifndef TCPSTATE_TOOLS_WHY_RULES_H
#define TCPSTATE_TOOLS_WHY_RULES_H

#include "tools/why/evidence.h"
#include "tools/why/findings.h"
#include "tools/options.h"

/**
 * rules_judge() - look at what the command line names, and apply all rules
 * @options: the command line
 * @evidence: overwritten; findings point into it
 * @findings: overwritten; the worst come first
 *
 * Ends the program with a message if there is nothing to look at, or it cannot be read.
 */
void rules_judge(const struct options *options, struct evidence *evidence,
		 struct findings *findings);

/*
 * One rule each: adds findings, if any, and in any case one line or more of what was checked.
 * Those of the list of sockets or listeners are only called if there is one.
 */
typedef void rule(const struct evidence *evidence, struct findings *findings);

/* tools/why/nobody.c */
rule rule_nobody_listens;
/* tools/why/listeners.c */
rule rule_accept_queue_full;
/* tools/why/half_open.c */
rule rule_syn_recv_pileup;
rule rule_syn_queue_full;
/* tools/why/opening.c */
rule rule_syn_sent_stuck;
/* tools/why/closing.c */
rule rule_close_wait_leak;
/* tools/why/teardown.c */
rule rule_teardown_cut;
rule rule_orphans;
/* tools/why/ports.c */
rule rule_port_pressure;
/* tools/why/data.c */
rule rule_data_stuck;
/* tools/why/module.c */
rule rule_unexpected_arcs;
rule rule_module_trouble;

/* Whether last ACKs are ignored and SYNs dropped, because the program does not accept. */
bool listener_is_full(const struct listener *listener);

/* Whether so many requests wait for their last ACKs, in both looks, that others are affected. */
bool listener_has_full_syn_queue(const struct evidence *evidence, const struct listener *listener);

#endif
