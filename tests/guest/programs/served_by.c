// SPDX-License-Identifier: GPL-2.0-only
/*
 * A server and its clients, each a process, between which nothing happens until they are told:
 * what is there to be dumped and restored.
 *
 * usage: served_by server COUNT	accepts so many, writes 'ready' to the file "served"
 *	  served_by client COUNT	makes so many connections, prints 'ready'
 *
 * At SIGTERM the server sends a byte on each connection and closes it. The client succeeds if
 * it has got one on each then, and after it the end.
 */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/scenario_exit.h"

enum { PORT = 7000, MOST = 256, CONNECT_TRIES = 1000 };

static int ends[MOST];

static void serve(unsigned int count)
{
	struct address address = loopback_address(IPV4, PORT);
	int listener = new_socket(IPV4), number;
	unsigned int i;
	sigset_t term;
	FILE *ready;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	bind_to(listener, &address);
	must(!listen(listener, MOST), "listen");
	for (i = 0; i < count; i++)
		ends[i] = accept_from(listener);
	ready = fopen("served", "w");
	must(ready && fputs("ready\n", ready) >= 0 && !fclose(ready), "served");
	sigwait(&term, &number);
	for (i = 0; i < count; i++) {
		send_byte(ends[i]);
		close_socket(ends[i]);
	}
	close_socket(listener);
}

/* The server may not listen yet. */
static int try_connect(const struct address *address)
{
	unsigned int i;
	int fd;

	for (i = 0; i < CONNECT_TRIES; i++) {
		fd = new_socket(IPV4);
		if (!connect(fd, (const struct sockaddr *)&address->storage, address->length))
			return fd;
		must(errno == ECONNREFUSED, "connect");
		close_socket(fd);
		usleep(10000);
	}
	fail("nobody listens");
}

static void be_served(unsigned int count)
{
	struct address address = loopback_address(IPV4, PORT);
	unsigned int i;
	char byte;

	for (i = 0; i < count; i++)
		ends[i] = try_connect(&address);
	puts("ready");
	fflush(stdout);
	for (i = 0; i < count; i++) {
		must(read(ends[i], &byte, 1) == 1, "read, expected a byte");
		must(read(ends[i], &byte, 1) == 0, "read, expected the end");
		close_socket(ends[i]);
	}
}

int main(int argc, char **argv)
{
	unsigned int count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;

	if (!count || count > MOST || (strcmp(argv[1], "server") && strcmp(argv[1], "client"))) {
		fputs("usage: served_by server|client COUNT\n", stderr);
		return 2;
	}
	if (!strcmp(argv[1], "server"))
		serve(count);
	else
		be_served(count);
	return PASSED;
}
