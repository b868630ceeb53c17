// SPDX-License-Identifier: GPL-2.0-only
/* When counting began, in Unix time: shows whether a counter began anew or jumped. */

#include <string.h>
#include <time.h>

#include "procfs/abi.h"
#include "tools/clock.h"
#include "tools/metrics/metrics.h"

/* When the last reading of a recording was made: "info time 2026-11-21T07:05:28Z". */
static struct number saved_at_ns(const struct recording *input)
{
	struct number saved_ns = { .known = false };
	struct tm utc = { 0 };
	struct report report;
	const char *end;

	if (!recording_holds(input, REPORT_RECORDING))
		return saved_ns;
	recording_text(input, &report, REPORT_RECORDING, REPORT_LAST);
	while (report_next(&report)) {
		if (strcmp(report.keyword, TCPSTATE_KW_INFO) != 0 ||
		    strcmp(report_field(&report, 0), "time") != 0)
			continue;
		end = strptime(report_field(&report, 1), "%Y-%m-%dT%H:%M:%SZ", &utc);
		if (end && !*end)
			saved_ns = (struct number){ true, timegm(&utc) * SECOND_NS };
	}
	report_close(&report);
	return saved_ns;
}

/*
 * The two clocks are read one after the other, so the result is rounded to be the same in every
 * scrape. It shifts with each suspend, in which CLOCK_MONOTONIC stands still.
 */
struct number metrics_loaded_ns(const struct summary *summary, const struct recording *input)
{
	struct number loaded_ns = summary_info(summary, TCPSTATE_INFO_LOADED_NS);
	struct number now_ns = summary_info(summary, TCPSTATE_INFO_NOW_NS);
	struct number base_ns;

	if (!loaded_ns.known || !now_ns.known || now_ns.value < loaded_ns.value)
		return (struct number){ .known = false };
	if (input) {
		base_ns = saved_at_ns(input);
		if (!base_ns.known)
			return base_ns;
		base_ns.value -= now_ns.value - loaded_ns.value;
	} else {
		base_ns = (struct number){ true, clock_now_ns(CLOCK_REALTIME) -
					   clock_now_ns(CLOCK_MONOTONIC) + loaded_ns.value };
	}
	base_ns.value = (base_ns.value + MILLISECOND_NS / 2) / MILLISECOND_NS * MILLISECOND_NS;
	return base_ns;
}
