// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connects where nearly all local ports are taken, so that the search for one takes long. The
 * socket is in SYN_SENT then, and in none of the kernel's tables.
 *
 * usage: searching CGROUP
 *
 * Makes a network namespace of its own, takes the ports, prints 'ready', and moves itself to
 * the cgroup. At each line of standard input it connects once, and prints 'done' then.
 */

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/netns/loopback.h"
#include "tests/netns/trial.h"
#include "tests/netns/verdict.h"

enum { FIRST_PORT = 10000, PORTS = 10000, FREE_PORT = 14999, SERVER_PORT = 9000 };

/* A port that is bound to on purpose is not given to a connect(). */
static void take_ports(void)
{
	struct rlimit files = { PORTS + 64, PORTS + 64 };
	struct address address;
	unsigned int port;
	char range[32];

	must(!setrlimit(RLIMIT_NOFILE, &files), "setrlimit");
	snprintf(range, sizeof(range), "%d %d", FIRST_PORT, FIRST_PORT + PORTS - 1);
	set_sysctl("net/ipv4/ip_local_port_range", range);
	for (port = FIRST_PORT; port < FIRST_PORT + PORTS; port++) {
		if (port == FREE_PORT)
			continue;
		address = loopback_address(IPV4, port);
		bind_to(new_socket(IPV4), &address);
	}
}

static int listen_on(unsigned int port)
{
	struct address address = loopback_address(IPV4, port);
	int fd = new_socket(IPV4);

	bind_to(fd, &address);
	must(!listen(fd, 16), "listen");
	return fd;
}

static void move_to(const char *cgroup)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/cgroup.procs", cgroup);
	file = fopen(path, "w");
	must(file, path);
	fprintf(file, "%d", getpid());
	must(!fclose(file), path);
}

/* Whether the one free port is found is no matter. */
static void search(const struct address *server)
{
	int fd = new_socket(IPV4);

	must(!connect(fd, (const struct sockaddr *)&server->storage, server->length) ||
	     errno == EADDRNOTAVAIL, "connect");
	puts("done");
	fflush(stdout);
	reset_on_close(fd);
	close_socket(fd);
}

int main(int argc, char **argv)
{
	struct address server;
	char line[16];
	int listener;

	if (argc != 2) {
		fputs("usage: searching CGROUP\n", stderr);
		return 2;
	}
	trial_own_namespace();
	listener = listen_on(SERVER_PORT);
	server = local_address(listener);
	take_ports();
	puts("ready");
	fflush(stdout);
	move_to(argv[1]);
	while (fgets(line, sizeof(line), stdin))
		search(&server);
	return PASSED;
}
