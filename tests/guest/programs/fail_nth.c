// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does one thing again and again, and each time lets another one of the kernel's allocations
 * for it fail: our first, our second, until there is no further one. Where there are thousands,
 * which are entries for a stock, only some in the middle fail.
 *
 * For kernels with fault injection, whose failslab and fail_page_alloc must let allocations
 * that may sleep fail (ignore-gfp-wait, min-order; Documentation/fault-injection).
 */

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/scenario_exit.h"

/* More than any of this takes; the most that the file takes is UINT_MAX. */
enum { NEVER = 1000 * 1000 * 1000 };
/* Each of these at the beginning and at the end fails, and about so many in between. */
enum { EDGE = 250, BETWEEN = 50 };

static const char *path;
/* How many allocations were made until then, by the process that makes them. */
static unsigned long *made;

/* Each returns 0 or an errno. */

static int load_with(const char *parameters)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0)
		return errno;
	if (syscall(SYS_finit_module, fd, parameters, 0))
		error = errno;
	close(fd);
	return error;
}

static int load(void)
{
	return load_with("");
}

/* The first thing that the module does is to look at its parameters. */
static int be_refused(void)
{
	return load_with("max_sockets=4294967295");
}

static int read_all(void)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = 0;
	char text[4096];
	ssize_t length;

	if (fd < 0)
		return errno;
	do
		length = read(fd, text, sizeof(text));
	while (length > 0);
	if (length < 0)
		error = errno;
	close(fd);
	return error;
}

/* Without memory for a process's folder /proc says that there is none. That is not our file. */
static void look_up(void)
{
	must(!access(path, R_OK), path);
}

static int make_namespace(void)
{
	return unshare(CLONE_NEWNET) ? errno : 0;
}

static void unload(void)
{
	must(!syscall(SYS_delete_module, "tcpstate", O_NONBLOCK), "delete_module");
}

/*
 * @prepare: done before anything fails, if there is anything to do.
 * @stop: like @act, but comes to an end with EINVAL where our part of it would begin; NULL: it
 * is ours from its beginning.
 */
static const struct action {
	const char *name;
	int (*act)(void);
	void (*undo)(void);
	void (*prepare)(void);
	int (*stop)(void);
} actions[] = {
	{ .name = "load", .act = load, .undo = unload, .stop = be_refused },
	{ .name = "read", .act = read_all, .prepare = look_up },
	{ .name = "namespace", .act = make_namespace },
};

static void write_nth(int fd, unsigned long nth)
{
	char text[32];
	int length = snprintf(text, sizeof(text), "%lu", nth);

	must(pwrite(fd, text, length, 0) == length, "writing /proc/thread-self/fail-nth");
}

/* How many allocations were still to go before one would have failed. */
static unsigned long read_nth(int fd)
{
	char text[32] = "";

	must(pread(fd, text, sizeof(text) - 1, 0) > 0, "reading /proc/thread-self/fail-nth");
	return strtoul(text, NULL, 10);
}

/*
 * How many allocations are made before ours: more than half of a load's are those that any
 * module takes. Undoing what was refused takes some too, as does a slab that is full this time.
 */
static unsigned long before_ours(const struct action *action)
{
	enum { UNDOING = 100 };
	int fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC), error;
	unsigned long used;

	must(fd >= 0, "/proc/thread-self/fail-nth");
	write_nth(fd, NEVER);
	error = action->stop();
	used = NEVER - read_nth(fd);
	write_nth(fd, 0);
	close(fd);
	if (error != EINVAL)
		fail("%s was not refused: %s", action->name, strerror(error));
	return used > UNDOING ? used - UNDOING : 0;
}

/* In a process of its own. Return: false when there was no n-th allocation. */
static bool fail_one(const struct action *action, unsigned long nth)
{
	int status, error, fd;
	unsigned long rest;
	pid_t child = fork();

	must(child >= 0, "fork");
	if (!child) {
		fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
		must(fd >= 0, "/proc/thread-self/fail-nth");
		if (action->prepare)
			action->prepare();
		write_nth(fd, nth);
		error = action->act();
		rest = read_nth(fd);
		write_nth(fd, 0);
		*made = nth - rest;
		if (!error && action->undo)
			action->undo();
		if (error && error != ENOMEM)
			fail("allocation %lu failed, and %s says: %s", nth, action->name,
			     strerror(error));
		if (error && rest)
			fail("nothing failed, and %s says: %s", action->name, strerror(error));
		/* Some allocations can fail without harm. */
		_exit(rest ? 10 : 0);
	}
	must(waitpid(child, &status, 0) == child, "waitpid");
	if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 10))
		exit(FAILED);
	return WEXITSTATUS(status) == 0;
}

static unsigned long next_after(unsigned long nth, unsigned long first, unsigned long all)
{
	unsigned long step = 1 + (all - first) / BETWEEN;

	if (nth < first + EDGE || nth + EDGE >= all)
		return nth + 1;
	return nth + step < all - EDGE ? nth + step : all - EDGE;
}

static void fail_each(const struct action *action)
{
	unsigned long first = 1 + (action->stop ? before_ours(action) : 0), nth, all;
	unsigned int times = 0;

	fail_one(action, NEVER);
	all = *made;
	for (nth = first; fail_one(action, nth); times++)
		nth = next_after(nth, first, all);
	if (!times)
		fail("no allocation failed: is fault injection on?");
	note("%s %s: failed at %u of the allocations %lu to %lu", action->name, path, times, first,
	     nth - 1);
}

int main(int argc, char **argv)
{
	unsigned int i;

	if (argc < 2) {
		fputs("usage: fail_nth load|read|namespace [FILE]\n"
		      "Lets each allocation for it fail, alone, one after the other.\n", stderr);
		return 2;
	}
	path = argc > 2 ? argv[2] : "";
	made = mmap(NULL, sizeof(*made), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(made != MAP_FAILED, "mmap");
	for (i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strcmp(actions[i].name, argv[1]))
			continue;
		fail_each(&actions[i]);
		return PASSED;
	}
	fail("nothing is called '%s'", argv[1]);
}
