// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints how many TCP connections over loopback a number of processes complete a second, each
 * with a listener of its own: both ends opened, a byte sent, both ends closed.
 */

#include <arpa/inet.h>
#include <inttypes.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/clock.h"

enum { PROCESSES_MAX = 64 };

struct shared {
	atomic_uint ready;
	atomic_bool go;
	atomic_bool stop;
	uint64_t completed[PROCESSES_MAX];
};

static void connect_once(int listener, const struct sockaddr_in *address)
{
	int client = socket(AF_INET, SOCK_STREAM, 0), server;
	char byte = 'x';

	must(client >= 0, "socket");
	must(!connect(client, (const struct sockaddr *)address, sizeof(*address)), "connect");
	server = accept(listener, NULL, NULL);
	must(server >= 0, "accept");
	must(write(client, &byte, 1) == 1, "write");
	must(read(server, &byte, 1) == 1, "read");
	close(client);
	must(read(server, &byte, 1) == 0, "read of the end");
	close(server);
}

static void work(struct shared *shared, unsigned int process)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t length = sizeof(address);
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(process, &one);
	must(!sched_setaffinity(0, sizeof(one), &one), "sched_setaffinity");
	must(listener >= 0 && !bind(listener, (struct sockaddr *)&address, length) &&
	     !listen(listener, 16) &&
	     !getsockname(listener, (struct sockaddr *)&address, &length), "a listener");
	atomic_fetch_add(&shared->ready, 1);
	while (!atomic_load(&shared->go))
		sched_yield();
	while (!atomic_load(&shared->stop)) {
		connect_once(listener, &address);
		shared->completed[process]++;
	}
}

int main(int argc, char **argv)
{
	unsigned int processes, seconds, i;
	uint64_t begin_ns, took_ns, sum = 0;
	struct shared *shared;
	int status;

	processes = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
	seconds = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	if (!processes || processes > PROCESSES_MAX || !seconds) {
		fputs("usage: throughput PROCESSES SECONDS\n", stderr);
		return 2;
	}
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	must(shared != MAP_FAILED, "mmap");
	for (i = 0; i < processes; i++) {
		pid_t process = fork();

		must(process >= 0, "fork");
		if (!process) {
			work(shared, i);
			return 0;
		}
	}
	while (atomic_load(&shared->ready) < processes)
		sched_yield();
	begin_ns = now_ns();
	atomic_store(&shared->go, true);
	/* What is measured is how much is done in that time. */
	sleep(seconds);
	atomic_store(&shared->stop, true);
	for (i = 0; i < processes; i++) {
		must(wait(&status) > 0, "wait");
		must(!status, "every process");
	}
	took_ns = now_ns() - begin_ns;
	for (i = 0; i < processes; i++)
		sum += shared->completed[i];
	printf("%" PRIu64 "\n", sum * 1000000000 / took_ns);
	return 0;
}
