// SPDX-License-Identifier: GPL-2.0-only
/* Scenarios of sockets that are not TCP, some of which pass the same tracepoint. */

#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

#include "tests/guest/lib/moves.h"
#include "tests/guest/scenarios/scenario.h"
#include "tests/guest/lib/scenario_exit.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static int new_socket_of(enum family family, int type, int protocol, const char *name)
{
	int fd = socket(family == IPV4 ? AF_INET : AF_INET6, type, protocol);

	if (fd < 0 && (errno == EPROTONOSUPPORT || errno == ENOPROTOOPT))
		skip("this kernel has no %s", name);
	must(fd >= 0, name);
	return fd;
}

static void read_end(int fd)
{
	char byte;

	must(read(fd, &byte, 1) == 0, "read, expected the end");
}

/* The listener's address, for a client of the same protocol. */
static struct address listen_on(enum family family, int listener)
{
	struct address any_port = loopback_address(family, 0);

	bind_to(listener, &any_port);
	must(!listen(listener, 1), "listen");
	return local_address(listener);
}

/* Moves TCP's numbers by something known, so that nothing else is shown to have. */
static void move_tcp(enum family family)
{
	int listener = new_listener(family);

	close_socket(listener);
	moves("CLOSE>LISTEN LISTEN>CLOSE");
}

/* SCTP passes the tracepoint with states of its own, numbered like TCP's. */
static void sctp(enum family family)
{
	int listener = new_socket_of(family, SOCK_STREAM, IPPROTO_SCTP, "SCTP");
	struct address address = listen_on(family, listener);
	int client = new_socket_of(family, SOCK_STREAM, IPPROTO_SCTP, "SCTP");
	int server;

	connect_to(client, &address);
	server = accept_from(listener);
	close_socket(client);
	read_end(server);
	close_socket(server);
	close_socket(listener);
	move_tcp(family);
}

/* These borrow TCP_ESTABLISHED and TCP_CLOSE for "connected" and "not". */
static void udp_and_raw(enum family family)
{
	static const struct {
		int type;
		int protocol;
		const char *name;
	} kinds[] = {
		{ SOCK_DGRAM, IPPROTO_UDP, "UDP" },
		{ SOCK_DGRAM, IPPROTO_UDPLITE, "UDP-Lite" },
		{ SOCK_RAW, IPPROTO_TCP, "raw TCP" },
	};
	struct address address = loopback_address(family, 9);
	unsigned int i;
	int fd;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		fd = socket(family == IPV4 ? AF_INET : AF_INET6, kinds[i].type, kinds[i].protocol);
		if (fd < 0 && errno == EPROTONOSUPPORT) {
			note("this kernel has no %s", kinds[i].name);
			continue;
		}
		must(fd >= 0, kinds[i].name);
		connect_to(fd, &address);
		disconnect(fd);
		connect_to(fd, &address);
		close_socket(fd);
	}
	move_tcp(family);
}

struct mptcp {
	int listener;
	int client;
	int server;
};

/* Each side is an MPTCP socket, which is not counted, over one subflow, which is TCP. */
static struct mptcp open_mptcp(enum family family)
{
	struct mptcp mptcp;
	struct address address;

	mptcp.listener = new_socket_of(family, SOCK_STREAM, IPPROTO_MPTCP, "MPTCP");
	address = listen_on(family, mptcp.listener);
	moves("CLOSE>LISTEN");
	mptcp.client = new_socket_of(family, SOCK_STREAM, IPPROTO_MPTCP, "MPTCP");
	connect_to(mptcp.client, &address);
	mptcp.server = accept_from(mptcp.listener);
	moves(HANDSHAKE);
	send_byte(mptcp.client);
	return mptcp;
}

/*
 * MPTCP shuts a subflow down before it closes it: a self loop, unless the last
 * ACK comes in between.
 */
static void mptcp_close(enum family family)
{
	static const char * const choices[] = {
		ORDERLY_CLOSE,
		ORDERLY_CLOSE "FIN_WAIT2>FIN_WAIT2",
		ORDERLY_CLOSE "FIN_WAIT2>FIN_WAIT2 LAST_ACK>LAST_ACK",
		NULL,
	};
	struct mptcp mptcp = open_mptcp(family);
	char byte;

	must(read(mptcp.server, &byte, 1) == 1, "read");
	close_socket(mptcp.client);
	read_end(mptcp.server);
	close_socket(mptcp.server);
	moves_one_of(choices);
	close_listener(mptcp.listener);
}

/* An MPTCP client and a TCP server, which knows nothing of it. */
static void mptcp_falls_back(enum family family)
{
	int client = new_socket_of(family, SOCK_STREAM, IPPROTO_MPTCP, "MPTCP");
	int listener = new_listener(family);
	struct address address = local_address(listener);
	int server;

	moves("CLOSE>LISTEN");
	connect_to(client, &address);
	server = accept_from(listener);
	moves(HANDSHAKE);
	close_in_turn(client, server);
	moves(ORDERLY_CLOSE);
	close_listener(listener);
}

const struct scenario protocol_scenarios[] = {
	{ "SCTP is not counted", sctp, ON_IPV4 | ON_IPV6 },
	{ "UDP and raw sockets are not counted", udp_and_raw, ON_ALL },
	{ "MPTCP: subflows are counted", mptcp_close, ON_ALL },
	{ "MPTCP: falls back", mptcp_falls_back, ON_ALL },
	{ 0 },
};
