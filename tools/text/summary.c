// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/tcpstate or a copy of it. */

#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/text/summary.h"

/* Many times what a text has; another file must not take all memory. */
enum { ROWS_MAX = 4096 };

static void *append(const struct report *report, void *rows, size_t *used, size_t size)
{
	if (*used == ROWS_MAX)
		report_fail(report, "more than %d records '%s': not a text of tcpstate", ROWS_MAX,
			    report->keyword);
	rows = xreallocarray(rows, *used + 1, size);
	memset((char *)rows + *used * size, 0, size);
	++*used;
	return rows;
}

enum { NAME, NOW, AT_LOAD, ENTERED, LEFT, AGE_SUM_NS, STATE_COLUMNS };

static const struct report_column state_columns[STATE_COLUMNS] = {
	[NAME] = { TCPSTATE_COL_NAME, false },
	[NOW] = { TCPSTATE_COL_NOW, false },
	[AT_LOAD] = { TCPSTATE_COL_AT_LOAD, false },
	[ENTERED] = { TCPSTATE_COL_ENTERED, false },
	[LEFT] = { TCPSTATE_COL_LEFT, false },
	[AGE_SUM_NS] = { TCPSTATE_COL_AGE_SUM_NS, false },
};

static void read_state(struct summary *summary, const struct report *report)
{
	const char *field[STATE_COLUMNS];
	struct state_row *row;

	report_fields(report, state_columns, STATE_COLUMNS, field);
	summary->state = append(report, summary->state, &summary->states, sizeof(*summary->state));
	row = &summary->state[summary->states - 1];
	row->name = xstrdup(field[NAME]);
	row->now = report_parse_number(report, field[NOW]);
	row->at_load = report_parse_number(report, field[AT_LOAD]);
	row->entered = report_parse_number(report, field[ENTERED]);
	row->left = report_parse_number(report, field[LEFT]);
	row->age_sum_ns = report_parse_number(report, field[AGE_SUM_NS]);
}

static const struct report_column transition_columns[] = {
	{ TCPSTATE_COL_FROM, false }, { TCPSTATE_COL_TO, false }, { TCPSTATE_COL_COUNT, false },
};

static void read_transition(struct summary *summary, const struct report *report)
{
	struct transition_row *row;
	const char *field[3];

	report_fields(report, transition_columns, 3, field);
	summary->transition = append(report, summary->transition, &summary->transitions,
				     sizeof(*summary->transition));
	row = &summary->transition[summary->transitions - 1];
	row->from = xstrdup(field[0]);
	row->to = xstrdup(field[1]);
	row->count = report_parse_number(report, field[2]);
}

/* A version like "2" is still no number. */
static bool is_number(const char *name, const char *text)
{
	if (!strcmp(text, TCPSTATE_NOT_KNOWN))
		return true;
	return strcmp(name, TCPSTATE_INFO_VERSION) != 0 &&
	       text[strspn(text, "0123456789")] == '\0';
}

static void read_info(struct summary *summary, const struct report *report)
{
	struct named_row *row;
	const char *text;

	summary->info = append(report, summary->info, &summary->infos, sizeof(*summary->info));
	row = &summary->info[summary->infos - 1];
	row->name = xstrdup(report_field(report, 0));
	text = report_field(report, 1);
	if (is_number(row->name, text))
		row->value = report_parse_number(report, text);
	else
		row->text = xstrdup(text);
}

static const struct report_column named_columns[] = {
	{ TCPSTATE_COL_NAME, false }, { TCPSTATE_COL_VALUE, false },
};

static struct named_row *read_named(struct named_row *rows, size_t *used,
				    const struct report *report)
{
	const char *field[2];

	report_fields(report, named_columns, 2, field);
	rows = append(report, rows, used, sizeof(*rows));
	rows[*used - 1].name = xstrdup(field[0]);
	rows[*used - 1].value = report_parse_number(report, field[1]);
	return rows;
}

static void read_record(struct summary *summary, const struct report *report)
{
	if (!strcmp(report->keyword, TCPSTATE_KW_STATE))
		read_state(summary, report);
	else if (!strcmp(report->keyword, TCPSTATE_KW_TRANSITION))
		read_transition(summary, report);
	else if (!strcmp(report->keyword, TCPSTATE_KW_INFO))
		read_info(summary, report);
	else if (!strcmp(report->keyword, TCPSTATE_KW_GAUGE))
		summary->gauge = read_named(summary->gauge, &summary->gauges, report);
	else if (!strcmp(report->keyword, TCPSTATE_KW_COUNTER))
		summary->counter = read_named(summary->counter, &summary->counters, report);
}

static const struct named_row *find_named(const struct named_row *rows, size_t count,
					  const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!strcmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}

/*
 * A text that was cut between two lines lacks what every text ends with: the gauges and counters
 * of the first version. One that came later is not known if it is missing, and is not for here.
 */
static void check_complete(const struct summary *summary, const struct report *report)
{
	static const char * const gauges[] = {
		TCPSTATE_GAUGE_HALF_OPEN, TCPSTATE_GAUGE_PARKED, TCPSTATE_GAUGE_TRACKED,
	};
	static const char * const counters[] = {
		TCPSTATE_COUNTER_SELF_LOOPS, TCPSTATE_COUNTER_LATE, TCPSTATE_COUNTER_RESYNC,
		TCPSTATE_COUNTER_UNTRACKED, TCPSTATE_COUNTER_UNEXPECTED,
	};
	size_t i;

	if (!summary->states)
		report_fail(report, "cut off: it has no states");
	for (i = 0; i < sizeof(gauges) / sizeof(gauges[0]); i++)
		if (!find_named(summary->gauge, summary->gauges, gauges[i]))
			report_fail(report, "cut off: it has no gauge '%s'", gauges[i]);
	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++)
		if (!find_named(summary->counter, summary->counters, counters[i]))
			report_fail(report, "cut off: it has no counter '%s'", counters[i]);
}

void summary_read(struct summary *summary, struct report *report)
{
	/* No rows are an array too: a loop over it forms a pointer behind its end. */
	*summary = (struct summary){
		.info = xmalloc(sizeof(*summary->info)),
		.state = xmalloc(sizeof(*summary->state)),
		.transition = xmalloc(sizeof(*summary->transition)),
		.gauge = xmalloc(sizeof(*summary->gauge)),
		.counter = xmalloc(sizeof(*summary->counter)),
	};
	summary->scope = xstrdup(report->scope);
	while (report_next(report))
		read_record(summary, report);
	check_complete(summary, report);
	report_close(report);
}

static struct number value_of(const struct named_row *row)
{
	return row ? row->value : (struct number){ .known = false };
}

struct number summary_info(const struct summary *summary, const char *name)
{
	return value_of(find_named(summary->info, summary->infos, name));
}

const char *summary_info_text(const struct summary *summary, const char *name)
{
	const struct named_row *row = find_named(summary->info, summary->infos, name);

	return row ? row->text : NULL;
}

struct number summary_gauge(const struct summary *summary, const char *name)
{
	return value_of(find_named(summary->gauge, summary->gauges, name));
}

struct number summary_counter(const struct summary *summary, const char *name)
{
	return value_of(find_named(summary->counter, summary->counters, name));
}

const struct state_row *summary_state(const struct summary *summary, const char *name)
{
	size_t i;

	for (i = 0; i < summary->states; i++)
		if (!strcmp(summary->state[i].name, name))
			return &summary->state[i];
	return NULL;
}

struct number summary_transition(const struct summary *summary, const char *from, const char *to)
{
	size_t i;

	for (i = 0; i < summary->transitions; i++)
		if (!strcmp(summary->transition[i].from, from) &&
		    !strcmp(summary->transition[i].to, to))
			return summary->transition[i].count;
	return (struct number){ .known = true };
}

static struct number without(const struct summary *summary, struct number now, const char *gauge)
{
	struct number part = summary_gauge(summary, gauge);

	if (!part.known || part.value > now.value)
		return (struct number){ .known = false };
	now.value -= part.value;
	return now;
}

struct number summary_tracked(const struct summary *summary, const struct state_row *row)
{
	if (!row->age_sum_ns.known || !row->now.known)
		return (struct number){ .known = false };
	if (!strcmp(row->name, "SYN_RECV"))
		return without(summary, row->now, TCPSTATE_GAUGE_HALF_OPEN);
	if (!strcmp(row->name, "FIN_WAIT2"))
		return without(summary, row->now, TCPSTATE_GAUGE_PARKED);
	return row->now;
}

static void free_named(struct named_row *rows, size_t used)
{
	while (used) {
		free(rows[--used].name);
		free(rows[used].text);
	}
	free(rows);
}

void summary_free(struct summary *summary)
{
	while (summary->states)
		free(summary->state[--summary->states].name);
	while (summary->transitions) {
		free(summary->transition[--summary->transitions].from);
		free(summary->transition[summary->transitions].to);
	}
	free(summary->state);
	free(summary->transition);
	free_named(summary->info, summary->infos);
	free_named(summary->gauge, summary->gauges);
	free_named(summary->counter, summary->counters);
	free(summary->scope);
}
