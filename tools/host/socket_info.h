/* SPDX-License-Identifier: GPL-2.0-only */
/* Asks sock_diag(7) for what is in no list: of one socket of this network namespace. */
#ifndef TCPSTATE_TOOLS_HOST_SOCKET_INFO_H
#define TCPSTATE_TOOLS_HOST_SOCKET_INFO_H

#include "tools/text/sockets.h"

/**
 * struct one_socket - what the kernel says of it
 * @only_ipv6: it listens, and IPV6_V6ONLY is set: IPv4 is not for it
 * @silent_ns: of a connection: since the last ACK of the peer came
 * @tries: of a connection: how often in a row its timer had to send again what was not
 *	acknowledged, or to ask the peer for room; each try waits twice as long as the one before
 * @closed_window: of a connection: the peer says that it has no room
 * @quiet_ns: of a connection: since the last data of the peer came
 * @received: of a connection: memory that unread data take, as the kernel reckons it
 * @room: of a connection: how much they may take
 */
struct one_socket {
	bool only_ipv6;
	uint64_t silent_ns;
	unsigned int tries;
	bool closed_window;
	uint64_t quiet_ns;
	uint64_t received;
	uint64_t room;
};

/**
 * one_socket_ask() - ask for a connection or a listener
 * @local: its end; an IPv4 address of a connection not as IPv6
 * @remote: likewise; of a listener any address and port
 * @answer: overwritten
 *
 * Return: false if the kernel does not say: the socket is gone, or tcp_diag is not there.
 */
bool one_socket_ask(const struct socket_end *local, const struct socket_end *remote,
		    struct one_socket *answer);

#endif
