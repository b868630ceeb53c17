// SPDX-License-Identifier: GPL-2.0-only
/* Arranges a reading as a diagram: known arcs with their numbers, then unexpected ones. */

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/quantile.h"
#include "tools/diagram/model.h"
#include "tools/failure.h"
#include "tools/states/states.h"
#include "tools/text/dwell.h"

static struct diagram_arc *find_arc(const struct diagram *diagram, const char *from, const char *to)
{
	size_t i;

	for (i = 0; i < diagram->arc_count; i++)
		if (!strcmp(diagram->arcs[i].from, from) && !strcmp(diagram->arcs[i].to, to))
			return &diagram->arcs[i];
	return NULL;
}

const struct diagram_arc *diagram_arc_between(const struct diagram *diagram, unsigned int from,
					      unsigned int to)
{
	return find_arc(diagram, tcp_state_name(from), tcp_state_name(to));
}

const struct state_row *diagram_state(const struct diagram *diagram, unsigned int number)
{
	return summary_state(diagram->summary, tcp_state_name(number));
}

static void add_known(struct diagram *diagram)
{
	size_t i;

	for (i = 0; i < explained_arcs_count; i++)
		diagram->arcs[diagram->arc_count++] = (struct diagram_arc){
			.from = explained_arcs[i].from,
			.to = explained_arcs[i].to,
			.count = { .known = true },
		};
}

static void add_transitions(struct diagram *diagram)
{
	const struct transition_row *row;
	struct diagram_arc *arc;
	size_t i;

	for (i = 0; i < diagram->summary->transitions; i++) {
		row = &diagram->summary->transition[i];
		arc = find_arc(diagram, row->from, row->to);
		if (!arc) {
			arc = &diagram->arcs[diagram->arc_count++];
			*arc = (struct diagram_arc){
				.from = row->from, .to = row->to, .unexpected = true,
			};
		}
		arc->count = row->count;
		if (row->count.known && row->count.value > diagram->most)
			diagram->most = row->count.value;
	}
}

static void add_dwell(struct diagram *diagram, const struct dwell_text *dwell)
{
	const struct dwell_row *row;
	size_t i;

	for (i = 0; i < diagram->arc_count; i++) {
		row = dwell_text_row(dwell, diagram->arcs[i].from, diagram->arcs[i].to);
		if (row)
			diagram->arcs[i].median_ns = quantile_of(row, 0.5);
	}
}

void diagram_make(struct diagram *diagram, const struct summary *summary,
		  const struct dwell_text *dwell)
{
	*diagram = (struct diagram){ .summary = summary };
	diagram->arcs = xcalloc(explained_arcs_count + summary->transitions,
				sizeof(*diagram->arcs));
	add_known(diagram);
	add_transitions(diagram);
	if (dwell)
		add_dwell(diagram, dwell);
}

void diagram_free(struct diagram *diagram)
{
	free(diagram->arcs);
}

double diagram_weight(const struct diagram *diagram, const struct diagram_arc *arc)
{
	if (!arc->count.known || !arc->count.value)
		return 0;
	return log1p(arc->count.value) / log1p(diagram->most);
}

const char *diagram_number(struct number number, char text[DIAGRAM_NUMBER_MAX])
{
	static const char units[] = "kMGTPE";
	double value = number.value;
	size_t i;

	if (!number.known || number.value < 10000) {
		snprintf(text, DIAGRAM_NUMBER_MAX, number.known ? "%" PRIu64 : TCPSTATE_NOT_KNOWN,
			 number.value);
		return text;
	}
	for (i = 0; value >= 999.5 && i < sizeof(units) - 1; i++)
		value /= 1000;
	snprintf(text, DIAGRAM_NUMBER_MAX, value < 99.95 ? "%.1f%c" : "%.0f%c", value,
		 units[i - 1]);
	return text;
}

/* A long span loses its second unit: "213503d23h" becomes "213503d". */
const char *diagram_span(struct number span_ns, char text[DIAGRAM_SPAN_MAX])
{
	text[0] = '\0';
	if (!span_ns.known)
		return text;
	duration_format(span_ns.value, text);
	if (strlen(text) > 7)
		text[strspn(text, "0123456789") + 1] = '\0';
	return text;
}
