// SPDX-License-Identifier: GPL-2.0-only
/*
 * Opens a number of established TCP sockets and comes back when they are there; a child, whose
 * PID is printed, holds them. They have no peers: TCP_REPAIR makes them established by itself,
 * which is cheap enough for many where every instruction is emulated, and leaves them silent.
 */

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/clock.h"

/* Fewer than there are local ports to choose from. */
enum { PER_ADDRESS = 10000, PORT = 9 };

/* Each crowd of a guest wants addresses of its own: the process is a name for them. */
static void open_one(unsigned int index)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	struct sockaddr_in peer = {
		.sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl((127u << 24 | (getpid() & 0xfff) << 12) + 1 +
					 index / PER_ADDRESS),
	};

	must(fd >= 0, "socket");
	must(!setsockopt(fd, IPPROTO_TCP, TCP_REPAIR, &on, sizeof(on)), "setsockopt(TCP_REPAIR)");
	must(!connect(fd, (struct sockaddr *)&peer, sizeof(peer)), "connect");
}

int main(int argc, char **argv)
{
	unsigned int sockets, i;
	struct rlimit files;
	char done;
	int ready[2];
	pid_t holder;

	if (argc != 2) {
		fputs("usage: crowd SOCKETS\n", stderr);
		return 2;
	}
	sockets = strtoul(argv[1], NULL, 10);
	files.rlim_cur = files.rlim_max = sockets + 64;
	must(!setrlimit(RLIMIT_NOFILE, &files), "setrlimit");
	must(!pipe(ready), "pipe");
	holder = fork();
	must(holder >= 0, "fork");
	if (holder) {
		close(ready[1]);
		must(read(ready[0], &done, 1) == 1, "the sockets of the crowd");
		printf("%d\n", holder);
		return 0;
	}
	for (i = 0; i < sockets; i++)
		open_one(i);
	must(write(ready[1], "", 1) == 1, "write");
	/* Nobody waits for the end of the output of a process that stays. */
	close(STDOUT_FILENO);
	close(STDERR_FILENO);
	for (;;)
		pause();
}
