// SPDX-License-Identifier: GPL-2.0-only
/* The arcs between states in words: what makes a socket take each, and what many of them say. */

#include <string.h>

#include "tools/states/states.h"

const struct arc_text explained_arcs[] = {
	{
		.from = "CLOSE",
		.to = "LISTEN",
		.happens = "A program calls listen().",
		.dwell = "CLOSE has no time.",
		.many =
			"Services that start and stop, or a listener that cannot have its port: "
			"listen() then fails and LISTEN to CLOSE follows at once.",
	},
	{
		.from = "CLOSE",
		.to = "SYN_SENT",
		.happens = "A program calls connect(): the client's life of a connection begins.",
		.dwell = "CLOSE has no time.",
		.many =
			"The rate of outgoing connections. Together with short lives it asks for "
			"connections that are kept and used again.",
	},
	{
		.from = "LISTEN",
		.to = "SYN_RECV",
		.happens =
			"The last ACK of a handshake has come (with TCP Fast Open: the SYN) and "
			"a socket is cloned from the listener: the server's life of a connection "
			"begins. LISTEN loses nothing by it.",
		.dwell = "The listener goes on listening, so there is no time to measure.",
		.many = "The rate of incoming connections.",
	},
	{
		.from = "SYN_SENT",
		.to = "SYN_RECV",
		.happens =
			"A SYN has come where a SYN-ACK was expected: a simultaneous open, or a "
			"socket that connects to itself, which happens when a client tries a "
			"local port that nobody listens on and gets that same port as its own.",
		.dwell = "How long the two SYNs crossed.",
		.many =
			"Programs that try again and again to reach a service on this host that "
			"is down.",
	},
	{
		.from = "SYN_SENT",
		.to = "ESTABLISHED",
		.happens = "The SYN-ACK has come: the connection is open.",
		.dwell =
			"The time that connect() takes: one round trip to the destination, plus "
			"1 s for each SYN that was lost.",
		.many =
			"Outgoing connections that succeed. Their share of all that leave "
			"SYN_SENT is the success rate.",
	},
	{
		.from = "SYN_RECV",
		.to = "ESTABLISHED",
		.happens =
			"The new socket of a finished handshake is open and waits in the accept "
			"queue.",
		.dwell =
			"A moment: the half-open time before was spent as a request sock, which "
			"has no state. Longer with TCP Fast Open.",
		.many = "Incoming connections.",
	},
	{
		.from = "SYN_RECV",
		.to = "FIN_WAIT1",
		.happens =
			"The program closed before the handshake was complete: with TCP Fast "
			"Open or in a simultaneous open.",
		.dwell = "From the SYN to the close.",
		.many = "Very short exchanges with TCP Fast Open.",
	},
	{
		.from = "SYN_RECV",
		.to = "CLOSE_WAIT",
		.happens =
			"The peer's FIN came before the handshake was complete: with data and "
			"FIN in a TCP Fast Open SYN.",
		.dwell = "From the SYN to the FIN.",
		.many = "Very short requests with TCP Fast Open.",
	},
	{
		.from = "ESTABLISHED",
		.to = "FIN_WAIT1",
		.happens =
			"The program here closes, or shuts down its sending side, before the "
			"peer does.",
		.dwell = "The life of connections that are closed from this side.",
		.many = "This side closes first, so this side gets the TIME_WAIT.",
	},
	{
		.from = "ESTABLISHED",
		.to = "CLOSE_WAIT",
		.happens = "The peer's FIN has come first.",
		.dwell = "The life of connections that are closed by the peer.",
		.many =
			"The peers close first. Compare with what leaves CLOSE_WAIT: the "
			"difference stays open here.",
	},
	{
		.from = "FIN_WAIT1",
		.to = "FIN_WAIT2",
		.happens = "The FIN is acknowledged; the peer has not closed.",
		.dwell = "One round trip, plus the time for the data before the FIN.",
		.many = "The usual course of a close from this side.",
	},
	{
		.from = "FIN_WAIT1",
		.to = "CLOSING",
		.happens =
			"The peer's FIN came instead of the acknowledgment: both closed at once.",
		.dwell = "How long the two FINs crossed.",
		.many = "Both ends close on the same event, such as a timeout of equal length.",
	},
	{
		.from = "CLOSE_WAIT",
		.to = "LAST_ACK",
		.happens = "The program here closes after the peer did.",
		.dwell = "How long the program needs to see the end and to close: should be short.",
		.many =
			"The usual course of a close from the peer's side. A long median says "
			"that the program is slow to close.",
	},
	{
		.from = "LISTEN",
		.to = "CLOSE",
		.happens = "The listener is closed; or listen() failed because the port is taken.",
		.dwell = "How long the service listened.",
		.many = "Services that stop, or that try again to start.",
	},
	{
		.from = "SYN_SENT",
		.to = "CLOSE",
		.happens =
			"connect() failed: refused by a RST, an ICMP error, no answer, or the "
			"program gave up.",
		.dwell =
			"Tells the reasons apart: a round trip is a refusal, two minutes are no "
			"answer, a round figure is the program's own timeout.",
		.many = "Nobody listens at the destination, or it cannot be reached.",
	},
	{
		.from = "SYN_RECV",
		.to = "CLOSE",
		.happens =
			"A new socket ended before it was open: a RST, a timeout of TCP Fast "
			"Open, or another CPU was faster with the same request.",
		.dwell = "How long it lived.",
		.many = "Resets right after the handshake: scanners and health checks do that.",
	},
	{
		.from = "ESTABLISHED",
		.to = "CLOSE",
		.happens =
			"The connection was cut without a FIN: a RST from the peer, a timeout, "
			"close() with unread data or with SO_LINGER 0, or a listener closed with "
			"connections in its accept queue.",
		.dwell = "The life of connections that were cut.",
		.many =
			"Resets. Load balancers and health checks do it on purpose; otherwise "
			"data may have been lost.",
	},
	{
		.from = "FIN_WAIT1",
		.to = "CLOSE",
		.happens = "The FIN was never acknowledged, or a RST came.",
		.dwell = "A round trip is a reset, longer is a timeout.",
		.many =
			"Peers that vanished, firewalls that forgot the connection, or peers "
			"that close with unread data.",
	},
	{
		.from = "CLOSE_WAIT",
		.to = "CLOSE",
		.happens =
			"The connection was cut before the program closed properly: a RST, or "
			"close() with unread data.",
		.dwell = "How long the program kept it after the peer's FIN.",
		.many = "Programs that close without reading what the peer had sent.",
	},
	{
		.from = "LAST_ACK",
		.to = "CLOSE",
		.happens =
			"The last acknowledgment has come: the end of a connection that the peer "
			"closed first. After a timeout as well.",
		.dwell = "One round trip; longer is a peer that does not answer.",
		.many = "The usual end on this side.",
	},
	{
		.from = "FIN_WAIT2",
		.to = "CLOSE",
		.happens =
			"The peer never closed and tcp_fin_timeout is over, or a RST came, or "
			"the peer sent data to a socket that nobody reads any more.",
		.dwell = "Up to tcp_fin_timeout, unless the program still holds the socket.",
		.many = "Peers that do not close, or whose FIN does not arrive.",
	},
	{
		.from = "CLOSING",
		.to = "CLOSE",
		.happens = "A RST or a timeout in a simultaneous close.",
		.dwell = "How long the acknowledgment was missing.",
		.many = "Answers that do not arrive.",
	},
	{
		.from = "FIN_WAIT2",
		.to = "TIME_WAIT",
		.happens =
			"The peer's FIN has come: both have closed. The tracepoint says "
			"FIN_WAIT2 to CLOSE; tcpstate looks for the minisock that is left "
			"behind.",
		.dwell =
			"How long the peer took to close. It is not measured for sockets that "
			"were parked.",
		.many = "The usual end of a close from this side.",
	},
	{
		.from = "CLOSING",
		.to = "TIME_WAIT",
		.happens =
			"The acknowledgment of the FIN has come in a simultaneous close. The "
			"tracepoint says CLOSING to CLOSE.",
		.dwell = "One round trip.",
		.many = "Both ends close on the same event.",
	},
	{
		.from = "TIME_WAIT",
		.to = "CLOSE",
		.happens =
			"The 60 seconds are over, or the port was reused by a new connection. It "
			"has no event: the count is derived from the others.",
		.dwell = "Not measured: 60 seconds, unless reused.",
		.many = "Connections that were closed from this side a minute ago.",
	},
};

const size_t explained_arcs_count = sizeof(explained_arcs) / sizeof(explained_arcs[0]);

const struct arc_text *explained_arc(const char *from, const char *to)
{
	size_t i;

	for (i = 0; i < explained_arcs_count; i++)
		if (!strcmp(explained_arcs[i].from, from) && !strcmp(explained_arcs[i].to, to))
			return &explained_arcs[i];
	return NULL;
}
