// SPDX-License-Identifier: GPL-2.0-only
/* The states in words: what each means and what its pile-up says. */

#include "tools/states/states.h"

static const struct state_text explained_states[TCP_STATES] = {
	{
		.number = TCP_LISTEN,
		.brief = "a program waits for connections on this port",
		.meaning =
			"A program called listen(). The kernel completes handshakes for this "
			"address and port and queues the connections until the program calls "
			"accept(). The listener itself is no connection and has no peer.",
		.side =
			"The server, once for each listening socket and not for each connection. "
			"With SO_REUSEPORT one port has several.",
		.rfc = "Waits for a connection request from any remote peer: the passive open.",
		.kernel =
			"A connection is born from a listener without the listener changing its "
			"state. Half-open requests are request socks kept with the listener (the "
			"SYN queue); when the handshake is complete a new socket is cloned, "
			"which begins in SYN_RECV. So LISTEN to SYN_RECV is counted although "
			"LISTEN loses nothing by it. The backlog is the smaller of listen()'s "
			"argument and net.core.somaxconn. The RFC's LISTEN to SYN-SENT does not "
			"exist.",
		.pile_up =
			"Many listeners mean nothing. What matters is their queues: an accept "
			"queue that stays at the backlog says that the program accepts too "
			"slowly, and further handshakes are dropped. If no socket listens on a "
			"port, connections to it are refused: the service is not started, or "
			"listens on another address (127.0.0.1 only, IPv6 only).",
		.avoid =
			"Do not raise the backlog and somaxconn before you know why the program "
			"does not accept: a longer queue makes the clients wait longer, nothing "
			"else.",
		.next = { "tcpstate listeners",
			  "nstat -az TcpExtListenOverflows TcpExtListenDrops" },
	},
	{
		.number = TCP_SYN_SENT,
		.brief = "connect() was called, nobody has answered yet",
		.meaning = "A SYN has been sent; neither a SYN-ACK nor a refusal has come back.",
		.side = "The client.",
		.rfc = "Has sent a connection request and waits for one that matches it.",
		.kernel =
			"The SYN is repeated net.ipv4.tcp_syn_retries times (6), so connect() "
			"gives up with ETIMEDOUT after a little more than two minutes. A RST, or "
			"an ICMP error, ends it at once. A connection to itself and a "
			"simultaneous open go on to SYN_RECV.",
		.pile_up =
			"Nobody answers: the destination is down or not reachable, or a firewall "
			"drops the SYNs without a word. If all of them have one destination, "
			"look there; if they have many, look at this host's routes, its "
			"firewall, its conntrack table and its link. A refusal does not pile up: "
			"it shows as many SYN_SENT to CLOSE after a short time.",
		.avoid =
			"Do not lower tcp_syn_retries for the whole host, set a connect timeout "
			"in the program. Do not let the program try again without a pause: each "
			"try takes a local port.",
		.next = { "tcpstate sockets -s age state syn-sent", "traceroute -T -p PORT ADDRESS",
			  "tcpdump -ni any 'host ADDRESS and tcp port PORT'" },
	},
	{
		.number = TCP_SYN_RECV,
		.brief = "half-open: a SYN came and was answered, the last ACK is missing",
		.meaning =
			"A SYN has come in and the SYN-ACK has been sent; the ACK that completes "
			"the handshake has not come.",
		.side = "The server. The client only in a simultaneous open.",
		.rfc =
			"Has both received and sent a connection request and waits for the "
			"acknowledgment that confirms it.",
		.kernel =
			"Nearly all of them are request socks, a few hundred bytes each, which "
			"no tracepoint shows: tcpstate takes their number from the listeners "
			"(gauge half_open). A full socket is in SYN_RECV only between its "
			"creation by the last ACK and ESTABLISHED, longer with TCP Fast Open. "
			"The SYN-ACK is repeated net.ipv4.tcp_synack_retries times (5), so a "
			"request stays for about a minute. With TCP_DEFER_ACCEPT it stays until "
			"data come. SYN cookies answer without keeping anything.",
		.pile_up =
			"The last ACKs do not arrive. Very many peers with one or two requests "
			"each: a SYN flood with forged senders. Few peers: the answers get lost "
			"on the way back (asymmetric routing, a firewall, a wrong route). If the "
			"listener's accept queue is full as well, the kernel ignores the last "
			"ACKs because the program does not accept: look there first.",
		.avoid =
			"Do not switch SYN cookies off. Do not answer a flood with a larger "
			"tcp_max_syn_backlog: it fills as well.",
		.next = { "tcpstate listeners", "tcpstate sockets -s age state syn-recv",
			  "nstat -az TcpExtSyncookiesSent TcpExtTCPReqQFullDrop" },
	},
	{
		.number = TCP_ESTABLISHED,
		.brief = "an open connection",
		.meaning =
			"The handshake is complete and neither side has closed: data can go both "
			"ways.",
		.side = "Both.",
		.rfc =
			"An open connection, in which what arrives can be given to the user: the "
			"normal state of the data transfer.",
		.kernel =
			"A connection is ESTABLISHED before the program has accepted it: it then "
			"waits in the accept queue and belongs to no process. Nothing is sent on "
			"an idle connection unless the program asked for SO_KEEPALIVE (and then "
			"after two hours, net.ipv4.tcp_keepalive_time), so one whose peer "
			"vanished stays for ever. The kernel's CurrEstab is not this number: "
			"kernels since 2024 count CLOSE_WAIT in it as well.",
		.pile_up =
			"Many are a busy host. Old ones without traffic are a pool, or peers "
			"that vanished. A send queue that does not move: the peer does not read "
			"or is gone. A receive queue that grows: the program here does not read.",
		.avoid =
			"Do not kill old ones before you know whose they are: idle connections "
			"of a pool are meant to be there.",
		.next = { "tcpstate sockets -s age state established",
			  "tcpstate sockets 'txq > 0' state established" },
	},
	{
		.number = TCP_FIN_WAIT1,
		.brief = "closed here first; the FIN is not acknowledged yet",
		.meaning =
			"The program here closed the connection or shut down its sending side. "
			"The FIN has been sent, or waits behind data that have not been sent; "
			"its acknowledgment has not come.",
		.side = "The one that closed first.",
		.rfc =
			"Waits for the acknowledgment of its own termination request, or for the "
			"peer's termination request.",
		.kernel =
			"After close() no process owns the socket any more: it is an orphan. If "
			"nothing is acknowledged, it ends after net.ipv4.tcp_orphan_retries "
			"repetitions (0 stands for 8). If the peer answers but keeps its window "
			"shut, the data in the send queue keep it there.",
		.pile_up =
			"Healthy ones last one round trip. Old ones: the peer is gone, or a "
			"firewall forgot the connection and drops what belongs to it, or the "
			"peer does not read the data that come before the FIN (a send queue of "
			"more than 1, which is the FIN itself).",
		.avoid =
			"Do not lower tcp_fin_timeout, which has no part in this state. Do not "
			"lower tcp_max_orphans to get rid of them: beyond it connections are "
			"reset, healthy ones as well.",
		.next = { "tcpstate sockets -s age state fin-wait-1",
			  "nstat -az TcpExtTCPAbortOnTimeout" },
	},
	{
		.number = TCP_FIN_WAIT2,
		.brief = "closed here first and acknowledged; the peer has not closed yet",
		.meaning =
			"The peer has acknowledged the FIN of this side and has not sent its "
			"own.",
		.side = "The one that closed first. The peer is in CLOSE_WAIT.",
		.rfc = "Waits for the peer's termination request.",
		.kernel =
			"After close() the kernel keeps no full socket for it but a small "
			"minisock, for net.ipv4.tcp_fin_timeout seconds (60); tcpstate calls it "
			"parked (gauge parked) and counts it here, as ss does, although the "
			"tracepoint says CLOSE. After shutdown() alone it stays a full socket "
			"for as long as the program wants.",
		.pile_up =
			"The programs at the other end do not close: there the same connections "
			"are in CLOSE_WAIT. Or their FINs get lost: a firewall forgot the "
			"connections. Old ones that a process still owns are half-closed by the "
			"program here.",
		.avoid =
			"Do not lower tcp_fin_timeout without need: it cuts off peers that still "
			"send, and it is not the time of TIME_WAIT.",
		.next = { "tcpstate sockets -s age state fin-wait-2",
			  "on the peer: tcpstate explain CLOSE_WAIT" },
	},
	{
		.number = TCP_TIME_WAIT,
		.brief = "closed by both, here first; the ports rest for 60 seconds",
		.meaning =
			"The connection is over. Its addresses and ports are kept a while, so "
			"that late packets of it are not taken for a new connection's and a lost "
			"last ACK can be sent again.",
		.side = "The one that closed first. On the other side nothing is left.",
		.rfc =
			"Waits until the peer must have got the acknowledgment of its "
			"termination request and old segments cannot disturb a new connection: "
			"twice the maximum segment lifetime.",
		.kernel =
			"Always 60 seconds: no sysctl changes it, tcp_fin_timeout neither. It is "
			"a minisock without process, file or buffers, and no tracepoint shows "
			"it: tcpstate looks it up at the close. It does not hinder a server's "
			"listen(). An outgoing connection to the same destination may reuse its "
			"port after a second: net.ipv4.tcp_tw_reuse is 2 (loopback only) where "
			"it was not set. Above net.ipv4.tcp_max_tw_buckets further ones are "
			"closed at once.",
		.pile_up =
			"As a rule nothing: many connections were closed here. It hurts on the "
			"client side only, where each one keeps a local port from one "
			"destination: about 28,000 ports in 60 seconds are 470 new connections a "
			"second to one address and port, then connect() fails with "
			"EADDRNOTAVAIL.",
		.avoid =
			"Do not try to shorten it. Do not look for tcp_tw_recycle, which broke "
			"clients behind NAT and is gone since Linux 4.12. Do not close with "
			"SO_LINGER 0 to avoid it: that is a reset and can lose data. Keep "
			"connections open and use them again.",
		.next = { "tcpstate sockets state time-wait",
			  "sysctl net.ipv4.ip_local_port_range" },
	},
	{
		.number = TCP_CLOSE_WAIT,
		.brief = "the peer has closed; the program here has not",
		.meaning =
			"The peer's FIN has come and was acknowledged. The program here reads "
			"the end of the data and should close; it has not done so.",
		.side =
			"The one that did not close first. The peer is in FIN_WAIT2, or has "
			"given up long ago.",
		.rfc = "Waits for the local user to ask for the termination.",
		.kernel =
			"No timer ends it: it lasts until the program closes it or ends. Each "
			"one holds a file descriptor and its buffers. The kernel's CurrEstab "
			"counts it as established since 2024. One without an owner waits in an "
			"accept queue: its peer was gone before the program accepted it.",
		.pile_up =
			"The program forgot to close: a leak in the program, or the thread that "
			"should close hangs. More entered than left, and a growing age, tell it "
			"from a busy host, where they come and go. It ends with EMFILE, when the "
			"process has no file descriptors left.",
		.avoid =
			"No sysctl helps, it is not a matter of the kernel. A restart only hides "
			"it: note the process and the peer first, they lead to the missing "
			"close().",
		.next = { "tcpstate sockets -p -s age state close-wait",
			  "tcpstate dwell CLOSE_WAIT LAST_ACK" },
	},
	{
		.number = TCP_LAST_ACK,
		.brief =
			"closed by both, the peer first; the FIN of this side is not "
			"acknowledged yet",
		.meaning =
			"The peer closed first, then the program here; its FIN has been sent and "
			"the acknowledgment has not come.",
		.side = "The one that did not close first.",
		.rfc =
			"Waits for the acknowledgment of its own termination request, which has "
			"acknowledged the peer's before.",
		.kernel =
			"An orphan, like FIN_WAIT1: the FIN is repeated "
			"net.ipv4.tcp_orphan_retries times (0 stands for 8), then it ends "
			"without an answer. It leaves no TIME_WAIT: that is with the peer.",
		.pile_up =
			"Healthy ones last one round trip. Old ones: the peer is gone, or gave "
			"up in FIN_WAIT2, or a firewall forgot the connection after the first "
			"FIN and drops the second one.",
		.avoid = "Do not raise tcp_orphan_retries to give them time: nobody answers.",
		.next = { "tcpstate sockets -s age state last-ack",
			  "tcpdump -ni any 'tcp[tcpflags] & (tcp-fin|tcp-rst) != 0'" },
	},
	{
		.number = TCP_CLOSING,
		.brief = "both closed at the same moment; the FIN is not acknowledged yet",
		.meaning =
			"Both sides sent a FIN before either had the other's. The peer's has "
			"come, the acknowledgment of this side's has not.",
		.side = "Both, in a simultaneous close.",
		.rfc = "Waits for the peer's acknowledgment of its termination request.",
		.kernel = "Goes on to TIME_WAIT, which is a minisock: the tracepoint says CLOSE.",
		.pile_up =
			"Rare, and then for a round trip. Old ones mean what old LAST_ACK means: "
			"the answers do not arrive.",
		.avoid = "Nothing is known that people do about it and should not.",
		.next = { "tcpstate sockets -s age state closing" },
	},
	{
		.number = TCP_CLOSE,
		.brief = "no connection: before the first state and after the last",
		.meaning =
			"The socket is not connected and does not listen: just made, or done "
			"with.",
		.side = "Both.",
		.rfc = "CLOSED is a fiction: there is no connection and no record of one.",
		.kernel =
			"A socket that was made and not used yet, or bound only. tcpstate does "
			"not count them, and ss -tan does not show them: CLOSE stands in "
			"transitions only, as where a socket's life begins and ends. Sockets "
			"that leave a minisock behind are not counted as CLOSE, although the "
			"tracepoint says so.",
		.pile_up =
			"It has no sockets to count. What comes in from states other than "
			"LAST_ACK, TIME_WAIT and LISTEN are connections that were refused, "
			"reset, timed out or given up.",
		.avoid = "Do not read a growing ... to CLOSE as an error: every life ends there.",
		.next = { "tcpstate transitions" },
	},
};

const struct state_text *explained_state(const struct tcp_state *state)
{
	size_t i;

	for (i = 0; explained_states[i].number != state->number; i++)
		;
	return &explained_states[i];
}
