// SPDX-License-Identifier: GPL-2.0-only
/* What is wrong with a host, each with its evidence. */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/failure.h"
#include "tools/why/evidence.h"
#include "tools/why/findings.h"

static void *more(void *rows, size_t count, size_t size)
{
	rows = xreallocarray(rows, count + 1, size);
	return rows;
}

struct finding *findings_add(struct findings *findings, enum severity severity)
{
	struct finding *finding;

	findings->finding = more(findings->finding, findings->count, sizeof(*findings->finding));
	finding = &findings->finding[findings->count];
	*finding = (struct finding){
		.id = findings->rule,
		.severity = severity,
		.order = findings->count++,
	};
	return finding;
}

void findings_checked(struct findings *findings, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = xvasprintf(format, args);
	va_end(args);
	findings->checked = more(findings->checked, findings->checks, sizeof(*findings->checked));
	findings->checked[findings->checks++] = xasprintf("%s: %s", findings->rule, text);
	free(text);
}

void finding_set_what(struct finding *finding, const char *format, ...)
{
	va_list args;

	free(finding->what);
	va_start(args, format);
	finding->what = xvasprintf(format, args);
	va_end(args);
}

void finding_set_next(struct finding *finding, const char *format, ...)
{
	va_list args;

	free(finding->next);
	va_start(args, format);
	finding->next = xvasprintf(format, args);
	va_end(args);
}

void finding_set_peer(struct finding *finding, const struct socket_end *end)
{
	socket_end_address(end, finding->peer);
}

void finding_add_evidence(struct finding *finding, const char *format, ...)
{
	va_list args;

	if (finding->evidences == EVIDENCE_MAX)
		return;
	va_start(args, format);
	finding->evidence[finding->evidences++] = xvasprintf(format, args);
	va_end(args);
}

const char *owner_text(const struct owner *owner, char text[OWNER_TEXT_MAX])
{
	if (owner)
		snprintf(text, OWNER_TEXT_MAX, "%s(%d)", owner->comm, owner->pid);
	else
		snprintf(text, OWNER_TEXT_MAX, "a program");
	return text;
}

void finding_set_owner(struct finding *finding, const struct evidence *evidence,
		       const struct owner *owner)
{
	finding->process = owner;
	if (!owner && evidence->live && geteuid())
		finding_add_evidence(finding, "run as root to see other users' processes");
}

const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

static int compare(const void *one, const void *other)
{
	const struct finding *a = one, *b = other;

	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (a->id != b->id)
		return a->order < b->order ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

void findings_sort(struct findings *findings)
{
	if (findings->count)
		qsort(findings->finding, findings->count, sizeof(*findings->finding), compare);
}

const char *severity_name(enum severity severity)
{
	static const char *const names[] = {
		[SEVERITY_NOTICE] = "notice",
		[SEVERITY_WARNING] = "warning",
		[SEVERITY_CRITICAL] = "critical",
	};

	return names[severity];
}

void findings_free(struct findings *findings)
{
	struct finding *finding;

	while (findings->count) {
		finding = &findings->finding[--findings->count];
		free(finding->what);
		free(finding->next);
		while (finding->evidences)
			free(finding->evidence[--finding->evidences]);
	}
	while (findings->checks)
		free(findings->checked[--findings->checks]);
	free(findings->finding);
	free(findings->checked);
}
