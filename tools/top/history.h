/* SPDX-License-Identifier: GPL-2.0-only */
/* The readings so far: rates between the last two, and a history of each number. */
#ifndef TCPSTATE_TOOLS_TOP_HISTORY_H
#define TCPSTATE_TOOLS_TOP_HISTORY_H

#include <stdbool.h>

#include "tools/analysis/health.h"
#include "tools/text/summary.h"

/* More values than a wide terminal has columns. */
enum { TOP_HISTORY_MAX = 256 };

/**
 * struct top_series - a number in the last readings
 * @value: ring of values; NAN if not known
 * @count: how many were ever added
 */
struct top_series {
	double value[TOP_HISTORY_MAX];
	size_t count;
};

/* The numbers of a state with a history: sockets, and how many entered and left per second. */
enum top_measure { TOP_NOW, TOP_ENTERED, TOP_LEFT, TOP_MEASURES };

struct top_state {
	char *name;
	struct number now;
	struct number mean_age_ns;
	enum health health;
	struct top_series series[TOP_MEASURES];
};

/**
 * struct top_arc - an arc that was taken since the module was loaded
 * @from: the state before
 * @to: the state after
 * @count: how often
 * @unexpected: not an arc that Linux is known to take
 * @rate: how often per second, between two readings
 * @recent: mean of the last rates; arcs sorted by @rate would jump at every reading
 */
struct top_arc {
	char *from;
	char *to;
	struct number count;
	bool unexpected;
	struct top_series rate;
	double recent;
};

/* How states are sorted: as in the text, or by a number, the largest first. */
enum top_order {
	TOP_ORDER_TEXT,
	TOP_ORDER_NOW,
	TOP_ORDER_AGE,
	TOP_ORDER_ENTERED,
	TOP_ORDER_LEFT,
	TOP_ORDERS
};

/**
 * struct top_history - the readings of one load of the module; all 0 before the first
 * @summary: the last reading
 * @readings: how many there were
 * @state: in the order of the text
 * @states: how many
 * @order: indexes of @state, sorted by top_history_order()
 * @arc: the one with the highest recent rate first
 * @arcs: how many
 */
struct top_history {
	struct summary summary;
	size_t readings;
	struct top_state *state;
	size_t states;
	size_t *order;
	struct top_arc *arc;
	size_t arcs;
};

/**
 * top_history_add() - add the next reading
 * @history: the readings before
 * @summary: the reading; belongs to @history from here on
 *
 * Starts anew if the reading cannot be compared with the one before, as after a new load of the
 * module.
 */
void top_history_add(struct top_history *history, const struct summary *summary);

/* Sorts the states. */
void top_history_order(struct top_history *history, enum top_order order);

/* Return: the value BACK readings ago, 0 being the last one; NAN if it is not known. */
double top_series_at(const struct top_series *series, size_t back);

void top_history_free(struct top_history *history);

#endif
