/* SPDX-License-Identifier: GPL-2.0-only */
/* The one table of TCP's states: names, numbers, groups, and how old sockets in them may be. */
#ifndef TCPSTATE_TOOLS_STATES_TABLE_H
#define TCPSTATE_TOOLS_STATES_TABLE_H

#include <netinet/tcp.h>
#include <stddef.h>
#include <stdint.h>

/* The groups of ss(8). */
enum {
	STATE_CONNECTED = 1 << 0,
	STATE_SYNCHRONIZED = 1 << 1,
	STATE_BUCKET = 1 << 2,
	STATE_BIG = 1 << 3,
	STATE_ALL = STATE_BUCKET | STATE_BIG,
};

/* What others call a state, in the order in which people are likely to look for it. */
enum state_system {
	STATE_IN_RFC,
	STATE_IN_SS,
	STATE_IN_NETSTAT,
	STATE_IN_WINDOWS,
	STATE_IN_POWERSHELL,
	STATE_IN_BSD,
	STATE_IN_CISCO,
	STATE_SYSTEMS,
};

/**
 * struct tcp_state - a state
 * @name: as in the files
 * @number: include/net/tcp_states.h, the same as the TCP_ names of netinet/tcp.h
 * @groups: of ss that it is in
 * @max_age_ns: the age from which on a socket in it is trouble. UINT64_MAX if none is: sockets
 *	stay in such a state, and pass through all others
 * @elsewhere: what it is called by others
 * @short_name: another spelling, or NULL
 */
struct tcp_state {
	const char *name;
	unsigned int number;
	unsigned int groups;
	uint64_t max_age_ns;
	const char *elsewhere[STATE_SYSTEMS];
	const char *short_name;
};

/* CLOSE is the last: it has no sockets that are counted, but arcs begin and end in it. */
enum { TCP_STATES = 11, TCP_STATES_COUNTED = TCP_STATES - 1 };

/* TCP_TIMEWAIT_LEN: a minute, which no setting changes. */
enum { TIME_WAIT_SECONDS = 60 };

/* In the order of the texts. */
extern const struct tcp_state tcp_states[TCP_STATES];

/* Return: the state of a name as in the files; NULL if there is none. */
const struct tcp_state *tcp_state_named(const char *name);

/* Return: the state of a number; NULL if there is none. */
const struct tcp_state *tcp_state_numbered(unsigned int number);

/* Return: the name of a state that there is, by its number. */
const char *tcp_state_name(unsigned int number);

#endif
