// SPDX-License-Identifier: GPL-2.0-only
/* Reads once and writes all metrics. */

#include "procfs/abi.h"
#include "tools/metrics/metrics.h"
#include "tools/recording/counts.h"
#include "tools/states/states.h"
#include "tools/text/listeners.h"

#define HELP_SELF_LOOPS "Events that did not change the state."
#define HELP_LATE "Sockets first met while those that were open at load were being counted."
#define HELP_RESYNC "Sockets met in another state than they were known to be in."
#define HELP_UNTRACKED "How often an age was lost for want of room or memory."
#define HELP_UNEXPECTED "Transitions that Linux is not known to make."

#define COUNTER_FAMILY(counter)							\
	{ TCPSTATE_COUNTER_##counter,						\
	  { "tcpstate_" TCPSTATE_COUNTER_##counter, METRIC_COUNTER, NULL,	\
	    HELP_##counter } },

/* The gauges and counters of a summary. */
static const struct {
	const char *name;
	struct metric_family family;
} gauges[] = {
	{ TCPSTATE_GAUGE_HALF_OPEN,
	  { "tcpstate_half_open", METRIC_GAUGE, NULL,
	    "Connection requests that wait for the last ACK of the handshake; part of syn_recv." } },
	{ TCPSTATE_GAUGE_PARKED,
	  { "tcpstate_parked", METRIC_GAUGE, NULL,
	    "Sockets in FIN_WAIT2 that the kernel keeps as timewait minisocks; part of fin_wait2." } },
	{ TCPSTATE_GAUGE_TRACKED,
	  { "tcpstate_tracked", METRIC_GAUGE, NULL,
	    "Sockets whose age is known." } },
}, counters[] = {
	TCPSTATE_COUNTERS(COUNTER_FAMILY)
};

enum {
	GAUGES = sizeof(gauges) / sizeof(gauges[0]),
	COUNTERS = sizeof(counters) / sizeof(counters[0]),
};

static void put_build(struct exposition *exposition, const struct summary *summary)
{
	const char *version = summary_info_text(summary, TCPSTATE_INFO_VERSION);

	exposition_family(exposition, (struct metric_family){
		"tcpstate_build", METRIC_INFO, NULL,
		"The version of the module, and the scope of its numbers." });
	exposition_number(exposition, (struct label[]){
		{ .name = "version", .value = version },
		{ .name = "scope", .value = summary->scope },
		{ 0 } }, (struct number){ true, 1 });
	exposition_family(exposition, (struct metric_family){
		"tcpstate_up", METRIC_GAUGE, NULL,
		"Whether the module could be read: 1 or 0." });
	exposition_number(exposition, NULL, (struct number){ true, 1 });
}

static void put_state(struct exposition *exposition, const struct state_row *row,
		      struct number value, bool nanoseconds)
{
	struct label labels[] = { { .name = "state", .value = row->name, .state = true }, { 0 } };

	if (nanoseconds)
		exposition_ns(exposition, labels, value);
	else
		exposition_number(exposition, labels, value);
}

static void put_states(struct exposition *exposition, const struct summary *summary)
{
	const struct state_row *end = summary->state + summary->states, *row;

	exposition_family(exposition, (struct metric_family){
		"tcpstate_sockets", METRIC_GAUGE, NULL,
		"TCP sockets in the state, as ss -tan shows them." });
	for (row = summary->state; row < end; row++)
		put_state(exposition, row, row->now, false);
	/*
	 * A gauge, since it falls when a socket leaves. But the name of a gauge may not end in
	 * "_sum", and the sum of a summary may not fall, so the type is left open.
	 */
	exposition_family(exposition, (struct metric_family){
		"tcpstate_state_age_seconds_sum", METRIC_UNKNOWN, NULL,
		"Sum over the sockets in the state of the time since they entered it; without half-open and parked ones." });
	for (row = summary->state; row < end; row++)
		put_state(exposition, row, row->age_sum_ns, true);
}

static void put_compat(struct exposition *exposition, const struct summary *summary)
{
	const struct state_row *row;

	/* The same help as node_exporter's, since a collector refuses two that differ. */
	exposition_family(exposition, (struct metric_family){
		"node_tcp_connection_states", METRIC_GAUGE, NULL, "Number of connection states." });
	for (row = summary->state; row < summary->state + summary->states; row++)
		put_state(exposition, row, row->now, false);
}

static void put_transition(struct exposition *exposition, const char *from, const char *to,
			   struct number count, struct number created_ns)
{
	struct label labels[] = {
		{ .name = "from", .value = from, .state = true },
		{ .name = "to", .value = to, .state = true },
		{ 0 },
	};

	if (!count.known)
		return;
	exposition_number(exposition, labels, count);
	exposition_created(exposition, labels, created_ns);
}

/*
 * The text leaves out arcs that were never taken. Write these as 0: a series that begins with its
 * first event would hide that event from rate().
 */
static void put_transitions(struct exposition *exposition, const struct summary *summary,
			    struct number created_ns)
{
	const struct transition_row *row;
	const struct arc_text *arc;
	size_t i;

	exposition_family(exposition, (struct metric_family){
		"tcpstate_transitions", METRIC_COUNTER, NULL,
		"How often a socket went from one state to another; listen to syn_recv is the birth of a child." });
	for (i = 0; i < explained_arcs_count; i++) {
		arc = &explained_arcs[i];
		put_transition(exposition, arc->from, arc->to,
			       summary_transition(summary, arc->from, arc->to), created_ns);
	}
	for (i = 0; i < summary->transitions; i++) {
		row = &summary->transition[i];
		if (!explained_arc(row->from, row->to))
			put_transition(exposition, row->from, row->to, row->count, created_ns);
	}
}

static void put_named(struct exposition *exposition, const struct summary *summary,
		      struct number created_ns)
{
	struct number value;
	size_t i;

	for (i = 0; i < GAUGES; i++) {
		value = summary_gauge(summary, gauges[i].name);
		if (!value.known)
			continue;
		exposition_family(exposition, gauges[i].family);
		exposition_number(exposition, NULL, value);
	}
	for (i = 0; i < COUNTERS; i++) {
		value = summary_counter(summary, counters[i].name);
		if (!value.known)
			continue;
		exposition_family(exposition, counters[i].family);
		exposition_number(exposition, NULL, value);
		exposition_created(exposition, NULL, created_ns);
	}
}

static void put_dwell(struct exposition *exposition, const struct recording *input,
		      struct number created_ns)
{
	struct dwell_text dwell;

	if (!dwells_read(&dwell, input))
		return;
	metrics_dwell(exposition, &dwell, created_ns);
	dwell_text_free(&dwell);
}

static void put_listeners(struct exposition *exposition, const struct metrics_request *request,
			  const struct recording *input)
{
	struct listeners listeners;
	struct recording host;
	struct report report;

	if (input ? !recording_holds(input, TCPSTATE_PROC_LISTENERS) :
		    !recording_open_if_allowed(&host, "/proc/net/" TCPSTATE_PROC_LISTENERS))
		return;
	listeners_read(&listeners, recording_text(input ? input : &host, &report,
						  TCPSTATE_PROC_LISTENERS, REPORT_LAST));
	metrics_listeners(exposition, request, &listeners);
	listeners_free(&listeners);
	if (!input)
		recording_close(&host);
}

void metrics_write(const struct metrics_request *request, FILE *out)
{
	struct exposition exposition = {
		.out = out,
		.format = request->format,
		.common = { .name = "netns", .value = request->netns },
	};
	const struct recording *input;
	struct recording recording;
	struct number created_ns;
	struct summary summary;
	struct report report;

	recording_open(&recording, request->input ? request->input :
						    "/proc/" TCPSTATE_PROC_SUMMARY);
	input = request->input ? &recording : NULL;
	summary_read(&summary, recording_text(&recording, &report, TCPSTATE_PROC_SUMMARY,
					      REPORT_LAST));
	created_ns = metrics_loaded_ns(&summary, input);
	put_build(&exposition, &summary);
	put_states(&exposition, &summary);
	put_named(&exposition, &summary, created_ns);
	put_transitions(&exposition, &summary, created_ns);
	put_dwell(&exposition, input, created_ns);
	if (request->ports)
		put_listeners(&exposition, request, input);
	if (request->drift)
		metrics_drift(&exposition);
	if (request->compat)
		put_compat(&exposition, &summary);
	exposition_end(&exposition);
	summary_free(&summary);
	recording_close(&recording);
}
