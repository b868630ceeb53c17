// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate why: what is wrong with this host's connections, by what evidence. */

#include <stdio.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/command.h"
#include "tools/output/colour.h"
#include "tools/output/document.h"
#include "tools/output/json.h"
#include "tools/output/paragraph.h"
#include "tools/why/rules.h"

/* The version of the member "why". */
enum { WHY_VERSION = 1 };

/* Two blanks, a title and two more. */
enum { INDENT = 11 };

static void print_severity(enum severity severity)
{
	static const char *const colours[] = {
		[SEVERITY_NOTICE] = "\033[36m",
		[SEVERITY_WARNING] = "\033[33m",
		[SEVERITY_CRITICAL] = "\033[1;31m",
	};
	bool colour = colour_wanted();

	printf("%s%s%s", colour ? colours[severity] : "", severity_name(severity),
	       colour ? "\033[0m" : "");
}

static void print_finding(const struct finding *finding)
{
	size_t i;

	putchar('\n');
	print_severity(finding->severity);
	printf(": %s\n", finding->id);
	paragraph_print("", INDENT, finding->what);
	for (i = 0; i < finding->evidences; i++)
		paragraph_print(i ? "" : "  because", INDENT, finding->evidence[i]);
	paragraph_print("  unless", INDENT, finding->refute);
	/* A command is not broken, so that it can be copied. */
	printf("%-*s%s\n", INDENT, "  next", finding->next);
	paragraph_print("  avoid", INDENT, finding->avoid);
}

static void print_text(const struct evidence *evidence, const struct findings *findings)
{
	const char *scope = evidence->last.scope;
	size_t i;

	printf("%s of %s", findings->count ? "What is wrong with TCP" : "No TCP problem found",
	       strcmp(scope, TCPSTATE_SCOPE_HOST) ? scope : "this host");
	if (evidence->window)
		printf(" (two readings, %.1f s apart)", evidence_seconds(evidence));
	putchar('\n');
	for (i = 0; i < findings->count; i++)
		print_finding(&findings->finding[i]);
	puts("\nChecked:");
	for (i = 0; i < findings->checks; i++)
		printf("  %s\n", findings->checked[i]);
}

static void json_finding(struct json *json, const struct finding *finding)
{
	const struct owner *process = finding->process;
	size_t i;

	json_begin_object(json, NULL);
	json_text(json, "id", finding->id);
	json_text(json, "severity", severity_name(finding->severity));
	json_text(json, "what", finding->what);
	json_text(json, "process", process ? process->comm : NULL);
	json_number(json, "pid", (struct number){ process, process ? process->pid : 0 });
	json_number(json, "port", (struct number){ finding->port, finding->port });
	json_text(json, "peer", *finding->peer ? finding->peer : NULL);
	json_number(json, "count", (struct number){ true, finding->count });
	json_number(json, "oldest_ns", finding->oldest_ns);
	json_begin_array(json, "evidence");
	for (i = 0; i < finding->evidences; i++)
		json_text(json, NULL, finding->evidence[i]);
	json_end_array(json);
	json_text(json, "refute", finding->refute);
	json_text(json, "next", finding->next);
	json_text(json, "avoid", finding->avoid);
	json_end_object(json);
}

static void print_json(const struct evidence *evidence, const struct findings *findings)
{
	struct json json = { 0 };
	size_t i;

	document_head(&json, evidence->last.scope);
	json_begin_object(&json, "why");
	json_number(&json, "version", (struct number){ true, WHY_VERSION });
	json_begin_array(&json, "findings");
	for (i = 0; i < findings->count; i++)
		json_finding(&json, &findings->finding[i]);
	json_end_array(&json);
	json_begin_array(&json, "checked");
	for (i = 0; i < findings->checks; i++)
		json_text(&json, NULL, findings->checked[i]);
	json_end_array(&json);
	json_end_object(&json);
	json_end_object(&json);
}

int why_main(const struct options *options)
{
	struct evidence evidence;
	struct findings findings;
	bool found;

	rules_judge(options, &evidence, &findings);
	if (options->json)
		print_json(&evidence, &findings);
	else
		print_text(&evidence, &findings);
	found = findings.count;
	findings_free(&findings);
	evidence_free(&evidence);
	return found ? WHY_FOUND : WHY_NOTHING_WRONG;
}
