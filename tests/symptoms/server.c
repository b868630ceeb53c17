// SPDX-License-Identifier: GPL-2.0-only
/* A server that is as it should be, or sick in one way. */

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/scenario_exit.h"
#include "tests/symptoms/endpoint.h"

enum { CONNECTIONS = 4096, BACKLOG_MOST = 65535, SIP_US = 50 * 1000 };

enum manner {
	SERVE,		/* answers what it reads, closes when the client has */
	FORGET,		/* the same without the close */
	SIP,		/* reads slowly, and answers nothing */
	MUTE,		/* accepts and reads nothing */
	IDLE,		/* accepts nothing */
};

static const char *const manners[] = {
	[SERVE] = "serve", [FORGET] = "forget", [SIP] = "sip", [MUTE] = "mute", [IDLE] = "idle",
};

static struct pollfd polled[1 + CONNECTIONS];
static nfds_t polled_count = 1;

static volatile sig_atomic_t told_to_finish;

static void finish(int signal)
{
	(void)signal;
	told_to_finish = 1;
}

static void usage(FILE *stream)
{
	fputs("usage: server [-b BACKLOG] serve|forget|sip|mute|idle ADDRESS PORT\n"
	      "Listens, prints 'ready', and goes on until it is killed.\n"
	      "  serve    answers what it reads, closes when the client has closed\n"
	      "  forget   the same, but never closes\n"
	      "  sip      reads slowly, and answers nothing\n"
	      "  mute     accepts connections and never reads\n"
	      "  idle     never accepts\n"
	      "On SIGUSR1 it sends a FIN on every connection and waits for the clients'.\n", stream);
}

static enum manner manner_of(const char *name)
{
	unsigned int i;

	for (i = 0; i < sizeof(manners) / sizeof(manners[0]); i++)
		if (!strcmp(name, manners[i]))
			return i;
	fail("there is no server that does '%s'", name);
}

static int listen_on(const struct endpoint *endpoint, int backlog)
{
	int fd = socket(endpoint->any.sa_family, SOCK_STREAM, IPPROTO_TCP), yes = 1;

	must(fd >= 0, "socket");
	must(!setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)), "SO_REUSEADDR");
	if (endpoint->any.sa_family == AF_INET6)
		must(!setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes)), "IPV6_V6ONLY");
	must(!bind(fd, &endpoint->any, endpoint->length), "bind");
	must(!listen(fd, backlog), "listen");
	return fd;
}

static void accept_one(enum manner manner)
{
	int fd = accept(polled[0].fd, NULL, NULL);

	/* Clients may have given up meanwhile. */
	if (fd < 0)
		return;
	if (polled_count == 1 + CONNECTIONS)
		fail("more than %d connections", CONNECTIONS);
	/* poll() passes over what is negative. */
	polled[polled_count++] = (struct pollfd){
		.fd = manner == MUTE ? ~fd : fd, .events = POLLIN,
	};
}

/* False when the client has closed or is gone. */
static bool answer(enum manner manner, int fd)
{
	static char text[65536];
	ssize_t length = read(fd, text, sizeof(text));

	if (manner == SIP)
		return length > 0 && !usleep(SIP_US);
	return length > 0 && send(fd, text, length, MSG_NOSIGNAL) == length;
}

static void leave(enum manner manner, struct pollfd *connection)
{
	if (manner == FORGET) {
		connection->fd = ~connection->fd;
		return;
	}
	close(connection->fd);
	*connection = polled[--polled_count];
}

static void finish_all(void)
{
	nfds_t i;

	told_to_finish = 0;
	for (i = 1; i < polled_count; i++)
		shutdown(polled[i].fd < 0 ? ~polled[i].fd : polled[i].fd, SHUT_WR);
}

static void serve(enum manner manner)
{
	sigset_t none;
	nfds_t i;

	sigemptyset(&none);
	for (;;) {
		if (told_to_finish)
			finish_all();
		if (ppoll(polled, polled_count, NULL, &none) < 0) {
			must(errno == EINTR, "ppoll");
			continue;
		}
		/* From the end, since a dropped one is replaced by the last. */
		for (i = polled_count - 1; i > 0; i--)
			if (polled[i].revents && !answer(manner, polled[i].fd))
				leave(manner, &polled[i]);
		if (polled[0].revents)
			accept_one(manner);
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = finish };
	struct endpoint endpoint;
	int backlog = 128, option;
	enum manner manner;
	sigset_t usr1;

	while ((option = getopt(argc, argv, "b:h")) != -1) {
		switch (option) {
		case 'b':
			backlog = number_of(optarg, BACKLOG_MOST);
			break;
		case 'h':
			usage(stdout);
			return PASSED;
		default:
			usage(stderr);
			return 2;
		}
	}
	if (argc - optind != 3) {
		usage(stderr);
		return 2;
	}
	manner = manner_of(argv[optind]);
	endpoint = endpoint_of(argv[optind + 1], argv[optind + 2]);
	sigaction(SIGUSR1, &action, NULL);
	/* Comes only where ppoll() waits, and so is never missed. */
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	polled[0].fd = listen_on(&endpoint, backlog);
	polled[0].events = manner == IDLE ? 0 : POLLIN;
	puts("ready");
	fflush(stdout);
	serve(manner);
}
