// SPDX-License-Identifier: GPL-2.0-only
/* Takes connections of any kind of socket through every state that they can have. */

#include <unistd.h>

#include "tests/guest/lib/command.h"
#include "tests/guest/lib/holds.h"
#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/scenario_exit.h"

static int create(const struct odd_kind *kind, enum family family)
{
	int fd = kind->create ? kind->create(family) : new_socket(family);

	if (kind->prepare)
		kind->prepare(fd, family);
	return fd;
}

static void alter(const struct odd_kind *kind, int fd)
{
	if (kind->alter)
		kind->alter(fd);
}

static int open_listener(const struct odd_kind *kind, enum family family)
{
	struct address any_port = loopback_address(family, 0);
	int fd = create(kind, family);

	bind_to(fd, &any_port);
	must(!listen(fd, 16), "listen");
	if (kind->alters_listeners)
		alter(kind, fd);
	return fd;
}

static struct pair open_odd_pair(const struct odd_kind *kind, enum family family)
{
	struct address address;
	struct pair pair;

	pair.listener = open_listener(kind, family);
	address = local_address(pair.listener);
	pair.client = create(kind, family);
	connect_to(pair.client, &address);
	pair.server = accept_from(pair.listener);
	alter(kind, pair.client);
	alter(kind, pair.server);
	if (kind->exchange)
		kind->exchange(pair.client, pair.server);
	holds("LISTEN 1 ESTABLISHED 2");
	return pair;
}

/* The client is still deaf to the answer when its request waits. */
static void slow_handshake(const struct odd_kind *kind, enum family family)
{
	int listener, client;
	struct address address;

	listener = open_listener(kind, family);
	address = local_address(listener);
	client = create(kind, family);
	drop_input(client);
	begin_connect(client, &address);
	holds("LISTEN 1 SYN_SENT 1 SYN_RECV 1");
	accept_input(client);
	holds("LISTEN 1 ESTABLISHED 2");
	close_socket(listener);
	holds("");
	close_socket(client);
}

static void half_closed(const struct odd_kind *kind, enum family family)
{
	struct pair pair = open_odd_pair(kind, family);

	close_write(pair.client);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1");
	close_socket(pair.server);
	holds("LISTEN 1 TIME_WAIT 1");
	close_socket(pair.client);
	close_socket(pair.listener);
	holds("TIME_WAIT 1");
}

static struct pair park_odd(const struct odd_kind *kind, enum family family)
{
	struct pair pair = open_odd_pair(kind, family);

	close_write(pair.client);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1");
	close_socket(pair.client);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1");
	return pair;
}

static void parked(const struct odd_kind *kind, enum family family)
{
	struct pair pair = park_odd(kind, family);

	close_socket(pair.server);
	holds("LISTEN 1 TIME_WAIT 1");
}

static void parked_is_reset(const struct odd_kind *kind, enum family family)
{
	struct pair pair = park_odd(kind, family);

	reset_on_close(pair.server);
	close_socket(pair.server);
	holds("LISTEN 1");
}

/* The FIN that nobody hears comes again. */
static void fin_wait1(const struct odd_kind *kind, enum family family)
{
	struct pair pair = open_odd_pair(kind, family);

	drop_input(pair.server);
	close_socket(pair.client);
	holds("LISTEN 1 FIN_WAIT1 1 ESTABLISHED 1");
	accept_input(pair.server);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1");
	close_socket(pair.server);
	holds("LISTEN 1 TIME_WAIT 1");
}

static void closing(const struct odd_kind *kind, enum family family)
{
	struct pair pair = open_odd_pair(kind, family);

	drop_input(pair.client);
	drop_input(pair.server);
	close_write(pair.client);
	close_write(pair.server);
	holds("LISTEN 1 FIN_WAIT1 2");
	accept_input(pair.client);
	holds("LISTEN 1 FIN_WAIT1 1 CLOSING 1");
	accept_input(pair.server);
	holds("LISTEN 1 TIME_WAIT 2");
}

static void last_ack(const struct odd_kind *kind, enum family family)
{
	struct pair pair = open_odd_pair(kind, family);

	close_write(pair.client);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1");
	drop_input(pair.client);
	close_socket(pair.server);
	holds("LISTEN 1 FIN_WAIT2 1 LAST_ACK 1");
	accept_input(pair.client);
	holds("LISTEN 1 TIME_WAIT 1");
}

static void is_reset(const struct odd_kind *kind, enum family family)
{
	struct pair pair = open_odd_pair(kind, family);

	reset_on_close(pair.client);
	close_socket(pair.client);
	holds("LISTEN 1");
}

static void is_reset_half_closed(const struct odd_kind *kind, enum family family)
{
	struct pair pair = open_odd_pair(kind, family);

	close_write(pair.client);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1");
	reset_on_close(pair.server);
	close_socket(pair.server);
	holds("LISTEN 1");
}

/* The same socket listens then, and has a child. */
static void used_again(const struct odd_kind *kind, enum family family)
{
	struct address any_port = loopback_address(family, 0), address;
	struct pair pair;
	int client;

	pair = open_odd_pair(kind, family);
	disconnect(pair.client);
	holds("LISTEN 1");
	/* What was v4-mapped may have become IPv4. */
	if (local_address(pair.client).storage.ss_family == AF_INET)
		any_port = loopback_address(IPV4, 0);
	bind_to(pair.client, &any_port);
	must(!listen(pair.client, 16), "listen");
	holds("LISTEN 2");
	address = local_address(pair.client);
	client = create(kind, address.storage.ss_family == AF_INET ? IPV4 : family);
	connect_to(client, &address);
	holds("LISTEN 2 ESTABLISHED 2");
	close_socket(pair.client);
	holds("LISTEN 1");
}

static void not_accepted(const struct odd_kind *kind, enum family family)
{
	int listener = open_listener(kind, family), client = create(kind, family);
	struct address address = local_address(listener);

	connect_to(client, &address);
	alter(kind, client);
	holds("LISTEN 1 ESTABLISHED 2");
	close_socket(listener);
	holds(kind->not_accepted ? kind->not_accepted : "");
	close_socket(client);
}

/* By SOCK_DESTROY, which takes minisocks too. */
static void killed(const struct odd_kind *kind, enum family family)
{
	struct pair pair = park_odd(kind, family);
	struct address address = local_address(pair.listener);
	int client = create(kind, family);

	connect_to(client, &address);
	alter(kind, client);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1 ESTABLISHED 2");
	must_run("ss -taK");
	holds("");
}

/* The process ends, and its namespace with it: proven by the host's numbers after all. */
static void left_behind(const struct odd_kind *kind, enum family family)
{
	struct pair pair = park_odd(kind, family);
	struct address address = local_address(pair.listener);
	int client = create(kind, family);

	connect_to(client, &address);
	alter(kind, client);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1 ESTABLISHED 2");
}

const struct life lives[] = {
	{ .name = "slow handshake", .run = slow_handshake, .of_prepared = true },
	{ .name = "half closed", .run = half_closed },
	{ .name = "parked", .run = parked },
	{ .name = "parked, then reset", .run = parked_is_reset },
	{ .name = "FIN_WAIT1", .run = fin_wait1 },
	{ .name = "CLOSING", .run = closing },
	{ .name = "LAST_ACK", .run = last_ack },
	{ .name = "reset", .run = is_reset },
	{ .name = "half closed, then reset", .run = is_reset_half_closed },
	{ .name = "used again", .run = used_again, .disconnects = true },
	{ .name = "not accepted", .run = not_accepted },
	{ .name = "killed", .run = killed },
	{ .name = "left behind", .run = left_behind },
	{ 0 },
};
