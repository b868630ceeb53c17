// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connects where nearly all local ports are taken, so that the search for one takes long. The
 * socket is in SYN_SENT then, and in none of the kernel's tables.
 *
 * Makes a network namespace of its own, takes the ports, and prints 'ready'. At each line of
 * standard input it connects once: it prints 'searching' while it does, and then 'done'.
 *
 * The one who searches is idle, and shares a CPU with one who never is: it gets to run for a
 * moment every second. Needs a second CPU for those who watch it.
 */

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdio.h>
#include <sys/resource.h>

#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/trial.h"
#include "tests/guest/lib/scenario_exit.h"

enum { FIRST_PORT = 10000, PORTS = 25000, FREE_PORT = 22499, SERVER_PORT = 9000 };

struct search {
	struct address server;
	int fd;
	sem_t begin;
	sem_t end;
};

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

static void run_on(int cpu, int policy)
{
	struct sched_param no_priority = { 0 };
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	must(!sched_setaffinity(0, sizeof(cpus), &cpus), "sched_setaffinity, for two CPUs");
	must(!sched_setscheduler(0, policy, &no_priority), "sched_setscheduler");
}

static void *be_busy(void *unused)
{
	(void)unused;
	run_on(1, SCHED_OTHER);
	for (;;)
		;
	return NULL;
}

/* Whether the one free port is found is no matter. */
static void *search_when_told(void *search_)
{
	struct search *search = search_;

	run_on(1, SCHED_IDLE);
	for (;;) {
		sem_wait(&search->begin);
		must(!connect(search->fd, (const struct sockaddr *)&search->server.storage,
			      search->server.length) || errno == EADDRNOTAVAIL, "connect");
		sem_post(&search->end);
	}
	return NULL;
}

/* Asks for no lock of the socket, which connect() has. */
static bool is_closed(int fd)
{
	struct pollfd look = { .fd = fd };

	must(poll(&look, 1, 0) >= 0, "poll");
	return look.revents & POLLHUP;
}

static void say(const char *what)
{
	puts(what);
	fflush(stdout);
}

static void search_once(struct search *search)
{
	search->fd = new_socket(IPV4);
	sem_post(&search->begin);
	while (is_closed(search->fd))
		sched_yield();
	say("searching");
	sem_wait(&search->end);
	say("done");
	reset_on_close(search->fd);
	close_socket(search->fd);
}

int main(void)
{
	pthread_t searcher, busy;
	struct search search;
	char line[16];

	trial_own_namespace();
	search.server = local_address(listen_on(SERVER_PORT));
	take_ports();
	sem_init(&search.begin, 0, 0);
	sem_init(&search.end, 0, 0);
	run_on(0, SCHED_OTHER);
	must(!pthread_create(&searcher, NULL, search_when_told, &search) &&
	     !pthread_create(&busy, NULL, be_busy, NULL), "pthread_create");
	say("ready");
	while (fgets(line, sizeof(line), stdin))
		search_once(&search);
	return PASSED;
}
