// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate diagram: the state machine as a picture. */

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/health.h"
#include "tools/command.h"
#include "tools/diagram/diagram.h"
#include "tools/failure.h"
#include "tools/options.h"
#include "tools/output/colour.h"
#include "tools/output/document.h"
#include "tools/output/json.h"
#include "tools/recording/counts.h"

static void print_json(const struct diagram *diagram)
{
	static const char * const meanings[] = {
		[HEALTH_PERSISTENT] = "persistent",
		[HEALTH_TRANSIENT] = "transient",
		[HEALTH_TOO_OLD] = "trouble",
	};
	const struct summary *summary = diagram->summary;
	const struct diagram_arc *arc;
	const struct state_row *row;
	struct json json = { 0 };

	document_head(&json, summary->scope);
	json_begin_array(&json, "states");
	for (row = summary->state; row < summary->state + summary->states; row++) {
		json_begin_object(&json, NULL);
		json_text(&json, "state", row->name);
		json_number(&json, "now", row->now);
		json_number(&json, "mean_age_ns", state_mean_age_ns(summary, row));
		json_text(&json, "meaning", meanings[state_health(summary, row)]);
		json_end_object(&json);
	}
	json_end_array(&json);
	json_begin_array(&json, "arcs");
	for (arc = diagram->arcs; arc < diagram->arcs + diagram->arc_count; arc++) {
		json_begin_object(&json, NULL);
		json_text(&json, "from", arc->from);
		json_text(&json, "to", arc->to);
		json_number(&json, "count", arc->count);
		json_number(&json, "median_ns", arc->median_ns);
		json_number(&json, "unexpected", (struct number){ true, arc->unexpected });
		json_end_object(&json);
	}
	json_end_array(&json);
	json_end_object(&json);
}

int diagram_main(const struct options *options)
{
	struct recording recording;
	struct dwell_text dwell;
	struct summary summary;
	struct diagram diagram;
	struct report report;
	bool has_dwell;

	if (options->dot + options->svg + options->json > 1)
		usage_error("only one form can be drawn: drop",
			    options->svg ? "--svg" : "--dot");
	recording_open(&recording, options->input ? options->input :
						    "/proc/" TCPSTATE_PROC_SUMMARY);
	summary_read(&summary, recording_text(&recording, &report, TCPSTATE_PROC_SUMMARY,
					      REPORT_LAST));
	has_dwell = dwells_read(&dwell, options->input ? &recording : NULL);
	diagram_make(&diagram, &summary, has_dwell ? &dwell : NULL);
	if (options->json)
		print_json(&diagram);
	else if (options->dot)
		diagram_dot(&diagram, stdout);
	else if (options->svg)
		diagram_svg(&diagram, stdout);
	else
		diagram_text(&diagram, stdout, strcmp(nl_langinfo(CODESET), "UTF-8") != 0,
			     colour_wanted());
	diagram_free(&diagram);
	if (has_dwell)
		dwell_text_free(&dwell);
	summary_free(&summary);
	recording_close(&recording);
	return EXIT_SUCCESS;
}
