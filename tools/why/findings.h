/* SPDX-License-Identifier: GPL-2.0-only */
/* What is wrong with a host, each with its evidence, and what was checked for it. */
#ifndef TCPSTATE_TOOLS_WHY_FINDINGS_H
#define TCPSTATE_TOOLS_WHY_FINDINGS_H

#include "tools/host/owners.h"
#include "tools/text/socket_end.h"

struct evidence;

enum severity { SEVERITY_NOTICE, SEVERITY_WARNING, SEVERITY_CRITICAL };

enum { EVIDENCE_MAX = 8 };

/**
 * struct finding - one thing that is wrong
 * @id: of the rule
 * @severity: critical if connections fail by it now
 * @order: in which the rules found it: the likelier causes come first
 * @what: it is
 * @process: that has to do with it; NULL if nobody or not known
 * @port: of the service; 0 if that says nothing
 * @peer: address; empty if it is not one alone
 * @count: of sockets, or whatever @what counts
 * @oldest_ns: age
 * @evidence: figures, of which there are @evidences
 * @refute: what would show that it is something else
 * @next: command
 * @avoid: what does not help
 */
struct finding {
	const char *id;
	enum severity severity;
	size_t order;
	char *what;
	const struct owner *process;
	unsigned int port;
	char peer[SOCKET_END_MAX];
	uint64_t count;
	struct number oldest_ns;
	char *evidence[EVIDENCE_MAX];
	size_t evidences;
	const char *refute;
	char *next;
	const char *avoid;
};

/**
 * struct findings - all of them
 * @rule: whose turn it is: the id of what is added
 */
struct findings {
	const char *rule;
	struct finding *finding;
	size_t count;
	char **checked;
	size_t checks;
};

/**
 * findings_add() - begin a finding
 * @findings: to add to
 * @severity: of it
 *
 * Return: the finding, to be filled; valid until the next one is added.
 */
struct finding *findings_add(struct findings *findings, enum severity severity);

/* What was checked, with its figures. */
void findings_checked(struct findings *findings, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void finding_set_what(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void finding_set_next(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void finding_set_peer(struct finding *finding, const struct socket_end *end);
/* More than EVIDENCE_MAX are not kept. */
void finding_add_evidence(struct finding *finding, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

enum { OWNER_TEXT_MAX = OWNER_COMM_MAX + 32 };

/* "nginx(812)", "a program". Return: @text. */
const char *owner_text(const struct owner *owner, char text[OWNER_TEXT_MAX]);

/**
 * finding_set_owner() - whose matter it is
 * @finding: to be filled
 * @evidence: of which
 * @owner: NULL if nobody or not known: why not becomes a part of the evidence
 */
void finding_set_owner(struct finding *finding, const struct evidence *evidence,
		       const struct owner *owner);

/* "" for one, else "s". */
const char *plural(uint64_t count);

/* The worst first; of equal ones those of the earlier rule, then the more numerous. */
void findings_sort(struct findings *findings);

/* "critical", "warning", "notice". */
const char *severity_name(enum severity severity);

void findings_free(struct findings *findings);

#endif
