// SPDX-License-Identifier: GPL-2.0-only
/* TCP sockets of the kernel's own: RDS over TCP, which listens in every namespace. */

#include <errno.h>
#include <sched.h>
#include <unistd.h>

#include "tests/guest/lib/command.h"
#include "tests/guest/lib/holds.h"
#include "tests/guest/lib/neighbours.h"
#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/scenario_exit.h"

#ifndef AF_RDS
#define AF_RDS 21
#endif

enum { RDS_PORT = 4000 };

static void load_rds(void)
{
	if (!command("modprobe rds_tcp"))
		skip("this kernel has no RDS over TCP");
}

static int new_rds(enum neighbour neighbour)
{
	struct address address = neighbours_address(neighbour, 1, RDS_PORT);
	int fd;

	neighbours_enter(neighbour);
	fd = socket(AF_RDS, SOCK_SEQPACKET, 0);
	must(fd >= 0, "AF_RDS");
	bind_to(fd, &address);
	return fd;
}

/* Those of a namespace that is there already, and of one that is made; both go with it. */
static void listeners(enum family family)
{
	(void)family;
	holds("");
	load_rds();
	holds("LISTEN 1");
	must(!unshare(CLONE_NEWNET), "unshare");
	holds("LISTEN 1");
	must_run("rmmod rds_tcp");
	holds("");
	load_rds();
	holds("LISTEN 1");
}

/* The namespaces end with the connection in them. */
static void connection(enum family family)
{
	struct address address = neighbours_address(THERE, 1, RDS_PORT);
	int here, there;
	char byte;

	(void)family;
	load_rds();
	neighbours_make();
	there = new_rds(THERE);
	here = new_rds(HERE);
	must(sendto(here, "x", 1, 0, (struct sockaddr *)&address.storage, address.length) == 1,
	     "sendto");
	wait_readable(there);
	must(recv(there, &byte, 1, 0) == 1, "recv");
	neighbours_enter(HERE);
	holds("LISTEN 1 ESTABLISHED 1+");
	neighbours_enter(THERE);
	holds("LISTEN 1 ESTABLISHED 1+");
}

const struct scenario rds_scenarios[] = {
	{ "RDS: listeners", listeners, ON_IPV4 },
	{ "RDS: a connection", connection, ON_IPV4 },
	{ 0 },
};
