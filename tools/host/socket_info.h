/* SPDX-License-Identifier: GPL-2.0-only */
/* Asks sock_diag(7) for what is in no list: of one socket of this network namespace. */
#ifndef TCPSTATE_TOOLS_HOST_SOCKET_INFO_H
#define TCPSTATE_TOOLS_HOST_SOCKET_INFO_H

#include "tools/text/sockets.h"

/**
 * struct socket_info - what the kernel says of it
 * @only_ipv6: it listens, and IPV6_V6ONLY is set: IPv4 is not for it
 * @last_ack_ns: of a connection: since the last ACK of the peer came
 * @backoff: of a connection: how often in a row its timer had to send again what was not
 *	acknowledged, or to ask the peer for room; each try waits twice as long as the one before
 * @zero_window: of a connection: the peer says that it has no room
 * @last_data_ns: of a connection: since the last data of the peer came
 * @rmem: of a connection: memory that unread data take, as the kernel reckons it
 * @rcvbuf: of a connection: how much they may take
 */
struct socket_info {
	bool only_ipv6;
	uint64_t last_ack_ns;
	unsigned int backoff;
	bool zero_window;
	uint64_t last_data_ns;
	uint64_t rmem;
	uint64_t rcvbuf;
};

/**
 * socket_info_ask() - ask for a connection or a listener
 * @local: its end; an IPv4 address of a connection not as IPv6
 * @remote: likewise; of a listener any address and port
 * @answer: overwritten
 *
 * Return: false if the kernel does not say: the socket is gone, or tcp_diag is not there.
 */
bool socket_info_ask(const struct socket_end *local, const struct socket_end *remote,
		     struct socket_info *answer);

#endif
