// SPDX-License-Identifier: GPL-2.0-only
/* Reads the sockets that may be part of some trouble. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/states/table.h"
#include "tools/text/sockets.h"
#include "tools/why/suspects.h"

/* Listeners have a list of their own, and TIME_WAIT, the end of every connection, a reader. */
static bool wants_state(const void *data, const char *name)
{
	const struct tcp_state *state = tcp_state_named(name);

	(void)data;
	return state && state->number != TCP_LISTEN && state->number != TCP_TIME_WAIT &&
	       state->number != TCP_CLOSE;
}

/* A busy host has more idle connections than one wants in memory. */
static bool is_idle(const struct socket_row *row)
{
	return !strcmp(row->state, tcp_state_name(TCP_ESTABLISHED)) && !row->rxq.value &&
	       !row->txq.value && !(row->inode.known && !row->inode.value);
}

static struct suspect *append(struct suspects *suspects)
{
	if (suspects->count == suspects->room) {
		suspects->room = suspects->room ? 2 * suspects->room : 256;
		suspects->suspect = xreallocarray(suspects->suspect, suspects->room,
						 sizeof(*suspects->suspect));
	}
	return &suspects->suspect[suspects->count++];
}

static void add(struct suspects *suspects, const struct socket_row *row, bool served,
		const struct owners *owners)
{
	struct suspect *suspect = append(suspects);
	size_t count;

	*suspect = (struct suspect){
		.state = tcp_state_named(row->state)->number,
		.served = served,
		.at_least = row->since == SOCKET_SINCE_ATLEAST,
		.age_ns = row->age_ns,
		.local = row->local,
		.remote = row->remote,
		.rxq = row->rxq,
		.txq = row->txq,
		.inode = row->inode,
		.owner = row->inode.known ? owners_of(owners, row->inode.value, &count) : NULL,
	};
	suspect->local.text = suspect->remote.text = NULL;
	socket_end_unmap(&suspect->local);
	socket_end_unmap(&suspect->remote);
}

static int compare_ends(const void *one, const void *other)
{
	const struct suspect *a = one, *b = other;

	return socket_end_compare_pairs(&a->local, &a->remote, &b->local, &b->remote);
}

void suspects_read(struct suspects *suspects, const struct recording *recording,
		   enum report_reading reading, const bool *listening, const struct owners *owners)
{
	struct sockets_text text;
	struct socket_row row;
	struct report report;

	*suspects = (struct suspects){ 0 };
	sockets_text_begin(&text, recording_text(recording, &report, TCPSTATE_PROC_SOCKETS,
						 reading));
	text.wants_state = wants_state;
	while (sockets_text_next(&text, &row))
		if (row.local.port >= 0 && row.remote.port >= 0 && !is_idle(&row))
			add(suspects, &row, listening[row.local.port] ||
					    row.local.port < row.remote.port, owners);
	sockets_text_close(&text);
	if (suspects->count)
		qsort(suspects->suspect, suspects->count, sizeof(*suspects->suspect),
		      compare_ends);
}

const struct suspect *suspects_find(const struct suspects *suspects,
				    const struct socket_end *local,
				    const struct socket_end *remote)
{
	struct suspect wanted = { .local = *local, .remote = *remote };

	return suspects->count ? bsearch(&wanted, suspects->suspect, suspects->count,
					 sizeof(wanted), compare_ends) : NULL;
}

void suspects_free(struct suspects *suspects)
{
	free(suspects->suspect);
}

int suspect_by_remote_address(const struct suspect *a, const struct suspect *b)
{
	return socket_end_compare(&a->remote, &b->remote);
}

int suspect_by_remote_end(const struct suspect *a, const struct suspect *b)
{
	int order = suspect_by_remote_address(a, b);

	return order ? order : a->remote.port - b->remote.port;
}

unsigned int suspect_service_port(const struct suspect *suspect)
{
	return suspect->served ? suspect->local.port : suspect->remote.port;
}

bool suspect_is_local(const struct suspect *suspect)
{
	return socket_end_is_loopback(&suspect->remote) ||
	       socket_end_same_address(&suspect->local, &suspect->remote);
}

bool suspect_is_older(const struct suspect *suspect, uint64_t age_ns)
{
	return suspect->age_ns.known && suspect->age_ns.value >= age_ns;
}

int suspect_by_service(const struct suspect *a, const struct suspect *b)
{
	const char *a_comm = a->owner ? a->owner->comm : "";
	const char *b_comm = b->owner ? b->owner->comm : "";
	int order = strcmp(a_comm, b_comm);

	return order ? order : (int)suspect_service_port(a) - (int)suspect_service_port(b);
}

const char *suspect_age(const struct suspect *suspect, char text[AGE_TEXT_MAX])
{
	char age[DURATION_MAX];

	if (!suspect->age_ns.known)
		snprintf(text, AGE_TEXT_MAX, "an unknown time");
	else
		snprintf(text, AGE_TEXT_MAX, "%s%s", suspect->at_least ? "at least " : "",
			 duration_format(suspect->age_ns.value, age));
	return text;
}
