// SPDX-License-Identifier: GPL-2.0-only
/* The one table of TCP's states. */

#include <string.h>

#include "tools/clock.h"
#include "tools/states/table.h"

/*
 * A SYN, or a SYN-ACK, is sent again after 1 s and after 3 s: beyond 3 s two of them are lost,
 * beyond 5 s three. A FIN is sent again after a few round trips, at the latest after seconds. A
 * minute is what programs are given to close after their peer.
 */
const struct tcp_state tcp_states[TCP_STATES] = {
	{
		.name = "LISTEN",
		.number = TCP_LISTEN,
		.groups = STATE_BIG,
		.max_age_ns = UINT64_MAX,
		.elsewhere = { "LISTEN", "LISTEN", "LISTEN", "LISTENING", "Listen", "LISTEN",
			       "LISTEN" },
	},
	{
		.name = "SYN_SENT",
		.number = TCP_SYN_SENT,
		.groups = STATE_CONNECTED | STATE_BIG,
		.max_age_ns = 5 * SECOND_NS,
		.elsewhere = { "SYN-SENT", "SYN-SENT", "SYN_SENT", "SYN_SENT", "SynSent",
			       "SYN_SENT", "SYNSENT" },
	},
	{
		.name = "SYN_RECV",
		.number = TCP_SYN_RECV,
		.groups = STATE_CONNECTED | STATE_SYNCHRONIZED | STATE_BUCKET,
		.max_age_ns = 3 * SECOND_NS,
		.elsewhere = { "SYN-RECEIVED", "SYN-RECV", "SYN_RECV", "SYN_RECEIVED",
			       "SynReceived", "SYN_RCVD", "SYNRCVD" },
	},
	{
		.name = "ESTABLISHED",
		.number = TCP_ESTABLISHED,
		.groups = STATE_CONNECTED | STATE_SYNCHRONIZED | STATE_BIG,
		.max_age_ns = UINT64_MAX,
		.elsewhere = { "ESTABLISHED", "ESTAB", "ESTABLISHED", "ESTABLISHED", "Established",
			       "ESTABLISHED", "ESTAB" },
		.short_name = "EST",
	},
	{
		.name = "FIN_WAIT1",
		.number = TCP_FIN_WAIT1,
		.groups = STATE_CONNECTED | STATE_SYNCHRONIZED | STATE_BIG,
		.max_age_ns = 10 * SECOND_NS,
		.elsewhere = { "FIN-WAIT-1", "FIN-WAIT-1", "FIN_WAIT1", "FIN_WAIT_1", "FinWait1",
			       "FIN_WAIT_1", "FINWAIT1" },
	},
	{
		.name = "FIN_WAIT2",
		.number = TCP_FIN_WAIT2,
		.groups = STATE_CONNECTED | STATE_SYNCHRONIZED | STATE_BIG,
		.max_age_ns = 60 * SECOND_NS,
		.elsewhere = { "FIN-WAIT-2", "FIN-WAIT-2", "FIN_WAIT2", "FIN_WAIT_2", "FinWait2",
			       "FIN_WAIT_2", "FINWAIT2" },
	},
	{
		.name = "TIME_WAIT",
		.number = TCP_TIME_WAIT,
		.groups = STATE_CONNECTED | STATE_SYNCHRONIZED | STATE_BUCKET,
		.max_age_ns = UINT64_MAX,
		.elsewhere = { "TIME-WAIT", "TIME-WAIT", "TIME_WAIT", "TIME_WAIT", "TimeWait",
			       "TIME_WAIT", "TIMEWAIT" },
	},
	{
		.name = "CLOSE_WAIT",
		.number = TCP_CLOSE_WAIT,
		.groups = STATE_CONNECTED | STATE_SYNCHRONIZED | STATE_BIG,
		.max_age_ns = 60 * SECOND_NS,
		.elsewhere = { "CLOSE-WAIT", "CLOSE-WAIT", "CLOSE_WAIT", "CLOSE_WAIT", "CloseWait",
			       "CLOSE_WAIT", "CLOSEWAIT" },
	},
	{
		.name = "LAST_ACK",
		.number = TCP_LAST_ACK,
		.groups = STATE_CONNECTED | STATE_SYNCHRONIZED | STATE_BIG,
		.max_age_ns = 10 * SECOND_NS,
		.elsewhere = { "LAST-ACK", "LAST-ACK", "LAST_ACK", "LAST_ACK", "LastAck",
			       "LAST_ACK", "LASTACK" },
	},
	{
		.name = "CLOSING",
		.number = TCP_CLOSING,
		.groups = STATE_CONNECTED | STATE_SYNCHRONIZED | STATE_BIG,
		.max_age_ns = 10 * SECOND_NS,
		.elsewhere = { "CLOSING", "CLOSING", "CLOSING", "CLOSING", "Closing", "CLOSING",
			       "CLOSING" },
	},
	{
		.name = "CLOSE",
		.number = TCP_CLOSE,
		.groups = STATE_BIG,
		.max_age_ns = UINT64_MAX,
		.elsewhere = { "CLOSED", "UNCONN", "CLOSE", "CLOSED", "Closed", "CLOSED",
			       "CLOSED" },
	},
};

const struct tcp_state *tcp_state_named(const char *name)
{
	size_t i;

	for (i = 0; i < TCP_STATES; i++)
		if (!strcmp(tcp_states[i].name, name))
			return &tcp_states[i];
	return NULL;
}

const struct tcp_state *tcp_state_numbered(unsigned int number)
{
	size_t i;

	for (i = 0; i < TCP_STATES; i++)
		if (tcp_states[i].number == number)
			return &tcp_states[i];
	return NULL;
}

const char *tcp_state_name(unsigned int number)
{
	return tcp_state_numbered(number)->name;
}
