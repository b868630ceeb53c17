// SPDX-License-Identifier: GPL-2.0-only
/* Readings one after the other: rates between the last two, and a history of each number. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/change.h"
#include "tools/failure.h"
#include "tools/states/states.h"
#include "tools/text/report.h"
#include "tools/top/data.h"

/* An arc that moves at all stays in its place for about as long as one looks at it. */
enum { RECENT = 10 };

static void *grow(void *rows, size_t count, size_t size)
{
	rows = xreallocarray(rows, count, size);
	return rows;
}

static void add_value(struct top_series *series, double value)
{
	series->value[series->count++ % TOP_HISTORY] = value;
}

double top_series_at(const struct top_series *series, size_t back)
{
	if (back >= series->count || back >= TOP_HISTORY)
		return NAN;
	return series->value[(series->count - 1 - back) % TOP_HISTORY];
}

static double as_double(struct number number)
{
	return number.known ? number.value : NAN;
}

static struct top_state *state_of(struct top_data *data, const char *name)
{
	size_t i;

	for (i = 0; i < data->states; i++)
		if (!strcmp(data->state[i].name, name))
			return &data->state[i];
	data->state = grow(data->state, data->states + 1, sizeof(*data->state));
	data->order = grow(data->order, data->states + 1, sizeof(*data->order));
	data->order[i] = i;
	memset(&data->state[i], 0, sizeof(data->state[i]));
	data->state[i].name = xstrdup(name);
	data->states++;
	return &data->state[i];
}

static struct top_arc *arc_of(struct top_data *data, const char *from, const char *to)
{
	struct top_arc *arc;
	size_t i;

	for (i = 0; i < data->arcs; i++)
		if (!strcmp(data->arc[i].from, from) && !strcmp(data->arc[i].to, to))
			return &data->arc[i];
	data->arc = grow(data->arc, data->arcs + 1, sizeof(*data->arc));
	arc = &data->arc[data->arcs++];
	memset(arc, 0, sizeof(*arc));
	arc->from = xstrdup(from);
	arc->to = xstrdup(to);
	arc->unexpected = !explained_arc(from, to);
	return arc;
}

static double rate_of(const struct diff *diff, struct number count)
{
	return as_double(count) / (diff->between_ns / 1e9);
}

static const struct state_change *find_change(const struct diff *diff, const char *name)
{
	size_t i;

	for (i = 0; i < diff->state_count; i++)
		if (!strcmp(diff->states[i].name, name))
			return &diff->states[i];
	return NULL;
}

static void take_states(struct top_data *data, const struct summary *summary,
			const struct diff *diff)
{
	const struct state_change *change;
	const struct state_row *row;
	struct top_state *state;

	for (row = summary->state; row < summary->state + summary->states; row++) {
		state = state_of(data, row->name);
		change = find_change(diff, row->name);
		state->now = row->now;
		state->mean_age_ns = state_mean_age_ns(summary, row);
		state->meaning = state_meaning(summary, row);
		add_value(&state->series[TOP_NOW], as_double(row->now));
		add_value(&state->series[TOP_ENTERED],
			  change ? rate_of(diff, change->entered) : NAN);
		add_value(&state->series[TOP_LEFT], change ? rate_of(diff, change->left) : NAN);
	}
}

static double recent_of(const struct top_series *series)
{
	double sum = 0, value;
	size_t i, known = 0;

	for (i = 0; i < RECENT; i++) {
		value = top_series_at(series, i);
		if (isnan(value))
			continue;
		sum += value;
		known++;
	}
	return known ? sum / known : 0;
}

static int compare_arcs(const void *one, const void *other)
{
	const struct top_arc *a = one, *b = other;
	int order;

	if (a->recent != b->recent)
		return a->recent > b->recent ? -1 : 1;
	if (a->count.value != b->count.value)
		return a->count.value > b->count.value ? -1 : 1;
	order = strcmp(a->from, b->from);
	return order ? order : strcmp(a->to, b->to);
}

static void take_arcs(struct top_data *data, const struct summary *summary, const struct diff *diff)
{
	const struct transition_row *row;
	struct top_arc *arc;
	size_t i;

	for (row = summary->transition; row < summary->transition + summary->transitions; row++)
		arc_of(data, row->from, row->to)->count = row->count;
	for (i = 0; i < diff->arc_count; i++) {
		arc = arc_of(data, diff->arcs[i].from, diff->arcs[i].to);
		add_value(&arc->rate, rate_of(diff, diff->arcs[i].count));
		arc->recent = recent_of(&arc->rate);
	}
	if (data->arcs)
		qsort(data->arc, data->arcs, sizeof(*data->arc), compare_arcs);
}

/* Without the module a reading does not say since when it counts: nothing is known in between. */
static bool counts_anew(const struct summary *before, const struct summary *after)
{
	struct number loaded_before = summary_info(before, TCPSTATE_INFO_LOADED_NS);
	struct number loaded_after = summary_info(after, TCPSTATE_INFO_LOADED_NS);

	return strcmp(before->scope, after->scope) || loaded_before.known != loaded_after.known ||
	       loaded_before.value != loaded_after.value;
}

void top_data_take(struct top_data *data, const struct summary *summary)
{
	struct diff diff = { 0 };

	if (data->readings && counts_anew(&data->summary, summary))
		top_data_free(data);
	if (data->readings && !diff_obstacle(&data->summary, summary))
		diff_make(&diff, &data->summary, summary);
	take_states(data, summary, &diff);
	take_arcs(data, summary, &diff);
	diff_free(&diff);
	summary_free(&data->summary);
	data->summary = *summary;
	data->readings++;
}

static double sorted_by(const struct top_state *state, enum top_order order)
{
	double value;

	switch (order) {
	case TOP_ORDER_NOW:
		value = as_double(state->now);
		break;
	case TOP_ORDER_AGE:
		value = as_double(state->mean_age_ns);
		break;
	case TOP_ORDER_ENTERED:
		value = top_series_at(&state->series[TOP_ENTERED], 0);
		break;
	case TOP_ORDER_LEFT:
		value = top_series_at(&state->series[TOP_LEFT], 0);
		break;
	default:
		return 0;
	}
	return isnan(value) ? -1 : value;
}

/* By insertion: there are ten, and equal ones stay in the order of the text. */
void top_data_order(struct top_data *data, enum top_order order)
{
	size_t i, place;
	double value;

	for (i = 0; i < data->states; i++) {
		value = sorted_by(&data->state[i], order);
		for (place = i; place; place--) {
			if (sorted_by(&data->state[data->order[place - 1]], order) >= value)
				break;
			data->order[place] = data->order[place - 1];
		}
		data->order[place] = i;
	}
}

void top_data_free(struct top_data *data)
{
	while (data->states)
		free(data->state[--data->states].name);
	while (data->arcs) {
		free(data->arc[--data->arcs].from);
		free(data->arc[data->arcs].to);
	}
	free(data->state);
	free(data->order);
	free(data->arc);
	summary_free(&data->summary);
	memset(data, 0, sizeof(*data));
}
