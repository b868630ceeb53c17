// SPDX-License-Identifier: GPL-2.0-only
/* Connections that come and go in random ways. */

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include "tests/guest/lib/scenario_exit.h"
#include "tests/guest/programs/workload.h"

enum { BACKLOG = 64 };

static int listeners[FAMILIES];

struct pair connect_pair(enum family family, int listener)
{
	struct address address = local_address(listener);
	struct pair pair = { .listener = listener, .client = new_socket(family) };

	connect_to(pair.client, &address);
	pair.server = accept_from(listener);
	return pair;
}

/* TCP where the kernel was built without MPTCP. */
static int mptcp_socket(enum family family)
{
	int fd = socket(family == IPV4 ? AF_INET : AF_INET6, SOCK_STREAM, IPPROTO_MPTCP);

	if (fd < 0 && errno == EPROTONOSUPPORT)
		return new_socket(family);
	must(fd >= 0, "socket(IPPROTO_MPTCP)");
	return fd;
}

struct pair open_mptcp(enum family family)
{
	struct address address = loopback_address(family, 0);
	struct pair pair = { .listener = mptcp_socket(family), .client = mptcp_socket(family) };

	bind_to(pair.listener, &address);
	must(!listen(pair.listener, BACKLOG), "listen");
	address = local_address(pair.listener);
	connect_to(pair.client, &address);
	pair.server = accept_from(pair.listener);
	return pair;
}

static void close_by_turns(enum family family)
{
	struct pair pair = connect_pair(family, listeners[family]);

	if (chance(2))
		send_byte(pair.client);
	if (chance(2))
		close_in_turn(pair.client, pair.server);
	else
		close_in_turn(pair.server, pair.client);
}

static void close_at_once(enum family family)
{
	struct pair pair = connect_pair(family, listeners[family]);

	close_write(pair.client);
	close_write(pair.server);
	close_socket(pair.client);
	close_socket(pair.server);
}

static void reset(enum family family)
{
	struct pair pair = connect_pair(family, listeners[family]);

	reset_on_close(pair.server);
	close_socket(pair.server);
	close_socket(pair.client);
}

/* The peer's FIN finds a minisock in FIN_WAIT2, or data that nobody reads any more. */
static void close_parked(enum family family)
{
	struct pair pair = connect_pair(family, listeners[family]);

	close_write(pair.client);
	wait_state(pair.client, TCP_FIN_WAIT2);
	close_socket(pair.client);
	if (chance(2))
		send_byte(pair.server);
	close_socket(pair.server);
}

static void be_refused(enum family family)
{
	int nobody = new_bound(family), fd = new_socket(family);
	struct address address = local_address(nobody);

	if (!connect(fd, (struct sockaddr *)&address.storage, address.length))
		fail("somebody answered at a port that only is bound");
	close_socket(fd);
	close_socket(nobody);
}

static void close_queued(enum family family)
{
	int listener = new_listener(family), fd = new_socket(family);
	struct address address = local_address(listener);

	connect_to(fd, &address);
	close_socket(listener);
	close_socket(fd);
}

static void connect_again(enum family family)
{
	struct pair pair = connect_pair(family, listeners[family]);
	struct address address = local_address(listeners[family]);

	close_socket(pair.server);
	disconnect(pair.client);
	connect_to(pair.client, &address);
	pair.server = accept_from(listeners[family]);
	close_in_turn(pair.server, pair.client);
}

static void close_mptcp(enum family family)
{
	struct pair pair = open_mptcp(family);

	close_in_turn(pair.client, pair.server);
	close_socket(pair.listener);
}

/* The request stays, of a listener that is no more. */
static void give_up_connecting(enum family family)
{
	int listener = new_listener(family), fd = new_socket(family);
	struct address address = local_address(listener);

	drop_input(fd);
	begin_connect(fd, &address);
	close_socket(fd);
	close_socket(listener);
}

static void (*const lives[])(enum family family) = {
	close_by_turns, close_by_turns, close_by_turns, close_at_once, reset, close_parked,
	be_refused, close_queued, connect_again, close_mptcp, give_up_connecting,
};

void churn(unsigned int count)
{
	unsigned int i;

	for (i = 0; i < FAMILIES; i++)
		listeners[i] = new_listener(i);
	for (i = 0; (!count || i < count) && !workload_released; i++)
		lives[chance(sizeof(lives) / sizeof(lives[0]))](random_family());
	for (i = 0; i < FAMILIES; i++)
		close_socket(listeners[i]);
}
