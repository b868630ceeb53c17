// SPDX-License-Identifier: GPL-2.0-only
/* MPTCP connections of several subflows, each of which is a TCP socket of its own. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

#include "tests/guest/lib/command.h"
#include "tests/guest/lib/holds.h"
#include "tests/guest/lib/neighbours.h"
#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/scenario_exit.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static int new_mptcp(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);

	if (fd < 0 && (errno == EPROTONOSUPPORT || errno == ENOPROTOOPT))
		skip("this kernel has no MPTCP");
	must(fd >= 0, "MPTCP");
	return fd;
}

static void hold_both(const char *here, const char *there)
{
	neighbours_enter(HERE);
	holds(here);
	neighbours_enter(THERE);
	holds(there);
}

/*
 * Three subflows: that of the connect, one from the client's second address, and one to that
 * which the server makes known (ADD_ADDR).
 */
static struct pair open_subflows(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	struct address address;
	struct pair pair;
	char byte;

	close(new_mptcp());
	neighbours_make();
	must_run("ip mptcp limits set subflow 8 add_addr_accepted 8");
	must_run("ip mptcp endpoint add 10.0.2.1 dev cable id 1 subflow");
	neighbours_enter(THERE);
	must_run("ip mptcp limits set subflow 8 add_addr_accepted 8");
	must_run("ip addr add 10.0.1.3/24 dev cable");
	must_run("ip mptcp endpoint add 10.0.1.3 dev cable id 1 signal");
	pair.listener = new_mptcp();
	/* At both addresses: that is where a subflow goes to. */
	must(!bind(pair.listener, (struct sockaddr *)&any, sizeof(any)), "bind");
	must(!listen(pair.listener, 4), "listen");
	address = local_address(pair.listener);
	address = neighbours_address(THERE, 1,
				     ntohs(((struct sockaddr_in *)&address.storage)->sin_port));

	neighbours_enter(HERE);
	pair.client = new_mptcp();
	connect_to(pair.client, &address);
	pair.server = accept_from(pair.listener);
	/* More subflows are made when both know that the other one speaks MPTCP. */
	send_byte(pair.client);
	must(read(pair.server, &byte, 1) == 1, "read");
	send_byte(pair.server);
	must(read(pair.client, &byte, 1) == 1, "read");
	hold_both("ESTABLISHED 3", "LISTEN 1 ESTABLISHED 3");
	return pair;
}

static void close_all(enum family family)
{
	struct pair pair = open_subflows();

	(void)family;
	close_socket(pair.client);
	wait_readable(pair.server);
	close_socket(pair.server);
	hold_both("TIME_WAIT 3", "LISTEN 1");
}

/* Unread data: MP_FASTCLOSE, which resets each subflow. */
static void fastclose(enum family family)
{
	struct pair pair = open_subflows();

	(void)family;
	send_byte(pair.server);
	wait_readable(pair.client);
	close_socket(pair.client);
	hold_both("", "LISTEN 1");
	close_socket(pair.server);
}

/* The address is not to be used any more (REMOVE_ADDR). */
static void remove_address(enum family family)
{
	struct pair pair = open_subflows();

	(void)family;
	neighbours_enter(HERE);
	must_run("ip mptcp endpoint delete id 1");
	hold_both("ESTABLISHED 2 TIME_WAIT 0+", "LISTEN 1 ESTABLISHED 2 TIME_WAIT 0+");
	close_socket(pair.client);
	close_socket(pair.server);
}

/* Whether another one is made in place of one that failed is the kernel's choice. */
static void kill_subflows(enum family family)
{
	struct pair pair = open_subflows();

	(void)family;
	neighbours_enter(HERE);
	must_run("ss -tK src 10.0.2.1");
	hold_both("ESTABLISHED 2+", "LISTEN 1 ESTABLISHED 2+");
	neighbours_enter(HERE);
	must_run("ss -tK dst 10.0.1.2");
	hold_both("ESTABLISHED 1+", "LISTEN 1 ESTABLISHED 1+");
	close_socket(pair.client);
	close_socket(pair.server);
}

const struct scenario mptcp_scenarios[] = {
	{ "MPTCP: three subflows closed", close_all, ON_IPV4 },
	{ "MPTCP: fastclose", fastclose, ON_IPV4 },
	{ "MPTCP: an address removed", remove_address, ON_IPV4 },
	{ "MPTCP: subflows killed", kill_subflows, ON_IPV4 },
	{ 0 },
};
