// SPDX-License-Identifier: GPL-2.0-only
/*
 * On every CPU one process reads every file in a loop, and another makes namespaces, opens
 * sockets in them, reads their files and lets them end, as fast as it can.
 */

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/unprivileged.h"
#include "tests/guest/lib/scenario_exit.h"

enum { USER = 1000, PIECE = 4096, PATH = 300, SOME = 20, CPUS_MAX = 64 };

static const char * const files[] = {
	"/proc/tcpstate", "/proc/tcpstate_dwell", "/proc/net/tcpstate",
	"/proc/net/tcpstate_listeners", "/proc/net/tcpstate_sockets",
};

/* Not all of them can be opened from everywhere. */
static void read_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	static char piece[PIECE];

	if (fd < 0)
		return;
	while (read(fd, piece, PIECE) > 0)
		;
	close(fd);
}

static void read_files(void)
{
	DIR *folder = opendir("/proc/net/tcpstate_sockets_in");
	struct dirent *entry;
	char path[PATH];
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		read_file(files[i]);
	must(folder, "/proc/net/tcpstate_sockets_in");
	while ((entry = readdir(folder))) {
		snprintf(path, sizeof(path), "/proc/net/tcpstate_sockets_in/%s", entry->d_name);
		if (entry->d_name[0] != '.')
			read_file(path);
	}
	closedir(folder);
}

static void live_in_namespace(void)
{
	struct address address;
	unsigned int i;
	int listener;

	become(USER);
	enter_own_users(USER);
	set_loopback_up();
	for (i = 0; i < SOME; i++) {
		listener = new_listener(IPV4);
		address = local_address(listener);
		begin_connect(new_socket(IPV4), &address);
		if (i % 2)
			close(accept_from(listener));
	}
	read_files();
	/* A reader that stays in the middle of a list when the namespace's last process ends. */
	must(open("/proc/net/tcpstate_sockets", O_RDONLY | O_CLOEXEC) >= 0, "open");
}

static void make_namespace(void)
{
	pid_t child = fork();
	int status;

	must(child >= 0, "fork");
	if (!child) {
		live_in_namespace();
		exit(PASSED);
	}
	must(waitpid(child, &status, 0) == child, "waitpid");
	if (status)
		exit(FAILED);
}

static void run_on(unsigned int cpu, void (*work)(void), uint64_t end_ns)
{
	unsigned int rounds = 0;
	cpu_set_t only;

	if (fork())
		return;
	CPU_ZERO(&only);
	CPU_SET(cpu, &only);
	must(!sched_setaffinity(0, sizeof(only), &only), "sched_setaffinity");
	for (; now_ns() < end_ns; rounds++)
		work();
	note("CPU %u: %u times %s", cpu, rounds,
	     work == read_files ? "every file" : "a namespace");
	exit(PASSED);
}

int main(int argc, char **argv)
{
	unsigned int cpus = sysconf(_SC_NPROCESSORS_ONLN), cpu;
	int status, result = PASSED;
	uint64_t end_ns;

	if (argc != 2) {
		fputs("usage: turmoil SECONDS\n", stderr);
		return 2;
	}
	end_ns = now_ns() + strtoul(argv[1], NULL, 10) * S_NS;
	for (cpu = 0; cpu < cpus && cpu < CPUS_MAX; cpu++) {
		run_on(cpu, read_files, end_ns);
		run_on(cpu, make_namespace, end_ns);
	}
	while (wait(&status) > 0)
		if (status)
			result = FAILED;
	return result;
}
