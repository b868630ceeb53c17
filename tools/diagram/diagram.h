/* SPDX-License-Identifier: GPL-2.0-only */
/* The state machine as a picture, with a host's numbers on it. */
#ifndef TCPSTATE_TOOLS_DIAGRAM_H
#define TCPSTATE_TOOLS_DIAGRAM_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/text/dwell.h"
#include "tools/text/summary.h"

/**
 * struct diagram_arc - an arc with what is known of its traffic
 * @from: the state before, as in the files
 * @to: the state after
 * @count: how often; 0 for one that the text does not have
 * @median_ns: of the time in @from before it; not known without a text of dwell times
 * @unexpected: Linux is not known to take it
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
 * @summary: the reading, which belongs to who called diagram_make()
 * @arcs: the known ones, then those that are unexpected
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
 * @summary: has to stay until diagram_free()
 * @dwell: dwell times of the same moment, NULL if there are none
 */
void diagram_make(struct diagram *diagram, const struct summary *summary,
		  const struct dwell_text *dwell);

void diagram_free(struct diagram *diagram);

/**
 * diagram_svg() - a picture that needs nothing else: as a file, or within a page of HTML
 * @diagram: the diagram
 * @out: where to
 *
 * Ids and classes begin with "tcpstate-". It follows the reader's light or dark colours.
 */
void diagram_svg(const struct diagram *diagram, FILE *out);

/* For Graphviz, with a layout of its own. */
void diagram_dot(const struct diagram *diagram, FILE *out);

/**
 * diagram_text() - a picture of characters, 80 columns wide
 * @diagram: the diagram
 * @out: where to
 * @ascii: without line drawing characters
 * @colour: with colours of a terminal
 */
void diagram_text(const struct diagram *diagram, FILE *out, bool ascii, bool colour);

#endif
