// SPDX-License-Identifier: GPL-2.0-only
/* The page for browsers: the state machine with current numbers. */

#include <inttypes.h>
#include <locale.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/health.h"
#include "tools/diagram/diagram.h"
#include "tools/exporter/page.h"
#include "tools/output/duration.h"
#include "tools/recording/counts.h"
#include "tools/text/summary.h"

static const char head[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"en\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<title>tcpstate</title>\n"
	"<link rel=\"icon\" href=\"data:,\">\n"
	"<style>\n"
	":root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }\n"
	"body { max-width: 64rem; margin: 1.5rem auto; padding: 0 1rem }\n"
	"h1 { font-size: 1.3rem; margin: 0 }\n"
	"svg { max-width: 100%; height: auto }\n"
	"table { border-collapse: collapse; margin: 1rem 0 }\n"
	"th, td { padding: .2rem .9rem .2rem 0; text-align: left; border-bottom: 1px solid #8884 }\n"
	"td.number { text-align: right; font-variant-numeric: tabular-nums }\n"
	"tr.trouble td { color: #d1242f; font-weight: 600 }\n"
	"#state { color: #777 }\n"
	"#state.stale { color: #d1242f }\n"
	"</style>\n"
	"<script src=\"/page.js\" defer></script>\n"
	"<noscript><meta http-equiv=\"refresh\" content=\"5\"></noscript>\n"
	"</head>\n"
	"<body>\n"
	"<h1>TCP sockets of this host</h1>\n"
	"<p id=\"state\">as of the moment this page was loaded</p>\n"
	"<main id=\"live\">\n";

static const char foot[] =
	"</main>\n"
	"<p>For programs: <a href=\"/metrics\">/metrics</a>, <a href=\"/healthz\">/healthz</a>. "
	"What a state means: <code>tcpstate explain STATE</code>.</p>\n"
	"</body>\n"
	"</html>\n";

/* A hidden page does not refresh. */
const char page_script[] =
	"'use strict';\n"
	"const live = document.getElementById('live');\n"
	"const state = document.getElementById('state');\n"
	"async function refresh() {\n"
	"\tif (document.hidden)\n"
	"\t\treturn;\n"
	"\ttry {\n"
	"\t\tconst answer = await fetch('/live', { cache: 'no-store' });\n"
	"\t\tconst text = await answer.text();\n"
	"\t\tif (answer.ok)\n"
	"\t\t\tlive.innerHTML = text;\n"
	"\t\tstate.textContent = answer.ok ? 'as of ' + new Date().toLocaleTimeString() : text;\n"
	"\t\tstate.className = answer.ok ? '' : 'stale';\n"
	"\t} catch (error) {\n"
	"\t\tstate.textContent = 'tcpstate-exporter does not answer';\n"
	"\t\tstate.className = 'stale';\n"
	"\t}\n"
	"}\n"
	"setInterval(refresh, 2000);\n"
	"document.addEventListener('visibilitychange', refresh);\n";

static void put_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '&')
			fputs("&amp;", out);
		else if (*text == '<')
			fputs("&lt;", out);
		else if (*text == '>')
			fputs("&gt;", out);
		else
			putc(*text, out);
	}
}

static void put_cell(FILE *out, struct number number)
{
	if (number.known)
		fprintf(out, "<td class=\"number\">%" PRIu64 "</td>", number.value);
	else
		fputs("<td class=\"number\">" TCPSTATE_NOT_KNOWN "</td>", out);
}

static void put_row(FILE *out, const struct summary *summary, const struct state_row *row)
{
	struct number age_ns = state_mean_age_ns(summary, row);
	char age[DURATION_MAX];

	fprintf(out, "<tr%s><td>",
		state_health(summary, row) == HEALTH_TOO_OLD ? " class=\"trouble\"" : "");
	put_text(out, row->name);
	fputs("</td>", out);
	put_cell(out, row->now);
	fprintf(out, "<td class=\"number\">%s</td>",
		age_ns.known ? duration_format(age_ns.value, age) : TCPSTATE_NOT_KNOWN);
	put_cell(out, row->entered);
	put_cell(out, row->left);
	fputs("</tr>\n", out);
}

static void put_table(FILE *out, const struct summary *summary)
{
	const struct state_row *row;

	fputs("<table>\n<thead><tr><th>State</th><th>Now</th><th>Mean age</th>"
	      "<th>Entered</th><th>Left</th></tr></thead>\n<tbody>\n", out);
	for (row = summary->state; row < summary->state + summary->states; row++)
		put_row(out, summary, row);
	fputs("</tbody>\n</table>\n", out);
}

static void put_named(FILE *out, const struct named_row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		fputs(i ? ", " : "", out);
		put_text(out, rows[i].name);
		if (rows[i].value.known)
			fprintf(out, " %" PRIu64, rows[i].value.value);
		else
			fputs(" " TCPSTATE_NOT_KNOWN, out);
	}
}

void page_write_live(const char *input, FILE *out)
{
	struct recording recording;
	struct dwell_text dwell;
	struct summary summary;
	struct diagram diagram;
	struct report report;
	bool has_dwell;

	/* The page is UTF-8 whatever the locale of this program; durations may have a "µ". */
	setlocale(LC_CTYPE, "C.UTF-8");
	recording_open(&recording, input ? input : "/proc/" TCPSTATE_PROC_SUMMARY);
	summary_read(&summary, recording_text(&recording, &report, TCPSTATE_PROC_SUMMARY,
					      REPORT_LAST));
	has_dwell = dwells_read(&dwell, input ? &recording : NULL);
	diagram_make(&diagram, &summary, has_dwell ? &dwell : NULL);
	diagram_svg(&diagram, out);
	put_table(out, &summary);
	fputs("<p>", out);
	put_named(out, summary.gauge, summary.gauges);
	fputs("; ", out);
	put_named(out, summary.counter, summary.counters);
	fputs("</p>\n", out);
	diagram_free(&diagram);
	if (has_dwell)
		dwell_text_free(&dwell);
	summary_free(&summary);
	recording_close(&recording);
}

void page_write(const char *input, FILE *out)
{
	fputs(head, out);
	page_write_live(input, out);
	fputs(foot, out);
}

void page_write_reason(const char *reason, FILE *out)
{
	fputs(head, out);
	fputs("<p>There is nothing to show: ", out);
	put_text(out, reason);
	fputs("</p>\n", out);
	fputs(foot, out);
}
