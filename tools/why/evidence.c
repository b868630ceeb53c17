// SPDX-License-Identifier: GPL-2.0-only
/* Reads what the rules judge. */

#include <string.h>
#include <sys/socket.h>

#include "procfs/abi.h"
#include "tools/recording/owners.h"
#include "tools/why/evidence.h"

static void read_listeners(struct evidence *evidence)
{
	const struct recording *recording = &evidence->recording;
	const struct listeners *listeners = &evidence->listeners;
	struct report report;
	size_t i;

	listeners_read(&evidence->listeners_before,
		       recording_text(recording, &report, TCPSTATE_PROC_LISTENERS, REPORT_FIRST));
	listeners_read(&evidence->listeners,
		       recording_text(recording, &report, TCPSTATE_PROC_LISTENERS, REPORT_LAST));
	for (i = 0; i < listeners->count; i++)
		if (listeners->listener[i].local.port >= 0)
			evidence->listening[listeners->listener[i].local.port] = true;
}

static void read_counts(struct evidence *evidence)
{
	const struct recording *recording = &evidence->recording;
	struct report report;

	summary_read(&evidence->first, recording_text(recording, &report, TCPSTATE_PROC_SUMMARY,
						      REPORT_FIRST));
	summary_read(&evidence->last, recording_text(recording, &report, TCPSTATE_PROC_SUMMARY,
						     REPORT_LAST));
	if (diff_obstacle(&evidence->first, &evidence->last))
		return;
	diff_make(&evidence->difference, &evidence->first, &evidence->last);
	evidence->window = &evidence->difference;
}

void evidence_read(struct evidence *evidence)
{
	const struct recording *recording = &evidence->recording;

	read_counts(evidence);
	evidence->has_sockets = recording_holds(recording, TCPSTATE_PROC_SOCKETS);
	evidence->has_listeners = recording_holds(recording, TCPSTATE_PROC_LISTENERS);
	if (recording_holds(recording, OWNERS_TEXT))
		owners_read(&evidence->owners, recording);
	evidence->has_stalled = recording_holds(recording, STALLED_TEXT);
	if (evidence->has_stalled)
		stalled_read(&evidence->stalled, recording);
	if (evidence->has_listeners)
		read_listeners(evidence);
	if (evidence->has_sockets) {
		suspects_read(&evidence->before, recording, REPORT_FIRST, evidence->listening,
			      &evidence->owners);
		suspects_read(&evidence->now, recording, REPORT_LAST, evidence->listening,
			      &evidence->owners);
	}
	if (recording_holds(recording, REPORT_RECORDING)) {
		settings_read(&evidence->settings_before, recording, REPORT_FIRST);
		settings_read(&evidence->settings, recording, REPORT_LAST);
	}
}

double evidence_seconds(const struct evidence *evidence)
{
	return evidence->window ? evidence->window->between_ns / 1e9 : 0;
}

double evidence_uptime(const struct evidence *evidence)
{
	struct number loaded = summary_info(&evidence->last, TCPSTATE_INFO_LOADED_NS);
	struct number now = summary_info(&evidence->last, TCPSTATE_INFO_NOW_NS);

	return loaded.known && now.known && now.value > loaded.value ?
		       (now.value - loaded.value) / 1e9 : 0;
}

struct number evidence_arc(const struct evidence *evidence, const char *from, const char *to)
{
	const struct diff *window = evidence->window;
	size_t i;

	for (i = 0; window && i < window->arc_count; i++)
		if (!strcmp(window->arcs[i].from, from) && !strcmp(window->arcs[i].to, to))
			return window->arcs[i].count;
	/* An arc that is not in the text was never taken. */
	return (struct number){ .known = window };
}

struct number evidence_growth(const struct evidence *evidence, const char *counter)
{
	struct number before = settings_number(&evidence->settings_before, counter);
	struct number after = settings_number(&evidence->settings, counter);

	if (!evidence->window || !before.known || !after.known || after.value < before.value)
		return (struct number){ .known = false };
	return (struct number){ .known = true, .value = after.value - before.value };
}

const struct owner *evidence_owner(const struct evidence *evidence, struct number inode)
{
	size_t count;

	return inode.known ? owners_of(&evidence->owners, inode.value, &count) : NULL;
}

/* Listening on all IPv6 addresses is listening on those of IPv4 too, unless V6ONLY is set. */
static bool accepts(const struct listener *listener, const struct socket_end *local)
{
	return listener->local.port == local->port &&
	       (socket_end_same_address(&listener->local, local) ||
		(socket_end_is_any(&listener->local) &&
		 (listener->local.family == local->family || listener->local.family == AF_INET6)));
}

const struct listener *evidence_listener(const struct listeners *listeners,
					 const struct socket_end *local)
{
	const struct listener *listener, *found = NULL;

	for (listener = listeners->listener; listener < listeners->listener + listeners->count;
	     listener++)
		if (accepts(listener, local) && (!found || !socket_end_is_any(&listener->local)))
			found = listener;
	return found;
}

void evidence_free(struct evidence *evidence)
{
	if (evidence->window)
		diff_free(&evidence->difference);
	summary_free(&evidence->first);
	summary_free(&evidence->last);
	suspects_free(&evidence->before);
	suspects_free(&evidence->now);
	listeners_free(&evidence->listeners_before);
	listeners_free(&evidence->listeners);
	settings_free(&evidence->settings_before);
	settings_free(&evidence->settings);
	owners_free(&evidence->owners);
	stalled_free(&evidence->stalled);
	recording_close(&evidence->recording);
}
