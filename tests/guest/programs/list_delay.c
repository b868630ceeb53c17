// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists the sockets of a crowd over and over, while others come and go: is each of the crowd
 * listed exactly once, and how long does a reading keep a connection waiting?
 */

#include <fcntl.h>
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/delays.h"
#include "tests/guest/lib/rows.h"
#include "tests/guest/lib/permanent.h"
#include "tests/guest/lib/traffic.h"
#include "tests/guest/lib/scenario_exit.h"

/* A connection is made so often. */
#define PERIOD_NS	(2 * MS_NS)

enum { TEXT = 64 << 20, PIECE = 65536, READINGS = 3 };

static char text[TEXT];

static size_t read_list(void)
{
	int fd = open(ROWS_OWN, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t length;

	must(fd >= 0, ROWS_OWN);
	do {
		length = read(fd, text + used, PIECE);
		must(length >= 0, "read");
		used += length;
		if (used > TEXT - PIECE)
			fail("the list is longer than %d bytes", TEXT);
	} while (length);
	close(fd);
	return used;
}

/*
 * From when it should have begun, not from when it could: who keeps a processor keeps
 * connections waiting too.
 */
static void time_next(struct delays *delays, int listener, uint64_t *begin_ns)
{
	struct timespec begin;

	*begin_ns += PERIOD_NS;
	begin = (struct timespec){ *begin_ns / S_NS, *begin_ns % S_NS };
	must(!clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &begin, NULL), "clock_nanosleep");
	delays_time(delays, listener, *begin_ns);
	/* A late one does not make the next one late. */
	if (now_ns() > *begin_ns + PERIOD_NS)
		*begin_ns = now_ns();
}

/* What waits for a processor must not be what waits for the list. */
static void become_urgent(void)
{
	struct sched_param first = { .sched_priority = 1 };

	must(!sched_setscheduler(0, SCHED_FIFO, &first), "sched_setscheduler");
}

static pid_t begin_readings(void)
{
	pid_t reader = fork();
	uint64_t begin_ns;
	unsigned int i;

	must(reader >= 0, "fork");
	if (reader)
		return reader;
	for (i = 0; i < READINGS; i++) {
		begin_ns = now_ns();
		permanent_check(text, read_list(), "under traffic");
		note("reading %u took %" PRIu64 " ms", i + 1, (now_ns() - begin_ns) / MS_NS);
	}
	exit(PASSED);
}

int main(int argc, char **argv)
{
	struct delays usual = { 0 }, reading = { 0 };
	unsigned int crowd, permanent;
	uint64_t begin_ns;
	pid_t reader;
	int status, listener;

	if (argc != 2 || !(crowd = strtoul(argv[1], NULL, 10))) {
		fputs("usage: list_delay SOCKETS\n", stderr);
		return 2;
	}
	permanent = permanent_begin(text, read_list());
	if (permanent < crowd)
		fail("%u sockets are listed, there are at least %u", permanent, crowd);
	listener = new_listener(IPV4);
	traffic_begin(1);
	fflush(stdout);
	reader = begin_readings();
	must(!kill(reader, SIGSTOP), "kill");
	become_urgent();
	begin_ns = now_ns();
	while (usual.count < DELAYS_USUAL)
		time_next(&usual, listener, &begin_ns);
	delays_print("before", &usual);
	must(!kill(reader, SIGCONT), "kill");
	while (!waitpid(reader, &status, WNOHANG))
		time_next(&reading, listener, &begin_ns);
	traffic_end();
	delays_print("while the list is read", &reading);
	if (status)
		fail("a reading ended with status %d", status);
	if (reading.count < DELAYS_USUAL)
		fail("only %u connections were opened meanwhile", reading.count);
	delays_compare(&usual, &reading);
	note("%u sockets are listed exactly once in each of %d readings", permanent, READINGS);
	return PASSED;
}
