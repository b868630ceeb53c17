// SPDX-License-Identifier: GPL-2.0-only
/* Connections that are brought into a state and held there. */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/guest/lib/spoof.h"
#include "tests/guest/lib/scenario_exit.h"
#include "tests/guest/programs/workload.h"

enum { LATER_MAX = 512, CROWD_PER_LISTENER = 1000, SYN_TIMER_RUNS = 2 };

static int *held;
static unsigned int held_count, held_room;

/* What cannot be had at once: the socket is there after a retransmission. */
static struct {
	int fd;
	unsigned int state;
} later[LATER_MAX];
static unsigned int later_count;

static int closed_later[LATER_MAX];
static unsigned int closed_later_count;

static int listeners[FAMILIES];

static void hold(int fd)
{
	if (held_count == held_room) {
		held_room = held_room ? 2 * held_room : 1024;
		held = realloc(held, held_room * sizeof(*held));
		must(held, "realloc");
	}
	held[held_count++] = fd;
}

static void expect_later(int fd, unsigned int state)
{
	if (later_count == LATER_MAX)
		fail("more than %d sockets to wait for", LATER_MAX);
	later[later_count].fd = fd;
	later[later_count++].state = state;
}

static struct pair open_one(enum family family)
{
	return connect_pair(family, listeners[family]);
}

static void leave_syn_sent(enum family family)
{
	struct address nobody = loopback_address(family, 1 + chance(65535));
	uint32_t host = htonl(SILENT_NETWORK + 1 + chance(SILENT_HOSTS - 2));
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&nobody.storage;
	int fd = new_socket(family);

	hold(fd);
	if (family == IPV6) {
		/* No silent IPv6 network here: the kernel refuses a route to lo. */
		drop_input(fd);
		nobody = local_address(listeners[family]);
	} else if (family == MAPPED) {
		*(uint32_t *)&in6->sin6_addr.s6_addr[12] = host;
	} else {
		((struct sockaddr_in *)&nobody.storage)->sin_addr.s_addr = host;
	}
	begin_connect(fd, &nobody);
}

static void leave_listen(enum family family)
{
	hold(new_listener(family));
}

static void leave_half_open(enum family family)
{
	struct address address = local_address(listeners[family]);
	int fd;

	if (family != IPV6) {
		send_syns(listeners[family], 1 + chance(5));
		return;
	}
	fd = new_socket(family);
	hold(fd);
	drop_input(fd);
	begin_connect(fd, &address);
}

static void leave_half_open_of_closed(enum family family)
{
	int listener;

	if (family == IPV6)
		return;
	listener = new_listener(family);
	send_syns(listener, 1 + chance(5));
	if (closed_later_count == LATER_MAX)
		fail("more than %d listeners to close", LATER_MAX);
	closed_later[closed_later_count++] = listener;
}

/* Both ends connect at the same time, and one does not hear the other's SYN-ACK. */
static void leave_syn_recv(enum family family)
{
	int one = new_bound(family), other = new_bound(family);
	struct address at_one = local_address(one), at_other = local_address(other);

	hold(one);
	hold(other);
	drop_input(one);
	drop_input(other);
	begin_connect(one, &at_other);
	begin_connect(other, &at_one);
	accept_input(one);
	expect_later(one, TCP_SYN_RECV);
}

static void leave_established(enum family family)
{
	struct pair pair = open_one(family);

	hold(pair.client);
	hold(pair.server);
}

static void leave_in_accept_queue(enum family family)
{
	int listener = new_listener(family), client = new_socket(family);
	struct address address = local_address(listener);

	hold(listener);
	hold(client);
	connect_to(client, &address);
}

static void leave_fin_wait2(enum family family)
{
	struct pair pair = open_one(family);

	hold(pair.client);
	hold(pair.server);
	close_write(pair.client);
	wait_state(pair.client, TCP_FIN_WAIT2);
}

static void leave_parked(enum family family)
{
	struct pair pair = open_one(family);

	hold(pair.server);
	close_write(pair.client);
	wait_state(pair.client, TCP_FIN_WAIT2);
	close_socket(pair.client);
}

static void leave_fin_wait1(enum family family)
{
	struct pair pair = open_one(family);

	hold(pair.server);
	drop_input(pair.server);
	if (chance(2)) {
		close_socket(pair.client);
		return;
	}
	hold(pair.client);
	close_write(pair.client);
}

/* Both send their FIN, and one does not hear that its own has arrived. */
static void leave_closing(enum family family)
{
	struct pair pair = open_one(family);

	hold(pair.client);
	hold(pair.server);
	drop_input(pair.client);
	drop_input(pair.server);
	close_write(pair.client);
	close_write(pair.server);
	accept_input(pair.client);
	expect_later(pair.client, TCP_CLOSING);
}

static void leave_last_ack(enum family family)
{
	struct pair pair = open_one(family);

	hold(pair.client);
	close_write(pair.client);
	wait_state(pair.client, TCP_FIN_WAIT2);
	wait_state(pair.server, TCP_CLOSE_WAIT);
	drop_input(pair.client);
	if (chance(2)) {
		close_socket(pair.server);
		return;
	}
	hold(pair.server);
	close_write(pair.server);
}

static void leave_time_wait(enum family family)
{
	struct pair pair = open_one(family);

	if (chance(2))
		close_in_turn(pair.client, pair.server);
	else
		close_in_turn(pair.server, pair.client);
}

static void leave_mptcp(enum family family)
{
	struct pair pair = open_mptcp(family);

	hold(pair.listener);
	if (chance(2)) {
		hold(pair.client);
		hold(pair.server);
	} else {
		close_socket(pair.client);
		close_socket(pair.server);
	}
}

static void (*const kinds[])(enum family family) = {
	/* First, as their timers must run before the listeners are closed. */
	leave_half_open_of_closed, leave_half_open, leave_syn_recv, leave_closing,
	leave_syn_sent, leave_listen, leave_established, leave_in_accept_queue, leave_fin_wait1,
	leave_fin_wait2, leave_parked, leave_last_ack, leave_time_wait, leave_mptcp,
};

void hold_random(unsigned int count)
{
	unsigned int i, j, n;

	for (i = 0; i < FAMILIES; i++) {
		listeners[i] = new_listener(i);
		hold(listeners[i]);
	}
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		n = 1 + chance(count);
		for (j = 0; j < n; j++)
			kinds[i](random_family());
	}
	for (i = 0; i < later_count; i++)
		wait_state(later[i].fd, later[i].state);
	/* The next run, which drops the requests of a closed listener, is seconds away. */
	wait_syn_timers(SYN_TIMER_RUNS);
	for (i = 0; i < closed_later_count; i++)
		close_socket(closed_later[i]);
}

void hold_crowd(unsigned int count)
{
	struct pair pair;
	unsigned int i;
	int listener = -1;

	for (i = 0; i < count; i++) {
		/* The search for a port takes long where most are taken. */
		if (i % CROWD_PER_LISTENER == 0) {
			listener = new_listener(IPV4);
			hold(listener);
		}
		pair = connect_pair(IPV4, listener);
		hold(pair.client);
		hold(pair.server);
	}
}

void hold_vanish(void)
{
	unsigned int i;

	set_sysctl("net/ipv4/tcp_orphan_retries", "1");
	/* Listeners and MPTCP cannot be repaired: they are closed as usual. */
	for (i = 0; i < held_count; i++)
		setsockopt(held[i], IPPROTO_TCP, TCP_REPAIR, &(int){ TCP_REPAIR_ON }, sizeof(int));
	for (i = 0; i < held_count; i++)
		close_socket(held[i]);
	held_count = 0;
}

void hold_release(void)
{
	unsigned int i;

	/* MPTCP and listeners have no filter; that is no error here. */
	for (i = 0; i < held_count; i++)
		setsockopt(held[i], SOL_SOCKET, SO_DETACH_FILTER, &(int){ 0 }, sizeof(int));
	for (i = 0; i < held_count; i++)
		close_socket(held[i]);
	held_count = 0;
}
