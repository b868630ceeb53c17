// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes and ends TCP connections on loopback, as traffic for tests of the module's life.
 *
 * usage: churn [COUNT]		COUNT connections; without it, until it is killed
 *
 * Some stay open over many others, every third one ends by a reset. Endless traffic
 * pauses for a moment now and then, as an emulated CPU that never idles keeps the
 * others from their turns for a tenth of a second each time.
 */

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { KEPT_OPEN = 16, RESET_EVERY = 3, PAUSE_EVERY = 8, PAUSE_US = 5000 };

struct connection {
	int client;
	int server;
};

static void must(int worked, const char *what)
{
	if (worked)
		return;
	fprintf(stderr, "churn: ");
	perror(what);
	exit(1);
}

static int listen_on_loopback(struct sockaddr_in *address)
{
	socklen_t length = sizeof(*address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	must(fd >= 0, "socket");
	*address = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	must(!bind(fd, (struct sockaddr *)address, sizeof(*address)), "bind");
	must(!listen(fd, KEPT_OPEN), "listen");
	must(!getsockname(fd, (struct sockaddr *)address, &length), "getsockname");
	return fd;
}

static struct connection open_connection(int listener, const struct sockaddr_in *address)
{
	struct connection connection;

	connection.client = socket(AF_INET, SOCK_STREAM, 0);
	must(connection.client >= 0, "socket");
	must(!connect(connection.client, (const struct sockaddr *)address, sizeof(*address)),
	     "connect");
	connection.server = accept(listener, NULL, NULL);
	must(connection.server >= 0, "accept");
	return connection;
}

static void close_connection(const struct connection *connection, int by_reset)
{
	struct linger now = { .l_onoff = by_reset, .l_linger = 0 };

	must(!setsockopt(connection->client, SOL_SOCKET, SO_LINGER, &now, sizeof(now)),
	     "setsockopt");
	close(connection->client);
	close(connection->server);
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0, i;
	struct connection ring[KEPT_OPEN];
	struct sockaddr_in address;
	int listener = listen_on_loopback(&address);

	for (i = 0; !count || i < count; i++) {
		if (i >= KEPT_OPEN)
			close_connection(&ring[i % KEPT_OPEN], i % RESET_EVERY == 0);
		ring[i % KEPT_OPEN] = open_connection(listener, &address);
		if (!count && i % PAUSE_EVERY == 0)
			usleep(PAUSE_US);
	}
	return 0;
}
