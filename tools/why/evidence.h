/* SPDX-License-Identifier: GPL-2.0-only */
/* What the rules judge: two readings of a host, less what cannot be part of any trouble. */
#ifndef TCPSTATE_TOOLS_WHY_EVIDENCE_H
#define TCPSTATE_TOOLS_WHY_EVIDENCE_H

#include "tools/analysis/change.h"
#include "tools/host/owners.h"
#include "tools/recording/settings.h"
#include "tools/recording/stalled.h"
#include "tools/text/listeners.h"
#include "tools/text/socket_end.h"
#include "tools/why/suspects.h"
#include "tools/why/thresholds.h"

/**
 * struct evidence - the host
 * @recording: that all this is from
 * @live: it was made just now, of this host
 * @port: that is asked for, 0: none
 * @thresholds: from where on what is wrong
 * @first: counts of the first reading
 * @last: of the last reading
 * @window: what happened in between, NULL if there was only one reading
 * @has_sockets: there is a list of sockets; else there are no suspects
 * @has_listeners: there is a list of listeners
 * @has_stalled: it is known what connections wait for
 * @before: sockets of the first reading, of a recording of one reading the same as @now
 * @now: sockets of the last reading
 * @listeners_before: likewise
 * @listeners: of the last reading
 * @settings_before: of the first reading; empty if it is no recording
 * @settings: of the last reading
 * @owners: of the last reading
 * @stalled: of the last reading
 * @difference: what @window points to
 * @listening: whether somebody listens on a port, at any address
 */
struct evidence {
	struct recording recording;
	bool live;
	unsigned int port;
	struct thresholds thresholds;
	struct summary first;
	struct summary last;
	struct diff *window;
	bool has_sockets;
	bool has_listeners;
	bool has_stalled;
	struct suspects before;
	struct suspects now;
	struct listeners listeners_before;
	struct listeners listeners;
	struct settings settings_before;
	struct settings settings;
	struct owners owners;
	struct stalled_list stalled;
	struct diff difference;
	bool listening[UINT16_MAX + 1];
};

/**
 * evidence_read() - read all that the rules need
 * @evidence: overwritten but for @recording, @live, @port and @thresholds
 *
 * Ends the program with a message if it cannot be read.
 */
void evidence_read(struct evidence *evidence);

/* Seconds between the two readings; 0 if there was one only. */
double evidence_seconds(const struct evidence *evidence);

/* Seconds since the module was loaded; 0 if not known. */
double evidence_uptime(const struct evidence *evidence);

/* How often an arc was taken between the readings; not known if there was one only. */
struct number evidence_arc(const struct evidence *evidence, const char *from, const char *to);

/* By how much one of the kernel's own counters grew between the readings; likewise. */
struct number evidence_growth(const struct evidence *evidence, const char *counter);

/* Who holds a file; NULL if nobody or not known. */
const struct owner *evidence_owner(const struct evidence *evidence, struct number inode);

/**
 * evidence_listener() - the listener that accepts the connections of a local end
 * @listeners: of one reading
 * @local: the end
 *
 * Return: the listener of that address, or else of all addresses; NULL if there is none.
 */
const struct listener *evidence_listener(const struct listeners *listeners,
					 const struct socket_end *local);

void evidence_free(struct evidence *evidence);

#endif
