// SPDX-License-Identifier: GPL-2.0-only
/*
 * An unprivileged user who fills a network namespace of its own with all that is dear to look
 * at: listeners on one port, sockets in one hash chain, closed listeners with old requests.
 */

#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/guest/lib/spoof.h"
#include "tests/guest/lib/unprivileged.h"
#include "tests/guest/lib/scenario_exit.h"

enum { USER = 1000, PORT = 1000, PEER_PORT = 9, PER_ADDRESS = 10000, FILES = 524288, OLD_S = 35 };

/* The kernel has no room for more on one port of one device (net/core/sock_reuseport.c). */
enum { GROUP = 32768 };

static void set_sysctl(const char *path, const char *value)
{
	FILE *file = fopen(path, "w");

	must(file, path);
	fputs(value, file);
	must(!fclose(file), path);
}

/* In a namespace whose sockets are all in one chain. */
static void enter_one_chain(void)
{
	set_sysctl("/proc/sys/net/ipv4/tcp_child_ehash_entries", "1");
	must(!unshare(CLONE_NEWNET), "unshare(CLONE_NEWNET)");
}

static int listen_on(unsigned int port, bool on_loopback)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	must(fd >= 0, "socket");
	must(!setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)), "SO_REUSEPORT");
	if (on_loopback)
		must(!setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", sizeof("lo")),
		     "SO_BINDTODEVICE");
	must(!bind(fd, (struct sockaddr *)&address, sizeof(address)), "bind");
	must(!listen(fd, 8), "listen");
	return fd;
}

/* Established without a peer and without a packet. */
static void connect_to_nobody(unsigned int index)
{
	struct sockaddr_in peer = {
		.sin_family = AF_INET, .sin_port = htons(PEER_PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + index / PER_ADDRESS),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	must(fd >= 0, "socket");
	must(!setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &on, sizeof(on)), "TCP_REPAIR");
	must(!connect(fd, (struct sockaddr *)&peer, sizeof(peer)), "connect");
}

static void close_with_requests(unsigned int listeners)
{
	struct sockaddr_in from = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(SILENT_NETWORK + 1),
		.sin_port = htons(PEER_PORT),
	};
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int spoof = spoofing_socket(), *fd = calloc(listeners, sizeof(*fd));
	unsigned int i;

	must(fd, "calloc");
	for (i = 0; i < listeners; i++) {
		fd[i] = listen_on(PORT + 1 + i, false);
		to.sin_port = htons(PORT + 1 + i);
		send_syn(spoof, &from, &to);
	}
	/* A request of a closed listener ends when its timer runs, which it does ever more rarely. */
	sleep(OLD_S);
	for (i = 0; i < listeners; i++)
		close(fd[i]);
	free(fd);
	close(spoof);
}

int main(int argc, char **argv)
{
	struct rlimit files = { .rlim_cur = FILES, .rlim_max = FILES };
	unsigned int listeners = 0, sockets = 0, closed = 0, i;
	int option;

	while ((option = getopt(argc, argv, "l:s:c:")) != -1)
		switch (option) {
		case 'l': listeners = strtoul(optarg, NULL, 10); break;
		case 's': sockets = strtoul(optarg, NULL, 10); break;
		case 'c': closed = strtoul(optarg, NULL, 10); break;
		default:
			fputs("usage: lodger [-l LISTENERS] [-s SOCKETS] [-c CLOSED_LISTENERS]\n"
			      "Prints \"ready\" and stays until it is killed.\n", stderr);
			return 2;
		}
	must(!setrlimit(RLIMIT_NOFILE, &files), "setrlimit");
	become(USER);
	enter_own_users(USER);
	if (sockets)
		enter_one_chain();
	set_loopback_up();
	add_silent_network();
	/* Requests stay for longer than a minute. */
	set_sysctl("/proc/sys/net/ipv4/tcp_synack_retries", "7");
	for (i = 0; i < listeners; i++)
		listen_on(PORT, i >= GROUP);
	for (i = 0; i < sockets; i++)
		connect_to_nobody(i);
	if (closed)
		close_with_requests(closed);
	puts("ready");
	fflush(stdout);
	close(STDOUT_FILENO);
	for (;;)
		pause();
}
