// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints what one TCP connection over loopback costs, in ns: both ends opened, a byte sent, both
 * ends closed. A line a sample: median and mean of its connections. Where the guest's clock counts
 * instructions, a nanosecond is one; the median then repeats to a few of them, while the mean
 * holds the timer's interrupts and what RCU, timewait timers and the like do now and then.
 */

#include <arpa/inet.h>
#include <inttypes.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bench/clock.h"

/* Connections held open: before the first sample, and before each other one. */
enum { FIRST = 64, MORE = 7 };

static struct sockaddr_in address = { .sin_family = AF_INET };
static int listener;

static void listen_on_loopback(void)
{
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	must(listener >= 0, "socket");
	must(!bind(listener, (struct sockaddr *)&address, length), "bind");
	must(!listen(listener, 16), "listen");
	must(!getsockname(listener, (struct sockaddr *)&address, &length), "getsockname");
}

struct pair {
	int client;
	int server;
};

static struct pair open_pair(void)
{
	struct pair pair;

	pair.client = socket(AF_INET, SOCK_STREAM, 0);
	must(pair.client >= 0, "socket");
	must(!connect(pair.client, (struct sockaddr *)&address, sizeof(address)), "connect");
	pair.server = accept(listener, NULL, NULL);
	must(pair.server >= 0, "accept");
	return pair;
}

/* The client closes first, so that its minisock is the one that stays. */
static void connect_once(void)
{
	struct pair pair = open_pair();
	char byte = 'x';

	must(write(pair.client, &byte, 1) == 1, "write");
	must(read(pair.server, &byte, 1) == 1, "read");
	close(pair.client);
	must(read(pair.server, &byte, 1) == 0, "read of the end");
	close(pair.server);
}

/*
 * Whoever watches, in the kernel or in a process, shall do its work for these connections
 * before they are over: with the lowest priority there is, everybody else goes first.
 */
static void let_others_go_first(void)
{
	struct sched_param none = { 0 };

	must(!sched_setscheduler(0, SCHED_IDLE, &none), "sched_setscheduler");
}

static int compare(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

/*
 * Connections that stay open fill the pages that the allocator has begun: where sockets come
 * from pages with one free place each, every connection costs some hundred instructions more.
 * A few more at each sample, so that a bad cut is not that of all samples.
 */
static void fill_pages(unsigned int pairs)
{
	while (pairs--)
		open_pair();
}

static void print_sample(uint64_t *cost_ns, unsigned int connections)
{
	uint64_t begin_ns = now_ns(), last_ns = begin_ns, end_ns = begin_ns;
	unsigned int i;

	for (i = 0; i < connections; i++) {
		connect_once();
		end_ns = now_ns();
		cost_ns[i] = end_ns - last_ns;
		last_ns = end_ns;
	}
	qsort(cost_ns, connections, sizeof(*cost_ns), compare);
	printf("%" PRIu64 " %" PRIu64 "\n", cost_ns[connections / 2],
	       (end_ns - begin_ns) / connections);
}

int main(int argc, char **argv)
{
	unsigned int connections, samples, sample;
	uint64_t *cost_ns;

	if (argc != 3) {
		fputs("usage: connection CONNECTIONS SAMPLES\n", stderr);
		return 2;
	}
	connections = strtoul(argv[1], NULL, 10);
	samples = strtoul(argv[2], NULL, 10);
	must(connections && samples, "counting from 1");
	cost_ns = calloc(connections, sizeof(*cost_ns));
	must(cost_ns, "calloc");
	listen_on_loopback();
	let_others_go_first();
	for (sample = 0; sample < samples; sample++) {
		fill_pages(sample ? MORE : FIRST);
		print_sample(cost_ns, connections);
	}
	return 0;
}
