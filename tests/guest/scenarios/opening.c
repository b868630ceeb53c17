// SPDX-License-Identifier: GPL-2.0-only
/* Scenarios of sockets that open, or try to. */

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "tests/guest/lib/moves.h"
#include "tests/guest/scenarios/scenario.h"
#include "tests/guest/lib/scenario_exit.h"

static void connect_fails(int fd, const struct address *address, int error)
{
	must(connect(fd, (const struct sockaddr *)&address->storage, address->length) &&
	     errno == error, "connect, expected to fail in another way");
}

static void refused(enum family family)
{
	int owner_of_port = new_bound(family);
	struct address address = local_address(owner_of_port);
	int client = new_socket(family);

	connect_fails(client, &address, ECONNREFUSED);
	moves("CLOSE>SYN_SENT SYN_SENT>CLOSE");
	close_socket(client);
	close_socket(owner_of_port);
	moves("");
}

/* Every end of a socket whose SYN nobody answers. */
static void silent_address(enum family family)
{
	int listener = new_listener(family);
	struct address address = local_address(listener);
	int client;

	moves("CLOSE>LISTEN");
	drop_input(listener);

	client = new_socket(family);
	begin_connect(client, &address);
	moves("CLOSE>SYN_SENT");
	close_socket(client);
	moves("SYN_SENT>CLOSE");

	client = new_socket(family);
	begin_connect(client, &address);
	moves("CLOSE>SYN_SENT");
	close_write(client);
	moves("SYN_SENT>CLOSE");

	begin_connect(client, &address);
	moves("CLOSE>SYN_SENT");
	disconnect(client);
	moves("SYN_SENT>CLOSE");
	close_socket(client);
	close_listener(listener);
}

static void silent_address_timeout(enum family family)
{
	int listener = new_listener(family);
	struct address address = local_address(listener);
	int client = new_socket(family);

	drop_input(listener);
	set_option(client, IPPROTO_TCP, TCP_SYNCNT, 1);
	set_option(client, IPPROTO_TCP, TCP_USER_TIMEOUT, 100);
	begin_connect(client, &address);
	moves("CLOSE>LISTEN CLOSE>SYN_SENT");
	moves("SYN_SENT>CLOSE");
	close_socket(client);
	close_listener(listener);
}

/* The kernel enters SYN_SENT before it looks for the four-tuple, and backs out. */
static void address_in_use(enum family family)
{
	struct pair pair = open_pair(family);
	struct address taken = local_address(pair.client);
	struct address address = local_address(pair.listener);
	int second = new_socket(family);

	bind_to(second, &taken);
	connect_fails(second, &address, EADDRNOTAVAIL);
	moves("CLOSE>SYN_SENT SYN_SENT>CLOSE");
	close_socket(second);

	reset_on_close(pair.client);
	close_socket(pair.client);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(pair.server);
	close_listener(pair.listener);
}

static void self_connect(enum family family)
{
	int fd = new_bound(family);
	struct address address = local_address(fd);

	connect_to(fd, &address);
	moves("CLOSE>SYN_SENT SYN_SENT>SYN_RECV SYN_RECV>ESTABLISHED");
	close_socket(fd);
	moves("ESTABLISHED>FIN_WAIT1 FIN_WAIT1>CLOSING CLOSING>TIME_WAIT");
}

struct crossing {
	int first;
	int second;
};

/*
 * Two sockets that connect to each other. The first one is deaf, so that the
 * second one answers its SYN and gets no further: the only way to keep a socket
 * in SYN_RECV that is not a child.
 */
static struct crossing cross(enum family family)
{
	struct crossing crossing = { new_bound(family), new_bound(family) };
	struct address first = local_address(crossing.first);
	struct address second = local_address(crossing.second);

	drop_input(crossing.first);
	begin_connect(crossing.first, &second);
	begin_connect(crossing.second, &first);
	moves("CLOSE>SYN_SENT*2 SYN_SENT>SYN_RECV");
	return crossing;
}

static void simultaneous_open(enum family family)
{
	struct crossing crossing = cross(family);

	accept_input(crossing.first);
	moves("SYN_SENT>ESTABLISHED SYN_RECV>ESTABLISHED");
	close_in_turn(crossing.first, crossing.second);
	moves(ORDERLY_CLOSE);
}

static void simultaneous_open_reset(enum family family)
{
	struct crossing crossing = cross(family);

	close_socket(crossing.first);
	moves("SYN_SENT>CLOSE SYN_RECV>CLOSE");
	close_socket(crossing.second);
}

static void simultaneous_open_closed(enum family family)
{
	struct crossing crossing = cross(family);

	close_socket(crossing.second);
	moves("SYN_RECV>FIN_WAIT1");
	close_socket(crossing.first);
	moves("SYN_SENT>CLOSE FIN_WAIT1>CLOSE");
}

static void simultaneous_open_disconnected(enum family family)
{
	struct crossing crossing = cross(family);

	disconnect(crossing.second);
	moves("SYN_RECV>CLOSE");
	close_socket(crossing.second);
	close_socket(crossing.first);
	moves("SYN_SENT>CLOSE");
}

/* A request is no socket yet: no arc until the last ACK, nor without it. */
static void half_open(enum family family)
{
	int listener = new_listener(family);
	struct address address = local_address(listener);
	int client = new_socket(family);

	drop_input(client);
	begin_connect(client, &address);
	moves("CLOSE>LISTEN CLOSE>SYN_SENT +half_open");
	accept_input(client);
	moves("SYN_SENT>ESTABLISHED LISTEN>SYN_RECV SYN_RECV>ESTABLISHED -half_open");
	reset_on_close(client);
	close_socket(client);
	moves("ESTABLISHED>CLOSE*2");

	client = new_socket(family);
	drop_input(client);
	begin_connect(client, &address);
	moves("CLOSE>SYN_SENT +half_open");
	close_socket(client);
	moves("SYN_SENT>CLOSE -half_open");
	close_listener(listener);
}

/* With cookies there is no request, and the child is born all the same. */
static void syncookies(enum family family)
{
	struct pair pair;

	set_sysctl("net/ipv4/tcp_syncookies", "2");
	pair = open_pair(family);
	close_in_turn(pair.client, pair.server);
	moves(ORDERLY_CLOSE);
	close_listener(pair.listener);
}

/* The child waits for data in the request: TCP_DEFER_ACCEPT. */
static void deferred_accept(enum family family)
{
	int listener = new_listener(family);
	struct address address = local_address(listener);
	int client = new_socket(family);
	int server;

	set_option(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 10);
	connect_to(client, &address);
	moves("CLOSE>LISTEN CLOSE>SYN_SENT SYN_SENT>ESTABLISHED +half_open");
	send_byte(client);
	server = accept_from(listener);
	moves("LISTEN>SYN_RECV SYN_RECV>ESTABLISHED -half_open");
	close_socket(server);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(client);
	close_listener(listener);
}

/* A restored socket is established without a packet, and ends without one. */
static void repair(enum family family)
{
	struct address address = loopback_address(family, 9);
	int fd = new_bound(family);

	set_option(fd, IPPROTO_TCP, TCP_REPAIR, 1);
	connect_to(fd, &address);
	moves("CLOSE>SYN_SENT SYN_SENT>ESTABLISHED");
	close_socket(fd);
	moves("ESTABLISHED>CLOSE");
}

const struct scenario opening_scenarios[] = {
	{ "refused", refused, ON_ALL },
	{ "silent address", silent_address, ON_ALL },
	{ "silent address, timeout", silent_address_timeout, ON_IPV4 },
	{ "address in use", address_in_use, ON_ALL },
	{ "self connect", self_connect, ON_ALL },
	{ "simultaneous open", simultaneous_open, ON_ALL },
	{ "simultaneous open, reset", simultaneous_open_reset, ON_IPV4 },
	{ "simultaneous open, closed", simultaneous_open_closed, ON_IPV4 },
	{ "simultaneous open, disconnected", simultaneous_open_disconnected, ON_IPV4 },
	{ "half open", half_open, ON_ALL },
	{ "syncookies", syncookies, ON_ALL },
	{ "deferred accept", deferred_accept, ON_IPV4 },
	{ "repair", repair, ON_ALL },
	{ 0 },
};
