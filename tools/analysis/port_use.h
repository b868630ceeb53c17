/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many of this host's own ports each destination takes. A connection needs a local port that
 * no other one from the same local address to the same remote address and port has.
 */
#ifndef TCPSTATE_TOOLS_ANALYSIS_PORT_USE_H
#define TCPSTATE_TOOLS_ANALYSIS_PORT_USE_H

#include <stdbool.h>
#include <stddef.h>

#include "tools/recording/index.h"
#include "tools/states/table.h"
#include "tools/text/sockets.h"

/**
 * struct port_use - one destination
 * @local: one of its sockets' local ends; its port is that socket's alone
 * @remote: the destination
 * @open: ports of connections, half-open ones included
 * @time_wait: ports that rest
 * @reusable: of these, that may be taken again, as net.ipv4.tcp_tw_reuse says
 * @expiring: of those in TIME_WAIT, by the seconds they have left
 * @young: of those in TIME_WAIT, that came there within the last seconds of @young_seconds
 * @young_seconds: over which the rate is taken
 * @growth: of @open, connections a second between two readings; 0 of one reading
 */
struct port_use {
	struct socket_end local;
	struct socket_end remote;
	uint64_t open;
	uint64_t time_wait;
	uint64_t reusable;
	uint32_t expiring[TIME_WAIT_SECONDS + 1];
	uint64_t young;
	double young_seconds;
	double growth;
};

/**
 * struct port_uses - all of them, those that take most ports first
 * @scope: of the list of sockets
 * @first: port that is given out, of net.ipv4.ip_local_port_range
 * @last: port that is given out
 * @available: ports, less those that net.ipv4.ip_local_reserved_ports takes out; 0: not known
 */
struct port_uses {
	char *scope;
	unsigned int first;
	unsigned int last;
	uint64_t available;
	struct port_use *use;
	size_t count;
	size_t room;

	size_t *slot;
	size_t slots;
	unsigned int reuse;
	bool listening[UINT16_MAX + 1];
};

/**
 * port_uses_read() - add up a text's sockets
 * @uses: overwritten
 * @recording: one that has sockets, or a list of sockets alone
 *
 * Ports outside the range and those that somebody listens on are not given out, and not counted.
 * Ends the program with a message if the text cannot be read.
 */
void port_uses_read(struct port_uses *uses, const struct recording *recording);

/* How many ports of a destination cannot be had. */
uint64_t port_use_taken(const struct port_use *use);

/* New connections a second. */
double port_use_rate(const struct port_use *use);

/**
 * port_use_seconds_left() - when the ports are used up if new connections come as they do now
 * @uses: all of them
 * @use: one of them
 * @seconds: gets the time
 *
 * Return: false if that is never: what rests is free again after a minute.
 */
bool port_use_seconds_left(const struct port_uses *uses, const struct port_use *use,
			   uint64_t *seconds);

void port_uses_free(struct port_uses *uses);

#endif
