// SPDX-License-Identifier: GPL-2.0-only
/* The diagram for Graphviz. */

#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/health.h"
#include "tools/diagram/model.h"

/* Names may come from an untrusted file. */
static void put_name(const char *name, FILE *out)
{
	putc('"', out);
	for (; *name; name++) {
		if (strchr("\"\\", *name))
			putc('\\', out);
		putc(*name, out);
	}
	putc('"', out);
}

static void print_state(const struct diagram *diagram, const struct state_row *row, FILE *out)
{
	struct number age_ns = state_mean_age_ns(diagram->summary, row);
	char now[DIAGRAM_NUMBER_MAX], age[DIAGRAM_SPAN_MAX];

	putc('\t', out);
	put_name(row->name, out);
	fprintf(out, " [label=\"\\N\\n%s%s%s\"%s];\n",
		diagram_number(row->now, now), age_ns.known ? ", mean age " : "",
		diagram_span(age_ns, age),
		state_health(diagram->summary, row) == HEALTH_TOO_OLD ? ", color=red" : "");
}

static void print_arc(const struct diagram *diagram, const struct diagram_arc *arc, FILE *out)
{
	char count[DIAGRAM_NUMBER_MAX], median[DIAGRAM_SPAN_MAX];
	const char *style = "";

	if (arc->unexpected)
		style = ", color=red, fontcolor=red";
	else if (!arc->count.value)
		style = ", style=dotted, color=gray";
	putc('\t', out);
	put_name(arc->from, out);
	fputs(" -> ", out);
	put_name(arc->to, out);
	fprintf(out, " [label=\"%s%s%s\", penwidth=%.1f%s];\n",
		diagram_number(arc->count, count), arc->median_ns.known ? "\\n" : "",
		diagram_span(arc->median_ns, median), 1 + 4 * diagram_weight(diagram, arc), style);
}

void diagram_dot(const struct diagram *diagram, FILE *out)
{
	size_t i;

	fputs("digraph tcpstate {\n"
	      "\tnode [shape=box, style=rounded, fontname=\"sans-serif\"];\n"
	      "\tedge [fontname=\"sans-serif\", fontsize=10];\n"
	      "\t\"CLOSE\" [shape=ellipse];\n", out);
	for (i = 0; i < diagram->summary->states; i++)
		print_state(diagram, &diagram->summary->state[i], out);
	for (i = 0; i < diagram->arc_count; i++)
		print_arc(diagram, &diagram->arcs[i], out);
	fputs("}\n", out);
}
