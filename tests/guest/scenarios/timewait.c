// SPDX-License-Identifier: GPL-2.0-only
/* Scenarios of what becomes of a socket's timewait minisock, or of the lack of one. */

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/guest/lib/moves.h"
#include "tests/guest/scenarios/scenario.h"
#include "tests/guest/lib/scenario_exit.h"

static struct pair open_and_park(enum family family)
{
	struct pair pair = open_pair(family);

	park(pair.client);
	return pair;
}

static void parked_gets_data(enum family family)
{
	struct pair pair = open_and_park(family);

	send_byte(pair.server);
	moves("PARKED>CLOSE CLOSE_WAIT>CLOSE");
	close_socket(pair.server);
	close_listener(pair.listener);
}

static void parked_gets_reset(enum family family)
{
	struct pair pair = open_and_park(family);

	reset_on_close(pair.server);
	close_socket(pair.server);
	moves("PARKED>CLOSE CLOSE_WAIT>CLOSE");
	close_listener(pair.listener);
}

/* Nobody is left to take the FIN that comes too late. */
static void parked_times_out(enum family family)
{
	struct pair pair;

	set_sysctl("net/ipv4/tcp_fin_timeout", "1");
	pair = open_and_park(family);
	moves("PARKED>CLOSE");
	close_socket(pair.server);
	moves("CLOSE_WAIT>LAST_ACK LAST_ACK>CLOSE");
	close_listener(pair.listener);
}

/* Beyond 60 s the socket itself waits for the part of the time above. */
static void parked_late(enum family family)
{
	struct pair pair;

	set_sysctl("net/ipv4/tcp_fin_timeout", "63");
	pair = open_pair(family);
	close_socket(pair.client);
	moves(FIRST_FIN);
	moves("FIN_WAIT2>PARKED");
	close_socket(pair.server);
	moves(SECOND_FIN_OF_PARKED);
	close_listener(pair.listener);
}

static void no_room_for_minisocks(enum family family)
{
	struct pair pair;

	set_sysctl("net/ipv4/tcp_max_tw_buckets", "0");
	pair = open_pair(family);
	close_write(pair.client);
	moves(FIRST_FIN);
	close_socket(pair.client);
	moves("FIN_WAIT2>FIN_WAIT2 FIN_WAIT2>CLOSE");
	close_socket(pair.server);
	moves("CLOSE_WAIT>LAST_ACK LAST_ACK>CLOSE");
	close_listener(pair.listener);
}

/* A SYN from the same port ends the listener's side TIME_WAIT. */
static void recycled_by_syn(enum family family)
{
	struct pair pair = open_pair(family);
	struct address server = local_address(pair.listener);
	struct address client = local_address(pair.client);

	close_in_turn(pair.server, pair.client);
	moves(ORDERLY_CLOSE);

	pair.client = new_socket(family);
	bind_to(pair.client, &client);
	connect_to(pair.client, &server);
	pair.server = accept_from(pair.listener);
	moves("TIME_WAIT>CLOSE " HANDSHAKE);
	reset_on_close(pair.client);
	close_socket(pair.client);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(pair.server);
	close_listener(pair.listener);
}

/*
 * connect() takes the four-tuple over once the minisock is a second old. Each
 * earlier attempt is a SYN_SENT that fails.
 */
static void reused_by_connect(enum family family)
{
	struct pair pair = open_and_park(family);
	struct address server = local_address(pair.listener);
	struct address client;
	unsigned int failures = 0;
	char arcs[256];
	socklen_t length = sizeof(client.storage);

	must(!getpeername(pair.server, (struct sockaddr *)&client.storage, &length),
	     "getpeername");
	client.length = length;
	close_socket(pair.server);
	moves(SECOND_FIN_OF_PARKED);

	set_sysctl("net/ipv4/tcp_tw_reuse", "1");
	pair.client = new_socket(family);
	bind_to(pair.client, &client);
	while (connect(pair.client, (struct sockaddr *)&server.storage, server.length)) {
		must(errno == EADDRNOTAVAIL && failures < 2000, "connect");
		failures++;
		usleep(10000);
	}
	pair.server = accept_from(pair.listener);
	snprintf(arcs, sizeof(arcs),
		 "CLOSE>SYN_SENT*%u SYN_SENT>CLOSE*%u TIME_WAIT>CLOSE " HANDSHAKE, failures,
		 failures);
	moves(arcs);
	reset_on_close(pair.client);
	close_socket(pair.client);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(pair.server);
	close_listener(pair.listener);
}

const struct scenario timewait_scenarios[] = {
	{ "parked, gets data", parked_gets_data, ON_ALL },
	{ "parked, gets a reset", parked_gets_reset, ON_IPV4 },
	{ "parked, times out", parked_times_out, ON_IPV4 },
	{ "parked late", parked_late, ON_IPV4 },
	{ "no room for minisocks", no_room_for_minisocks, ON_ALL },
	{ "TIME_WAIT recycled by a SYN", recycled_by_syn, ON_ALL },
	{ "TIME_WAIT reused by connect", reused_by_connect, ON_ALL },
	{ 0 },
};
