// SPDX-License-Identifier: GPL-2.0-only
/* The readings so far: rates between the last two, and a history of each number. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/change.h"
#include "tools/failure.h"
#include "tools/states/states.h"
#include "tools/text/report.h"
#include "tools/top/history.h"

/* Enough readings that an arc keeps its place while somebody looks at it. */
enum { RECENT = 10 };

static void add_value(struct top_series *series, double value)
{
	series->value[series->count++ % TOP_HISTORY_MAX] = value;
}

double top_series_at(const struct top_series *series, size_t back)
{
	if (back >= series->count || back >= TOP_HISTORY_MAX)
		return NAN;
	return series->value[(series->count - 1 - back) % TOP_HISTORY_MAX];
}

static double as_double(struct number number)
{
	return number.known ? number.value : NAN;
}

static struct top_state *state_of(struct top_history *history, const char *name)
{
	size_t i;

	for (i = 0; i < history->states; i++)
		if (!strcmp(history->state[i].name, name))
			return &history->state[i];
	history->state = xreallocarray(history->state, history->states + 1,
				       sizeof(*history->state));
	history->order = xreallocarray(history->order, history->states + 1,
				       sizeof(*history->order));
	history->order[i] = i;
	memset(&history->state[i], 0, sizeof(history->state[i]));
	history->state[i].name = xstrdup(name);
	history->states++;
	return &history->state[i];
}

static struct top_arc *arc_of(struct top_history *history, const char *from, const char *to)
{
	struct top_arc *arc;
	size_t i;

	for (i = 0; i < history->arcs; i++)
		if (!strcmp(history->arc[i].from, from) && !strcmp(history->arc[i].to, to))
			return &history->arc[i];
	history->arc = xreallocarray(history->arc, history->arcs + 1, sizeof(*history->arc));
	arc = &history->arc[history->arcs++];
	memset(arc, 0, sizeof(*arc));
	arc->from = xstrdup(from);
	arc->to = xstrdup(to);
	arc->unexpected = !explained_arc(from, to);
	return arc;
}

static double rate_of(const struct diff *diff, struct number count)
{
	return change_rate(diff, count);
}

static void add_states(struct top_history *history, const struct summary *summary,
		       const struct diff *diff)
{
	const struct state_change *change;
	const struct state_row *row;
	struct top_state *state;

	for (row = summary->state; row < summary->state + summary->states; row++) {
		state = state_of(history, row->name);
		change = change_of_state(diff, row->name);
		state->now = row->now;
		state->mean_age_ns = state_mean_age_ns(summary, row);
		state->health = state_health(summary, row);
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

static void add_arcs(struct top_history *history, const struct summary *summary,
		     const struct diff *diff)
{
	const struct transition_row *row;
	struct top_arc *arc;
	size_t i;

	for (row = summary->transition; row < summary->transition + summary->transitions; row++)
		arc_of(history, row->from, row->to)->count = row->count;
	for (i = 0; i < diff->arc_count; i++) {
		arc = arc_of(history, diff->arcs[i].from, diff->arcs[i].to);
		add_value(&arc->rate, rate_of(diff, diff->arcs[i].count));
		arc->recent = recent_of(&arc->rate);
	}
	if (history->arcs)
		qsort(history->arc, history->arcs, sizeof(*history->arc), compare_arcs);
}

/* Without the module there is no load time: such a reading compares only with its like. */
static bool counts_anew(const struct summary *before, const struct summary *after)
{
	struct number loaded_before = summary_info(before, TCPSTATE_INFO_LOADED_NS);
	struct number loaded_after = summary_info(after, TCPSTATE_INFO_LOADED_NS);

	return strcmp(before->scope, after->scope) || loaded_before.known != loaded_after.known ||
	       loaded_before.value != loaded_after.value;
}

void top_history_add(struct top_history *history, const struct summary *summary)
{
	struct diff diff = { 0 };

	if (history->readings && counts_anew(&history->summary, summary))
		top_history_free(history);
	if (history->readings && !diff_obstacle(&history->summary, summary))
		diff_make(&diff, &history->summary, summary);
	add_states(history, summary, &diff);
	add_arcs(history, summary, &diff);
	diff_free(&diff);
	summary_free(&history->summary);
	history->summary = *summary;
	history->readings++;
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

/* Sorts by insertion: there are ten states, and equal ones stay in the order of the text. */
void top_history_order(struct top_history *history, enum top_order order)
{
	size_t i, place;
	double value;

	for (i = 0; i < history->states; i++) {
		value = sorted_by(&history->state[i], order);
		for (place = i; place; place--) {
			if (sorted_by(&history->state[history->order[place - 1]], order) >= value)
				break;
			history->order[place] = history->order[place - 1];
		}
		history->order[place] = i;
	}
}

void top_history_free(struct top_history *history)
{
	while (history->states)
		free(history->state[--history->states].name);
	while (history->arcs) {
		free(history->arc[--history->arcs].from);
		free(history->arc[history->arcs].to);
	}
	free(history->state);
	free(history->order);
	free(history->arc);
	summary_free(&history->summary);
	memset(history, 0, sizeof(*history));
}
