// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scenarios of TCP Fast Open (RFC 7413): the child is a full socket in SYN_RECV
 * from the SYN on. The client is deaf, so that it stays one.
 */

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include "tests/guest/lib/moves.h"
#include "tests/guest/scenarios/scenario.h"
#include "tests/guest/lib/scenario_exit.h"

/* TFO_CLIENT_ENABLE | TFO_SERVER_ENABLE | TFO_CLIENT_NO_COOKIE | TFO_SERVER_COOKIE_NOT_REQD */
#define WITHOUT_COOKIE "519"

static int new_fast_listener(enum family family)
{
	int listener;

	set_sysctl("net/ipv4/tcp_fastopen", WITHOUT_COOKIE);
	listener = new_listener(family);
	set_option(listener, IPPROTO_TCP, TCP_FASTOPEN, 16);
	moves("CLOSE>LISTEN");
	return listener;
}

/* A SYN with one byte of data. */
static int fast_connect(enum family family, int listener, bool deaf)
{
	struct address address = local_address(listener);
	int client = new_socket(family);

	if (deaf)
		drop_input(client);
	must(sendto(client, "x", 1, MSG_FASTOPEN | MSG_DONTWAIT | MSG_NOSIGNAL,
		    (struct sockaddr *)&address.storage, address.length) == 1 ||
	     errno == EINPROGRESS, "sendto(MSG_FASTOPEN)");
	return client;
}

static int accept_and_read(int listener)
{
	int server = accept_from(listener);
	char byte;

	must(read(server, &byte, 1) == 1, "read");
	return server;
}

static void fast_open(enum family family)
{
	int listener = new_fast_listener(family);
	int client = fast_connect(family, listener, false);
	int server = accept_and_read(listener);

	moves(HANDSHAKE);
	close_in_turn(client, server);
	moves(ORDERLY_CLOSE);
	close_listener(listener);
}

static void accepted_before_ack(enum family family)
{
	int listener = new_fast_listener(family);
	int client = fast_connect(family, listener, true);
	int server = accept_and_read(listener);

	moves("CLOSE>SYN_SENT LISTEN>SYN_RECV");
	accept_input(client);
	moves("SYN_SENT>ESTABLISHED SYN_RECV>ESTABLISHED");
	reset_on_close(server);
	close_socket(server);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(client);
	close_listener(listener);
}

static void closed_before_ack(enum family family)
{
	int listener = new_fast_listener(family);
	int client = fast_connect(family, listener, true);
	int server = accept_and_read(listener);

	moves("CLOSE>SYN_SENT LISTEN>SYN_RECV");
	close_socket(server);
	moves("SYN_RECV>FIN_WAIT1");
	accept_input(client);
	moves("SYN_SENT>ESTABLISHED ESTABLISHED>CLOSE_WAIT "
	      "FIN_WAIT1>FIN_WAIT2 FIN_WAIT2>PARKED");
	close_socket(client);
	moves(SECOND_FIN_OF_PARKED);
	close_listener(listener);
}

static void unread_before_ack(enum family family)
{
	int listener = new_fast_listener(family);
	int client = fast_connect(family, listener, true);
	int server = accept_from(listener);

	moves("CLOSE>SYN_SENT LISTEN>SYN_RECV");
	close_socket(server);
	moves("SYN_RECV>CLOSE");
	close_socket(client);
	moves("SYN_SENT>CLOSE");
	close_listener(listener);
}

static void listener_closed_before_ack(enum family family)
{
	int listener = new_fast_listener(family);
	int client = fast_connect(family, listener, true);

	moves("CLOSE>SYN_SENT LISTEN>SYN_RECV");
	close_socket(listener);
	moves("LISTEN>CLOSE SYN_RECV>CLOSE");
	close_socket(client);
	moves("SYN_SENT>CLOSE");
}

/* The answer to the repeated SYN-ACK is a RST. */
static void reset_before_ack(enum family family)
{
	int listener = new_fast_listener(family);
	int client = fast_connect(family, listener, true);
	int server = accept_and_read(listener);

	moves("CLOSE>SYN_SENT LISTEN>SYN_RECV");
	close_socket(client);
	moves("SYN_SENT>CLOSE SYN_RECV>CLOSE");
	close_socket(server);
	close_listener(listener);
}

const struct scenario fastopen_scenarios[] = {
	{ "fast open", fast_open, ON_ALL },
	{ "fast open, accepted before the ACK", accepted_before_ack, ON_IPV4 },
	{ "fast open, closed before the ACK", closed_before_ack, ON_IPV4 },
	{ "fast open, unread data before the ACK", unread_before_ack, ON_IPV4 },
	{ "fast open, listener closed before the ACK", listener_closed_before_ack, ON_IPV4 },
	{ "fast open, reset before the ACK", reset_before_ack, ON_IPV4 },
	{ 0 },
};
