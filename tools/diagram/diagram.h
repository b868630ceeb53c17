/* SPDX-License-Identifier: GPL-2.0-only */
/* The state machine as a picture, with a host's numbers on it. */
#ifndef TCPSTATE_TOOLS_DIAGRAM_H
#define TCPSTATE_TOOLS_DIAGRAM_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/text/dwell.h"
#include "tools/text/summary.h"

/**
 * struct diagram_arc - an arc and how often it was taken
 * @from: the state before, spelled as in the texts
 * @to: the state after
 * @count: how often; 0 for an arc that the text does not have
 * @median_ns: median time in @from before the arc; not known without a text of dwell times
 * @unexpected: not an arc that Linux is known to take
 */
struct diagram_arc {
	const char *from;
	const char *to;
	struct number count;
	struct number median_ns;
	bool unexpected;
};

/**
 * struct diagram - what every form of the picture shows
 * @summary: the reading; still belongs to the caller of diagram_make()
 * @arcs: the known ones, then the unexpected ones
 * @arc_count: how many
 * @most: the count of the busiest arc, to which widths are relative
 */
struct diagram {
	const struct summary *summary;
	struct diagram_arc *arcs;
	size_t arc_count;
	uint64_t most;
};

/**
 * diagram_make() - arrange a reading as a diagram
 * @diagram: overwritten
 * @summary: the reading; must not change until diagram_free()
 * @dwell: dwell times of the same reading, NULL if there are none
 */
void diagram_make(struct diagram *diagram, const struct summary *summary,
		  const struct dwell_text *dwell);

void diagram_free(struct diagram *diagram);

/**
 * diagram_svg() - write the diagram as SVG, for a file of its own or within a page of HTML
 * @diagram: the diagram
 * @out: where to write
 *
 * Classes begin with "tcpstate-". Colours follow the light or dark scheme of the viewer.
 */
void diagram_svg(const struct diagram *diagram, FILE *out);

/* Writes the diagram for Graphviz, which lays it out. */
void diagram_dot(const struct diagram *diagram, FILE *out);

/**
 * diagram_text() - write the diagram in characters, 80 columns wide
 * @diagram: the diagram
 * @out: where to write
 * @ascii: use no line drawing characters
 * @colour: use colours of a terminal
 */
void diagram_text(const struct diagram *diagram, FILE *out, bool ascii, bool colour);

#endif
