// SPDX-License-Identifier: GPL-2.0-only
/* Scenarios of connections that end with a FIN from each side. */

#include "tests/guest/lib/moves.h"
#include "tests/guest/scenarios/scenario.h"

static void active_close(enum family family)
{
	struct pair pair = open_pair(family);

	close_in_turn(pair.client, pair.server);
	moves(ORDERLY_CLOSE);
	close_listener(pair.listener);
}

static void passive_close(enum family family)
{
	struct pair pair = open_pair(family);

	close_in_turn(pair.server, pair.client);
	moves(ORDERLY_CLOSE);
	close_listener(pair.listener);
}

/* The closed half stays silent while the other one still talks. */
static void half_close(enum family family, bool by_client)
{
	struct pair pair = open_pair(family);
	int first = by_client ? pair.client : pair.server;
	int second = by_client ? pair.server : pair.client;

	close_write(first);
	moves(FIRST_FIN);
	send_byte(second);
	wait_readable(first);
	moves("");
	close_write(second);
	moves(SECOND_FIN);
	close_socket(first);
	close_socket(second);
	moves("");
	close_listener(pair.listener);
}

static void half_close_by_client(enum family family)
{
	half_close(family, true);
}

static void half_close_by_server(enum family family)
{
	half_close(family, false);
}

/*
 * Both FINs are lost; the server's second one gets through first, to a client
 * whose own is still not acknowledged.
 */
static struct pair cross_fins(enum family family)
{
	struct pair pair = open_pair(family);

	drop_input(pair.client);
	drop_input(pair.server);
	close_write(pair.client);
	close_write(pair.server);
	moves("ESTABLISHED>FIN_WAIT1*2");
	accept_input(pair.client);
	moves("FIN_WAIT1>CLOSING");
	return pair;
}

static void simultaneous_close(enum family family)
{
	struct pair pair = cross_fins(family);

	accept_input(pair.server);
	moves("FIN_WAIT1>FIN_WAIT2 FIN_WAIT2>TIME_WAIT CLOSING>TIME_WAIT");
	close_socket(pair.client);
	close_socket(pair.server);
	close_listener(pair.listener);
}

static void shutdown_then_close(enum family family)
{
	struct pair pair = open_pair(family);

	park(pair.client);
	close_socket(pair.server);
	moves(SECOND_FIN_OF_PARKED);
	close_listener(pair.listener);
}

static void shutdown_then_close_in_fin_wait1(enum family family)
{
	struct pair pair = open_pair(family);

	drop_input(pair.server);
	close_write(pair.client);
	moves("ESTABLISHED>FIN_WAIT1");
	close_socket(pair.client);
	moves("FIN_WAIT1>FIN_WAIT1");
	accept_input(pair.server);
	moves("FIN_WAIT1>FIN_WAIT2 FIN_WAIT2>PARKED ESTABLISHED>CLOSE_WAIT");
	close_socket(pair.server);
	moves(SECOND_FIN_OF_PARKED);
	close_listener(pair.listener);
}

static void shutdown_then_close_in_closing(enum family family)
{
	struct pair pair = cross_fins(family);

	close_socket(pair.client);
	moves("CLOSING>CLOSING");
	accept_input(pair.server);
	moves("FIN_WAIT1>FIN_WAIT2 FIN_WAIT2>TIME_WAIT CLOSING>TIME_WAIT");
	close_socket(pair.server);
	close_listener(pair.listener);
}

static void shutdown_then_close_in_last_ack(enum family family)
{
	struct pair pair = open_pair(family);

	close_write(pair.client);
	moves(FIRST_FIN);
	drop_input(pair.client);
	close_write(pair.server);
	moves("CLOSE_WAIT>LAST_ACK");
	close_socket(pair.server);
	moves("LAST_ACK>LAST_ACK");
	accept_input(pair.client);
	moves("FIN_WAIT2>TIME_WAIT LAST_ACK>CLOSE");
	close_socket(pair.client);
	close_listener(pair.listener);
}

const struct scenario closing_scenarios[] = {
	{ "active close", active_close, ON_ALL },
	{ "passive close", passive_close, ON_ALL },
	{ "half close by client", half_close_by_client, ON_ALL },
	{ "half close by server", half_close_by_server, ON_ALL },
	{ "simultaneous close", simultaneous_close, ON_ALL },
	{ "shutdown then close", shutdown_then_close, ON_ALL },
	{ "shutdown then close in FIN_WAIT1", shutdown_then_close_in_fin_wait1, ON_IPV4 },
	{ "shutdown then close in CLOSING", shutdown_then_close_in_closing, ON_IPV4 },
	{ "shutdown then close in LAST_ACK", shutdown_then_close_in_last_ack, ON_IPV4 },
	{ 0 },
};
