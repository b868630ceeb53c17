// SPDX-License-Identifier: GPL-2.0-only
/* Sockets under TCP_REPAIR: restored, shut down, and taken away without a segment. */

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include "tests/guest/lib/holds.h"
#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/scenario_exit.h"

/* As in <linux/tcp.h>. */
enum { NO_QUEUE, RECEIVE_QUEUE, SEND_QUEUE };

static void set_repair(int fd, bool on)
{
	set_option(fd, IPPROTO_TCP, TCP_REPAIR, on);
}

/* Neither segment nor state is left of it. */
static void vanish(int fd)
{
	set_repair(fd, true);
	close_socket(fd);
}

static void set_sequence(int fd, int queue, int sequence)
{
	set_option(fd, IPPROTO_TCP, TCP_REPAIR_QUEUE, queue);
	set_option(fd, IPPROTO_TCP, TCP_QUEUE_SEQ, sequence);
}

/* The end of a connection that began elsewhere. */
static void restore(int fd, const struct address *peer, int sent, int received)
{
	set_repair(fd, true);
	set_sequence(fd, SEND_QUEUE, sent);
	set_sequence(fd, RECEIVE_QUEUE, received);
	connect_to(fd, peer);
	set_option(fd, IPPROTO_TCP, TCP_REPAIR_QUEUE, NO_QUEUE);
}

static void restored(enum family family)
{
	int one = new_bound(family), other = new_bound(family);
	struct address at_one = local_address(one), at_other = local_address(other);
	char byte;

	restore(one, &at_other, 1000, 2000);
	holds("ESTABLISHED 1");
	restore(other, &at_one, 2000, 1000);
	holds("ESTABLISHED 2");
	set_repair(one, false);
	set_repair(other, false);
	send_byte(one);
	must(read(other, &byte, 1) == 1, "read");
	close_write(one);
	holds("FIN_WAIT2 1 CLOSE_WAIT 1");
	close_socket(other);
	holds("TIME_WAIT 1");
	close_socket(one);
}

static void shut_down(enum family family)
{
	struct pair pair = held_pair(family);

	/* Its FIN, sent when the repair is over, must not be answered. */
	drop_input(pair.server);
	set_repair(pair.client, true);
	close_write(pair.client);
	holds("LISTEN 1 FIN_WAIT1 1 ESTABLISHED 1");
	set_repair(pair.client, false);
	accept_input(pair.server);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1");
	vanish(pair.client);
	holds("LISTEN 1 CLOSE_WAIT 1");
	vanish(pair.server);
	holds("LISTEN 1");
}

static void vanish_in_fin_wait1(enum family family)
{
	struct pair pair = held_pair(family);

	drop_input(pair.server);
	close_write(pair.client);
	holds("LISTEN 1 FIN_WAIT1 1 ESTABLISHED 1");
	vanish(pair.client);
	holds("LISTEN 1 ESTABLISHED 1");
	vanish(pair.server);
	holds("LISTEN 1");
}

static void vanish_in_closing(enum family family)
{
	struct pair pair = held_pair(family);

	drop_input(pair.client);
	drop_input(pair.server);
	close_write(pair.client);
	close_write(pair.server);
	accept_input(pair.client);
	holds("LISTEN 1 FIN_WAIT1 1 CLOSING 1");
	vanish(pair.client);
	holds("LISTEN 1 FIN_WAIT1 1");
	vanish(pair.server);
	holds("LISTEN 1");
}

static void vanish_in_last_ack(enum family family)
{
	struct pair pair = held_pair(family);

	close_write(pair.client);
	holds("LISTEN 1 FIN_WAIT2 1 CLOSE_WAIT 1");
	drop_input(pair.client);
	close_write(pair.server);
	holds("LISTEN 1 FIN_WAIT2 1 LAST_ACK 1");
	vanish(pair.server);
	holds("LISTEN 1 FIN_WAIT2 1");
	vanish(pair.client);
	holds("LISTEN 1");
}

/* Its request waits on, until its listener is closed or a minute is over. */
static void vanish_in_syn_sent(enum family family)
{
	int listener = new_listener(family), client = new_socket(family);
	struct address address = local_address(listener);

	drop_input(client);
	begin_connect(client, &address);
	holds("LISTEN 1 SYN_SENT 1 SYN_RECV 1");
	vanish(client);
	holds("LISTEN 1 SYN_RECV 1");
}

const struct scenario repair_scenarios[] = {
	{ "repair: restored", restored, ON_ALL },
	{ "repair: shut down", shut_down, ON_IPV4 | ON_IPV6 },
	{ "repair: closed in FIN_WAIT1", vanish_in_fin_wait1, ON_IPV4 },
	{ "repair: closed in CLOSING", vanish_in_closing, ON_IPV4 },
	{ "repair: closed in LAST_ACK", vanish_in_last_ack, ON_IPV4 },
	{ "repair: closed in SYN_SENT", vanish_in_syn_sent, ON_IPV4 },
	{ 0 },
};
