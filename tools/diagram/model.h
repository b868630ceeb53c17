/* SPDX-License-Identifier: GPL-2.0-only */
/* What the forms of the picture share: lookups by name, and numbers as labels. */
#ifndef TCPSTATE_TOOLS_DIAGRAM_MODEL_H
#define TCPSTATE_TOOLS_DIAGRAM_MODEL_H

#include "tools/diagram/diagram.h"
#include "tools/output/duration.h"

/* Return: the row of a state, as TCP_LISTEN; NULL for CLOSE and for a state that the text does not have. */
const struct state_row *diagram_state(const struct diagram *diagram, unsigned int number);

/* Return: the arc between two states; NULL if the diagram has none. */
const struct diagram_arc *diagram_arc_between(const struct diagram *diagram, unsigned int from,
					      unsigned int to);

enum { DIAGRAM_NUMBER_MAX = 16, DIAGRAM_SPAN_MAX = DURATION_MAX };

/**
 * diagram_number() - format a number in at most five characters: "1823", "18.2k", "7.1M"
 * @number: the number
 * @text: gets it; "-" if not known
 *
 * Return: @text.
 */
const char *diagram_number(struct number number, char text[DIAGRAM_NUMBER_MAX]);

/**
 * diagram_span() - format a span of time in at most seven characters
 * @span_ns: the span
 * @text: gets it; empty if not known
 *
 * Return: @text.
 */
const char *diagram_span(struct number span_ns, char text[DIAGRAM_SPAN_MAX]);

/* Return: how busy an arc is, by orders of magnitude: 0 if never taken, 1 for the busiest. */
double diagram_weight(const struct diagram *diagram, const struct diagram_arc *arc);

#endif
