/* SPDX-License-Identifier: GPL-2.0-only */
/* Readings one after the other: rates between the last two, and a history of each number. */
#ifndef TCPSTATE_TOOLS_TOP_DATA_H
#define TCPSTATE_TOOLS_TOP_DATA_H

#include <stdbool.h>

#include "tools/analysis/health.h"
#include "tools/text/summary.h"

/* More than a wide terminal has columns to draw them in. */
enum { TOP_HISTORY = 256 };

/**
 * struct top_series - a number in the last readings; NAN where it is not known
 * @value: a ring
 * @count: of all that were ever added
 */
struct top_series {
	double value[TOP_HISTORY];
	size_t count;
};

/* What is kept of a state in each reading: sockets, and how many came and went a second. */
enum top_measure { TOP_NOW, TOP_ENTERED, TOP_LEFT, TOP_MEASURES };

struct top_state {
	char *name;
	struct number now;
	struct number mean_age_ns;
	enum meaning meaning;
	struct top_series series[TOP_MEASURES];
};

/**
 * struct top_arc - an arc that was taken since the module was loaded
 * @from: the state before
 * @to: the state after
 * @count: how often
 * @unexpected: Linux is not known to take it
 * @rate: a second, between two readings
 * @recent: mean of the last rates: an order by one alone would jump from reading to reading
 */
struct top_arc {
	char *from;
	char *to;
	struct number count;
	bool unexpected;
	struct top_series rate;
	double recent;
};

/* How states can be ordered; all but the first: the largest first. */
enum top_order {
	TOP_ORDER_TEXT,
	TOP_ORDER_NOW,
	TOP_ORDER_AGE,
	TOP_ORDER_ENTERED,
	TOP_ORDER_LEFT,
	TOP_ORDERS
};

/**
 * struct top_data - all 0 before the first reading
 * @summary: the last reading
 * @readings: how many in a row are of one load of the module
 * @state: in the order of the text
 * @states: how many
 * @order: indexes of @state, as top_data_order() left them
 * @arc: the one with the highest recent rate first
 * @arcs: how many
 */
struct top_data {
	struct summary summary;
	size_t readings;
	struct top_state *state;
	size_t states;
	size_t *order;
	struct top_arc *arc;
	size_t arcs;
};

/**
 * top_data_take() - go on to the next reading
 * @data: the readings before
 * @summary: the reading, which is @data's from here on
 *
 * Starts anew if it cannot be compared with the one before: the module was loaded again.
 */
void top_data_take(struct top_data *data, const struct summary *summary);

/* Orders the states. */
void top_data_order(struct top_data *data, enum top_order order);

/* Return: the value BACK readings ago, 0 being the last one; NAN if it is not known. */
double top_series_at(const struct top_series *series, size_t back);

void top_data_free(struct top_data *data);

#endif
