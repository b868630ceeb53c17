// SPDX-License-Identifier: GPL-2.0-only
/* A client that does one thing to a server, as often as it is told, and stays. */

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/scenario_exit.h"
#include "tests/symptoms/endpoint.h"

enum { CONNECTIONS = 4096, CONNECT_AGAIN_US = 100 * 1000 };

static int opened[CONNECTIONS];
static unsigned int opened_count;

static struct endpoint server;

static volatile sig_atomic_t told_to_talk;

static void talk(int signal)
{
	(void)signal;
	told_to_talk = 1;
}

static void usage(FILE *stream)
{
	fputs("usage: client keep|ask|leave|try|pour|stream|burn ADDRESS PORT COUNT\n"
	      "Opens COUNT connections, prints 'ready', and stays until it is killed.\n"
	      "  keep    exchanges a line on each and keeps it open\n"
	      "  ask     sends a line on each and leaves the answer unread\n"
	      "  leave   exchanges a line on each, closes it, and opens the next one\n"
	      "  try     does not wait for the server's answer\n"
	      "  pour    sends on each as much as the kernel takes\n"
	      "  stream  sends on each as fast as the server reads\n"
	      "  burn    leaves COUNT times and goes on, also when there are no ports left\n"
	      "On SIGUSR1 a line is sent on each that is open.\n", stream);
}

static int new_socket(void)
{
	int fd = socket(server.any.sa_family, SOCK_STREAM, IPPROTO_TCP);

	must(fd >= 0, "socket");
	return fd;
}

static void keep_open(int fd)
{
	if (opened_count == CONNECTIONS)
		fail("more than %d connections", CONNECTIONS);
	opened[opened_count++] = fd;
}

static int connected(void)
{
	int fd = new_socket();

	must(!connect(fd, &server.any, server.length), "connect");
	return fd;
}

static void send_line(int fd)
{
	must(send(fd, "hello\n", 6, MSG_NOSIGNAL) == 6, "send");
}

static void exchange_line(int fd)
{
	char answer[6];

	send_line(fd);
	must(recv(fd, answer, sizeof(answer), MSG_WAITALL) == sizeof(answer), "recv");
}

static void keep_one(void)
{
	int fd = connected();

	exchange_line(fd);
	keep_open(fd);
}

static void ask_one(void)
{
	int fd = connected();

	send_line(fd);
	keep_open(fd);
}

static void leave_one(void)
{
	int fd = connected();

	exchange_line(fd);
	close(fd);
}

static void unblock(int fd)
{
	must(!fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK), "fcntl");
}

static void try_one(void)
{
	int fd = new_socket();

	unblock(fd);
	must(!connect(fd, &server.any, server.length) || errno == EINPROGRESS, "connect");
	keep_open(fd);
}

static void fill(int fd)
{
	static const char water[65536];

	while (send(fd, water, sizeof(water), MSG_NOSIGNAL) > 0)
		;
	must(errno == EAGAIN, "send");
}

static void pour_one(void)
{
	int fd = connected();

	unblock(fd);
	fill(fd);
	keep_open(fd);
}

static void be_ready(void)
{
	puts("ready");
	fflush(stdout);
}

static void stream(unsigned long count)
{
	struct pollfd polled[CONNECTIONS];
	unsigned int i;

	while (count--)
		pour_one();
	for (i = 0; i < opened_count; i++)
		polled[i] = (struct pollfd){ .fd = opened[i], .events = POLLOUT };
	be_ready();
	for (;;) {
		must(poll(polled, opened_count, -1) > 0, "poll");
		for (i = 0; i < opened_count; i++)
			if (polled[i].revents)
				fill(opened[i]);
	}
}

/* Says whether there was a port for it. */
static bool burn_one(void)
{
	int fd = new_socket();

	if (connect(fd, &server.any, server.length)) {
		must(errno == EADDRNOTAVAIL, "connect");
		close(fd);
		return false;
	}
	exchange_line(fd);
	close(fd);
	return true;
}

static void burn(unsigned long count)
{
	unsigned long i;

	for (i = 0; i < count && burn_one(); i++)
		;
	be_ready();
	for (;;) {
		burn_one();
		usleep(CONNECT_AGAIN_US);
	}
}

static const struct {
	const char *name;
	void (*open_one)(void);
} manners[] = {
	{ "keep", keep_one }, { "ask", ask_one }, { "leave", leave_one },
	{ "try", try_one }, { "pour", pour_one },
};

static void open_all(const char *manner, unsigned long count)
{
	unsigned int i;

	for (i = 0; i < sizeof(manners) / sizeof(manners[0]); i++) {
		if (strcmp(manner, manners[i].name))
			continue;
		while (count--)
			manners[i].open_one();
		return;
	}
	fail("there is no client that does '%s'", manner);
}

static void stay(void)
{
	sigset_t none;
	unsigned int i;

	sigemptyset(&none);
	for (;;) {
		sigsuspend(&none);
		for (i = 0; told_to_talk && i < opened_count; i++)
			send_line(opened[i]);
		told_to_talk = 0;
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = talk };
	unsigned long count;
	sigset_t usr1;

	if (argc == 2 && !strcmp(argv[1], "-h")) {
		usage(stdout);
		return PASSED;
	}
	if (argc != 5) {
		usage(stderr);
		return 2;
	}
	server = endpoint_of(argv[2], argv[3]);
	count = number_of(argv[4], 1000 * 1000);
	sigaction(SIGUSR1, &action, NULL);
	/* Comes only where the client waits for it, and so is never missed. */
	sigemptyset(&usr1);
	sigaddset(&usr1, SIGUSR1);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	if (!strcmp(argv[1], "burn"))
		burn(count);
	if (!strcmp(argv[1], "stream"))
		stream(count);
	open_all(argv[1], count);
	be_ready();
	stay();
}
