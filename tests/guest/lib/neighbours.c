// SPDX-License-Identifier: GPL-2.0-only
/* Two network namespaces in one process, which moves from one to the other. */

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/guest/lib/command.h"
#include "tests/guest/lib/neighbours.h"
#include "tests/guest/lib/trial.h"
#include "tests/guest/lib/scenario_exit.h"

enum { NETWORKS = 2 };

static int namespaces[2];

static int open_namespace(void)
{
	int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);

	must(fd >= 0, "/proc/thread-self/ns/net");
	return fd;
}

void neighbours_enter(enum neighbour neighbour)
{
	must(!setns(namespaces[neighbour], CLONE_NEWNET), "setns");
}

static void plug_in(enum neighbour neighbour)
{
	unsigned int network;

	neighbours_enter(neighbour);
	for (network = 1; network <= NETWORKS; network++)
		must_run("ip addr add 10.0.%u.%u/24 dev cable", network, neighbour + 1);
	must_run("ip link set cable up");
}

void neighbours_make(void)
{
	char line[128];

	namespaces[HERE] = open_namespace();
	trial_own_namespace();
	namespaces[THERE] = open_namespace();
	neighbours_enter(HERE);
	snprintf(line, sizeof(line), "ip link add cable type veth peer name cable netns /proc/%d/fd/%d",
		 getpid(), namespaces[THERE]);
	if (!command(line))
		skip("this kernel has no veth");
	plug_in(THERE);
	plug_in(HERE);
}

struct address neighbours_address(enum neighbour neighbour, unsigned int network,
				  unsigned int port)
{
	struct address address = loopback_address(IPV4, port);
	struct sockaddr_in *in = (struct sockaddr_in *)&address.storage;

	in->sin_addr.s_addr = htonl(10 << 24 | network << 8 | (neighbour + 1));
	return address;
}
