// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads the module while it opens connections, one after the other: how long does the load
 * take, and how long does it keep a connection waiting?
 */

#include <inttypes.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/netns/clock.h"
#include "tests/netns/delays.h"
#include "tests/netns/verdict.h"

/* What the load may take. */
enum { LOAD_MS = 1000 };

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

int main(int argc, char **argv)
{
	struct delays usual = { 0 }, loading = { 0 };
	uint64_t begin_ns, load_ns;
	int status, listener;
	pid_t load;

	if (argc != 2) {
		fputs("usage: load_delay MODULE\n", stderr);
		return 2;
	}
	listener = new_listener(IPV4);
	while (usual.count < DELAYS_USUAL)
		delays_time(&usual, listener, now_ns());
	delays_print("before the load", &usual);

	begin_ns = now_ns();
	load = begin_load(argv[1]);
	while (!waitpid(load, &status, WNOHANG))
		delays_time(&loading, listener, now_ns());
	load_ns = now_ns() - begin_ns;
	note("the load took %" PRIu64 " us", load_ns / US_NS);
	delays_print("during the load", &loading);
	if (status)
		fail("insmod ended with status %d", status);
	if (!loading.count)
		fail("no connection was opened during the load");
	if (load_ns > LOAD_MS * MS_NS)
		fail("the load took more than %d ms", LOAD_MS);
	delays_compare(&usual, &loading);
	return PASSED;
}
