/* SPDX-License-Identifier: GPL-2.0-only */
/* What the forms of the picture share: its parts by name, and numbers as labels. */
#ifndef TCPSTATE_TOOLS_DIAGRAM_MODEL_H
#define TCPSTATE_TOOLS_DIAGRAM_MODEL_H

#include "tools/diagram/diagram.h"
#include "tools/output/duration.h"

/* The row of a state in the reading; NULL for CLOSE and for one that the text does not have. */
const struct state_row *diagram_state(const struct diagram *diagram, const char *name);

/* The known arc between two states; NULL if there is none. */
const struct diagram_arc *diagram_arc_between(const struct diagram *diagram, const char *from,
					      const char *to);

enum { DIAGRAM_NUMBER_MAX = 16, DIAGRAM_SPAN_MAX = DURATION_MAX };

/**
 * diagram_number() - a number in five characters at the most: "1823", "18.2k", "7.1M"
 * @number: the number
 * @text: gets it; "-" if not known
 *
 * Return: @text.
 */
const char *diagram_number(struct number number, char text[DIAGRAM_NUMBER_MAX]);

/**
 * diagram_span() - a span of time in seven characters at the most
 * @span_ns: the span
 * @text: gets it; empty if not known
 *
 * Return: @text.
 */
const char *diagram_span(struct number span_ns, char text[DIAGRAM_SPAN_MAX]);

/* How busy an arc is: 0 for a count of 0 to 1 for the busiest one, by orders of magnitude. */
double diagram_weight(const struct diagram *diagram, const struct diagram_arc *arc);

#endif
