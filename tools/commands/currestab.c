// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's own number of established connections, and what it counts in it. */

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/commands/currestab.h"
#include "tools/failure.h"
#include "tools/host/live.h"
#include "tools/recording/counts.h"
#include "tools/recording/reading.h"

enum { LOOKS_MAX = 20 };

/* A line of names and one of values follow each other. */
static struct number read_live(void)
{
	char names[2048], values[2048], *name, *value, *rest_names, *rest_values;
	struct number number = { .known = false };
	FILE *file = fopen("/proc/net/snmp", "r");

	if (!file && failure_is_shortage(errno))
		err(failure_status, "cannot open /proc/net/snmp");
	if (!file)
		return number;
	while (!number.known && fgets(names, sizeof(names), file) &&
	       fgets(values, sizeof(values), file)) {
		if (strncmp(names, "Tcp:", 4) != 0)
			continue;
		name = strtok_r(names, " \n", &rest_names);
		value = strtok_r(values, " \n", &rest_values);
		while (name && value && strcmp(name, "CurrEstab") != 0) {
			name = strtok_r(NULL, " \n", &rest_names);
			value = strtok_r(NULL, " \n", &rest_values);
		}
		number.known = name && value && sscanf(value, "%" SCNu64, &number.value) == 1;
	}
	fclose(file);
	return number;
}

static struct number read_recorded(const struct recording *input)
{
	struct number number = { .known = false };
	struct report report;

	if (!recording_holds(input, REPORT_RECORDING))
		return number;
	recording_text(input, &report, REPORT_RECORDING, REPORT_LAST);
	while (report_next(&report))
		if (!strcmp(report.keyword, RECORDING_MIB) &&
		    !strcmp(report_field(&report, 0), "TcpCurrEstab"))
			number = report_parse_number(&report, report_field(&report, 1));
	report_close(&report);
	return number;
}

static struct number state_now(const struct summary *summary, const char *name)
{
	const struct state_row *row = summary_state(summary, name);

	return row ? row->now : (struct number){ .known = false };
}

static void take_states(struct currestab *currestab, const struct summary *summary)
{
	currestab->established = state_now(summary, "ESTABLISHED");
	currestab->close_wait = state_now(summary, "CLOSE_WAIT");
}

static bool agrees(const struct currestab *currestab)
{
	uint64_t kernel = currestab->kernel.value, established = currestab->established.value;

	return kernel == established || kernel == established + currestab->close_wait.value;
}

void currestab_read(struct currestab *currestab, const struct recording *input,
		    const struct summary *summary)
{
	struct summary own;
	int looks = 0;

	memset(currestab, 0, sizeof(*currestab));
	if (input) {
		currestab->kernel = read_recorded(input);
		take_states(currestab, summary);
		return;
	}
	if (!live_module()) {
		currestab->kernel = read_live();
		take_states(currestab, summary);
		return;
	}
	/* Under traffic the two are of different moments: a few more looks, and they agree. */
	do {
		counts_read(&own, "/proc/net/" TCPSTATE_PROC_SUMMARY);
		currestab->kernel = read_live();
		take_states(currestab, &own);
		summary_free(&own);
	} while (!agrees(currestab) && ++looks < LOOKS_MAX);
}

void currestab_print(const struct currestab *currestab)
{
	uint64_t kernel = currestab->kernel.value, established = currestab->established.value;
	uint64_t close_wait = currestab->close_wait.value;

	if (!currestab->kernel.known || !currestab->established.known ||
	    !currestab->close_wait.known)
		return;
	printf("kernel's CurrEstab %" PRIu64, kernel);
	if (close_wait && kernel == established + close_wait)
		printf(" = ESTABLISHED %" PRIu64 " + CLOSE_WAIT %" PRIu64, established, close_wait);
	else if (kernel == established)
		printf(" = ESTABLISHED%s", close_wait ? " without CLOSE_WAIT" : "");
	else
		printf("; ESTABLISHED %" PRIu64 ", CLOSE_WAIT %" PRIu64, established, close_wait);
	putchar('\n');
}
