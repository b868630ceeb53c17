// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads the module while it opens connections, one after the other: how long does the load
 * take, and how long does it keep a connection waiting?
 */

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/delays.h"
#include "tests/guest/lib/scenario_exit.h"

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

/*
 * Until then the kernel is busy with the file, as with any module's. From 6.11 on it takes some
 * 15 ms at a stretch for the types that pahole 1.28 and later put into one (btf_relocate()).
 */
static bool has_begun(void)
{
	return !access("/sys/module/tcpstate", F_OK);
}

int main(int argc, char **argv)
{
	struct delays usual = { 0 }, before = { 0 }, loading = { 0 };
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
	while (!waitpid(load, &status, WNOHANG)) {
		struct delays one = { 0 };

		delays_time(&one, listener, now_ns());
		delays_add(has_begun() ? &loading : &before, &one);
	}
	load_ns = now_ns() - begin_ns;
	note("the load took %" PRIu64 " us", load_ns / US_NS);
	delays_print("while the kernel takes the file in", &before);
	delays_print("while the module begins", &loading);
	if (status)
		fail("insmod ended with status %d", status);
	if (!loading.count)
		fail("no connection was opened while the module began");
	if (load_ns > LOAD_MS * MS_NS)
		fail("the load took more than %d ms", LOAD_MS);
	delays_compare(&usual, &loading);
	return PASSED;
}
