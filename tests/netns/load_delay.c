// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads the module while it opens connections, one after the other: how long does the load
 * take, and how long does it keep a connection waiting?
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/netns/loopback.h"
#include "tests/netns/verdict.h"

#define MS 1000000ull

enum {
	/* What the load may take, and how much longer than usual a connection may. */
	LOAD_MS = 1000, DELAY_MS = 10,
	/* Connections by which the usual time is known. */
	USUAL = 300,
};

struct times {
	unsigned int count;
	uint64_t sum_ns;
	uint64_t max_ns;
};

static int listener;
static struct address address;

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 * MS + now.tv_nsec;
}

static void time_connection(struct times *times)
{
	int client = new_socket(IPV4), server;
	uint64_t begin_ns = now_ns(), took_ns;

	connect_to(client, &address);
	server = accept_from(listener);
	took_ns = now_ns() - begin_ns;
	/* No minisock is left, so that the ports do not run out. */
	reset_on_close(client);
	close_socket(client);
	close_socket(server);
	times->count++;
	times->sum_ns += took_ns;
	if (took_ns > times->max_ns)
		times->max_ns = took_ns;
}

static pid_t begin_load(const char *module)
{
	pid_t process = fork();

	must(process >= 0, "fork");
	if (process)
		return process;
	execlp("insmod", "insmod", module, NULL);
	must(false, "insmod");
	return 0;
}

static void print_times(const char *when, const struct times *times)
{
	note("%s: %u connections, mean %" PRIu64 " us, longest %" PRIu64 " us", when, times->count,
	     times->sum_ns / (times->count ? times->count : 1) / 1000, times->max_ns / 1000);
}

int main(int argc, char **argv)
{
	struct times usual = { 0 }, loading = { 0 };
	uint64_t begin_ns, load_ns;
	pid_t load;
	int status;

	if (argc != 2) {
		fputs("usage: load_delay MODULE\n", stderr);
		return 2;
	}
	listener = new_listener(IPV4);
	address = local_address(listener);
	while (usual.count < USUAL)
		time_connection(&usual);
	print_times("before the load", &usual);

	begin_ns = now_ns();
	load = begin_load(argv[1]);
	while (!waitpid(load, &status, WNOHANG))
		time_connection(&loading);
	load_ns = now_ns() - begin_ns;
	note("the load took %" PRIu64 " us", load_ns / 1000);
	print_times("during the load", &loading);
	if (status)
		fail("insmod ended with status %d", status);
	if (!loading.count)
		fail("no connection was opened during the load");
	if (load_ns > LOAD_MS * MS)
		fail("the load took more than %d ms", LOAD_MS);
	if (loading.max_ns > usual.sum_ns / usual.count + DELAY_MS * MS)
		fail("a connection was delayed by more than %d ms", DELAY_MS);
	return PASSED;
}
