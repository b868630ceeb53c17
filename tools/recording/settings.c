// SPDX-License-Identifier: GPL-2.0-only
/* Reads the kernel's settings and counters of a recording. */

#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/recording/reading.h"
#include "tools/recording/settings.h"

/* Many times what a kernel has; another file must not take all memory. */
enum { SETTINGS_MAX = 4096 };

/* The fields from PLACE on, with one blank in between. */
static char *join(const struct report *report, size_t place)
{
	size_t length = 1, i;
	char *text;

	for (i = place; i + 1 < report->fields; i++)
		length += strlen(report_field(report, i)) + 1;
	text = xcalloc(1, length);
	for (i = place; i + 1 < report->fields; i++) {
		if (i > place)
			strcat(text, " ");
		strcat(text, report_field(report, i));
	}
	return text;
}

static void add(struct settings *settings, const struct report *report)
{
	struct setting *setting;

	if (settings->count == SETTINGS_MAX)
		report_fail(report, "more than %d settings: not a text of tcpstate", SETTINGS_MAX);
	settings->setting = xreallocarray(settings->setting, settings->count + 1,
					  sizeof(*settings->setting));
	setting = &settings->setting[settings->count++];
	setting->name = xstrdup(report_field(report, 0));
	setting->value = join(report, 1);
}

void settings_read(struct settings *settings, const struct recording *recording,
		   enum report_reading reading)
{
	struct report report;

	memset(settings, 0, sizeof(*settings));
	recording_text(recording, &report, REPORT_RECORDING, reading);
	while (report_next(&report))
		if (!strcmp(report.keyword, RECORDING_SYSCTL) ||
		    !strcmp(report.keyword, RECORDING_MIB))
			add(settings, &report);
	report_close(&report);
}

const char *settings_text(const struct settings *settings, const char *name)
{
	size_t i;

	for (i = 0; i < settings->count; i++)
		if (!strcmp(settings->setting[i].name, name) &&
		    strcmp(settings->setting[i].value, TCPSTATE_NOT_KNOWN) != 0)
			return settings->setting[i].value;
	return NULL;
}

struct number settings_number(const struct settings *settings, const char *name)
{
	const char *text = settings_text(settings, name);
	struct number number = { .known = false };
	char *end;

	if (!text || *text < '0' || *text > '9')
		return number;
	number.value = strtoull(text, &end, 10);
	number.known = !*end;
	return number;
}

void settings_free(struct settings *settings)
{
	while (settings->count) {
		free(settings->setting[--settings->count].name);
		free(settings->setting[settings->count].value);
	}
	free(settings->setting);
}
