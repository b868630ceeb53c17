// SPDX-License-Identifier: GPL-2.0-only
/* Scenarios of what is done to a listener. */

#include <errno.h>

#include "tests/guest/lib/moves.h"
#include "tests/guest/scenarios/scenario.h"
#include "tests/guest/lib/scenario_exit.h"

enum { UNACCEPTED = 3 };

static void listen_twice(enum family family)
{
	int listener = new_listener(family);

	moves("CLOSE>LISTEN");
	must(!listen(listener, 1), "listen");
	moves("");
	close_listener(listener);
}

/* The kernel enters LISTEN before it asks for the port, and backs out. */
static void listen_in_use(enum family family)
{
	int first = new_bound(family), second = new_socket(family);
	struct address address = local_address(first);

	bind_to(second, &address);
	must(!listen(first, 1), "listen");
	moves("CLOSE>LISTEN");
	must(listen(second, 1) && errno == EADDRINUSE, "listen, expected to be refused");
	moves("CLOSE>LISTEN LISTEN>CLOSE");
	close_socket(second);
	close_listener(first);
}

static void closed_with_unaccepted(enum family family)
{
	int listener = new_listener(family), clients[UNACCEPTED], i;
	struct address address = local_address(listener);

	moves("CLOSE>LISTEN");
	for (i = 0; i < UNACCEPTED; i++) {
		clients[i] = new_socket(family);
		connect_to(clients[i], &address);
	}
	moves_times(UNACCEPTED, HANDSHAKE);
	close_socket(listener);
	moves("LISTEN>CLOSE ESTABLISHED>CLOSE*6");
	for (i = 0; i < UNACCEPTED; i++)
		close_socket(clients[i]);
	moves("");
}

/* The request outlives its listener until its timer notices. */
static void closed_with_half_open(enum family family)
{
	int listener = new_listener(family);
	struct address address = local_address(listener);
	int client = new_socket(family);

	drop_input(client);
	begin_connect(client, &address);
	moves("CLOSE>LISTEN CLOSE>SYN_SENT +half_open");
	close_socket(listener);
	moves("LISTEN>CLOSE -half_open");
	close_socket(client);
	moves("SYN_SENT>CLOSE");
}

static void disconnected(enum family family)
{
	int listener = new_listener(family);

	moves("CLOSE>LISTEN");
	disconnect(listener);
	moves("LISTEN>CLOSE");
	close_socket(listener);
	moves("");
}

static void shutdown_and_listen_again(enum family family)
{
	int listener = new_listener(family), client, server;
	struct address address;

	moves("CLOSE>LISTEN");
	must(!shutdown(listener, SHUT_RD), "shutdown");
	moves("LISTEN>CLOSE");
	must(!listen(listener, 1), "listen");
	moves("CLOSE>LISTEN");

	address = local_address(listener);
	client = new_socket(family);
	connect_to(client, &address);
	server = accept_from(listener);
	moves(HANDSHAKE);
	reset_on_close(client);
	close_socket(client);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(server);
	close_listener(listener);
}

const struct scenario listener_scenarios[] = {
	{ "listen twice", listen_twice, ON_ALL },
	{ "listen in use", listen_in_use, ON_ALL },
	{ "closed with unaccepted children", closed_with_unaccepted, ON_ALL },
	{ "closed with a half-open request", closed_with_half_open, ON_ALL },
	{ "listener disconnected", disconnected, ON_ALL },
	{ "listener shut down, listens again", shutdown_and_listen_again, ON_ALL },
	{ 0 },
};
