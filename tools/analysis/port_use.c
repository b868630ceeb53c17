// SPDX-License-Identifier: GPL-2.0-only
/* Adds up which destination takes how many local ports. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/change.h"
#include "tools/analysis/port_use.h"
#include "tools/clock.h"
#include "tools/failure.h"
#include "tools/recording/settings.h"
#include "tools/text/socket_end.h"

/* Over so long the rate is taken: short enough for "now", long enough for some connections. */
enum { RATE_SECONDS = 5 };

/* Values of net.ipv4.tcp_tw_reuse. */
enum { REUSE_NEVER, REUSE_ALWAYS, REUSE_LOOPBACK };

static uint64_t hash_of(const struct socket_end *local, const struct socket_end *remote)
{
	uint64_t hash = 14695981039346656037u;
	size_t i;

	for (i = 0; i < sizeof(local->address); i++) {
		hash = (hash ^ local->address[i]) * 1099511628211u;
		hash = (hash ^ remote->address[i]) * 1099511628211u;
	}
	return (hash ^ remote->port) * 1099511628211u;
}

static bool is_use_of(const struct port_use *use, const struct socket_end *local,
		      const struct socket_end *remote)
{
	return use->remote.port == remote->port && socket_end_same_address(&use->local, local) &&
	       socket_end_same_address(&use->remote, remote);
}

/* Where in the table a destination stands, or would: a slot holds a place in the list plus one. */
static size_t *slot_of(const struct port_uses *uses, const struct socket_end *local,
		       const struct socket_end *remote)
{
	size_t i = hash_of(local, remote) & (uses->slots - 1);

	while (uses->slot[i] && !is_use_of(&uses->use[uses->slot[i] - 1], local, remote))
		i = (i + 1) & (uses->slots - 1);
	return &uses->slot[i];
}

static void index_all(struct port_uses *uses)
{
	size_t i;

	memset(uses->slot, 0, uses->slots * sizeof(*uses->slot));
	for (i = 0; i < uses->count; i++)
		*slot_of(uses, &uses->use[i].local, &uses->use[i].remote) = i + 1;
}

static void make_room(struct port_uses *uses)
{
	uses->room = uses->room ? 2 * uses->room : 64;
	uses->slots = 2 * uses->room;
	uses->use = xreallocarray(uses->use, uses->room, sizeof(*uses->use));
	uses->slot = xreallocarray(uses->slot, uses->slots, sizeof(*uses->slot));
	index_all(uses);
}

static struct port_use *use_of(struct port_uses *uses, const struct socket_row *row)
{
	size_t *slot;

	if (uses->count == uses->room)
		make_room(uses);
	slot = slot_of(uses, &row->local, &row->remote);
	if (!*slot) {
		uses->use[uses->count++] = (struct port_use){
			.local = row->local,
			.remote = row->remote,
		};
		*slot = uses->count;
	}
	return &uses->use[*slot - 1];
}

static bool may_reuse(const struct port_uses *uses, const struct port_use *use)
{
	return uses->reuse == REUSE_ALWAYS ||
	       (uses->reuse == REUSE_LOOPBACK && socket_end_is_loopback(&use->local));
}

static void add(struct port_uses *uses, const struct socket_row *row)
{
	struct port_use *use;
	uint64_t age;

	if (row->local.port < (int)uses->first || row->local.port > (int)uses->last ||
	    uses->listening[row->local.port])
		return;
	use = use_of(uses, row);
	if (strcmp(row->state, "TIME_WAIT") != 0) {
		use->open++;
		return;
	}
	use->time_wait++;
	age = row->age_ns.known ? row->age_ns.value / SECOND_NS : 0;
	use->expiring[age < TIME_WAIT_SECONDS ? TIME_WAIT_SECONDS - age : 0]++;
	/* A second at the least: tcp_twsk_unique(). */
	if (age && may_reuse(uses, use))
		use->reusable++;
}

static void take_rate(struct port_use *use)
{
	size_t left, span = RATE_SECONDS;

	/* Who began two seconds ago has a rate of two seconds. */
	while (span > 1 && !use->expiring[TIME_WAIT_SECONDS - span + 1])
		span--;
	for (left = TIME_WAIT_SECONDS; left > TIME_WAIT_SECONDS - span; left--)
		use->young += use->expiring[left];
	use->young_seconds = span;
}

static uint64_t reserved_within(const struct settings *settings, unsigned int first,
				unsigned int last)
{
	const char *c = settings_text(settings, "net.ipv4.ip_local_reserved_ports");
	unsigned long from, to, port;
	uint64_t reserved = 0;
	char *end;

	while (c && *c >= '0' && *c <= '9') {
		from = to = strtoul(c, &end, 10);
		if (*end == '-')
			to = strtoul(end + 1, &end, 10);
		for (port = from; port <= to && port <= UINT16_MAX; port++)
			reserved += port >= first && port <= last;
		c = *end == ',' ? end + 1 : NULL;
	}
	return reserved;
}

static void take_range(struct port_uses *uses, const struct settings *settings)
{
	const char *range = settings_text(settings, "net.ipv4.ip_local_port_range");
	struct number reuse = settings_number(settings, "net.ipv4.tcp_tw_reuse");

	uses->reuse = reuse.known ? reuse.value : REUSE_NEVER;
	if (!range || sscanf(range, "%u %u", &uses->first, &uses->last) != 2 ||
	    uses->first > uses->last || uses->last > UINT16_MAX) {
		uses->first = 1;
		uses->last = UINT16_MAX;
		return;
	}
	uses->available = uses->last - uses->first + 1 -
			  reserved_within(settings, uses->first, uses->last);
}

static int compare(const void *one, const void *other)
{
	const struct port_use *a = one, *b = other;
	uint64_t a_taken = port_use_taken(a), b_taken = port_use_taken(b);
	int order;

	if (a_taken != b_taken)
		return a_taken > b_taken ? -1 : 1;
	if (a->time_wait != b->time_wait)
		return a->time_wait > b->time_wait ? -1 : 1;
	order = socket_end_compare(&a->remote, &b->remote);
	if (!order)
		order = socket_end_compare(&a->local, &b->local);
	return order ? order : a->remote.port - b->remote.port;
}

static bool is_listen(const void *data, const char *state)
{
	(void)data;
	return !strcmp(state, "LISTEN");
}

static void read_sockets(struct port_uses *uses, const struct recording *recording,
			 enum report_reading reading)
{
	struct sockets_text text;
	struct socket_row row;
	struct report report;

	sockets_text_begin(&text, recording_text(recording, &report, TCPSTATE_PROC_SOCKETS,
						 reading));
	text.wants_state = is_listen;
	while (sockets_text_next(&text, &row))
		if (row.local.port > 0)
			uses->listening[row.local.port] = true;
	sockets_text_close(&text);
	sockets_text_begin(&text, recording_text(recording, &report, TCPSTATE_PROC_SOCKETS,
						 reading));
	uses->scope = xstrdup(text.report.scope);
	while (sockets_text_next(&text, &row)) {
		socket_end_unmap(&row.local);
		socket_end_unmap(&row.remote);
		row.local.text = row.remote.text = NULL;
		if (row.remote.port != SOCKET_PORT_ANY)
			add(uses, &row);
	}
	sockets_text_close(&text);
}

static void read_uses(struct port_uses *uses, const struct recording *recording,
		      enum report_reading reading)
{
	struct settings settings = { 0 };
	size_t i;

	memset(uses, 0, sizeof(*uses));
	if (recording_holds(recording, REPORT_RECORDING))
		settings_read(&settings, recording, reading);
	take_range(uses, &settings);
	settings_free(&settings);
	read_sockets(uses, recording, reading);
	for (i = 0; i < uses->count; i++)
		take_rate(&uses->use[i]);
	if (!uses->count)
		return;
	qsort(uses->use, uses->count, sizeof(*uses->use), compare);
	index_all(uses);
}

/* Learns the growth from an earlier reading, so many seconds before. */
static void grow(struct port_uses *uses, const struct port_uses *before, double seconds)
{
	struct port_use *use;
	uint64_t open;
	size_t slot;

	for (use = uses->use; use < uses->use + uses->count; use++) {
		slot = before->slots ? *slot_of(before, &use->local, &use->remote) : 0;
		open = slot ? before->use[slot - 1].open : 0;
		if (use->open > open)
			use->growth = (use->open - open) / seconds;
	}
}

/* Return: 0 if there is one reading only. */
static double seconds_between(const struct recording *recording)
{
	struct summary first, last;
	struct report report;
	double seconds = 0;

	if (!recording_holds(recording, TCPSTATE_PROC_SUMMARY))
		return 0;
	summary_read(&first, recording_text(recording, &report, TCPSTATE_PROC_SUMMARY,
					    REPORT_FIRST));
	summary_read(&last, recording_text(recording, &report, TCPSTATE_PROC_SUMMARY,
					   REPORT_LAST));
	if (!diff_obstacle(&first, &last))
		seconds = (summary_info(&last, TCPSTATE_INFO_NOW_NS).value -
			   summary_info(&first, TCPSTATE_INFO_NOW_NS).value) / 1e9;
	summary_free(&first);
	summary_free(&last);
	return seconds;
}

void port_uses_read(struct port_uses *uses, const struct recording *recording)
{
	double seconds = seconds_between(recording);
	struct port_uses before;

	read_uses(uses, recording, REPORT_LAST);
	if (!seconds)
		return;
	read_uses(&before, recording, REPORT_FIRST);
	grow(uses, &before, seconds);
	port_uses_free(&before);
}

uint64_t port_use_taken(const struct port_use *use)
{
	return use->open + use->time_wait - use->reusable;
}

double port_use_rate(const struct port_use *use)
{
	return use->young / use->young_seconds + use->growth;
}

bool port_use_seconds_left(const struct port_uses *uses, const struct port_use *use,
			   uint64_t *seconds)
{
	bool reuse = may_reuse(uses, use);
	double rate = use->young / use->young_seconds, resting = use->time_wait;

	for (*seconds = 0; *seconds < TIME_WAIT_SECONDS; ++*seconds) {
		if (reuse)
			resting = rate;
		if (use->open + use->growth * *seconds + resting >= uses->available)
			return true;
		resting += rate - use->expiring[*seconds];
	}
	/* What comes to rest is from now on as much as what ends. */
	if (!use->growth)
		return false;
	resting = (uses->available - use->open - resting) / use->growth;
	if (resting > *seconds)
		*seconds = resting;
	return true;
}

void port_uses_free(struct port_uses *uses)
{
	free(uses->scope);
	free(uses->use);
	free(uses->slot);
}
