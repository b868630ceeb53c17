// SPDX-License-Identifier: GPL-2.0-only
/* Says how long a reader holds a spinlock at a time, or a command, as lock_holds.bpf.c measures. */

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/lock_holds.h"
#include "tests/guest/lib/oracle.h"
#include "tests/guest/lib/scenario_exit.h"

enum { PIECE = 4096 };

static int open_map(void)
{
	union bpf_attr get = { .pathname = (uintptr_t)"/sys/fs/bpf/hold-maps/holds" };
	int map = bpf(BPF_OBJ_GET, &get);

	must(map >= 0, "the map of lock_holds.bpf.c");
	return map;
}

static void element(enum bpf_cmd command, int map, struct holds *holds)
{
	uint32_t key = 0;
	union bpf_attr attr = {
		.map_fd = map,
		.key = (uintptr_t)&key,
		.value = (uintptr_t)holds,
	};

	must(!bpf(command, &attr), "an element of the map of lock_holds.bpf.c");
}

/* Prints the function that an address is in, which is the last one that begins before it. */
static void note_function(unsigned long long address)
{
	FILE *symbols = fopen("/proc/kallsyms", "r");
	char line[512], name[256], nearest[256] = "?";
	uint64_t begin, nearest_begin = 0;

	must(symbols, "/proc/kallsyms");
	while (fgets(line, sizeof(line), symbols))
		if (sscanf(line, "%" SCNx64 " %*c %255s", &begin, name) == 2 &&
		    begin <= address && begin > nearest_begin) {
			nearest_begin = begin;
			memcpy(nearest, name, sizeof(nearest));
		}
	fclose(symbols);
	note("  %s", nearest);
}

static void note_stack(const struct holds *holds)
{
	unsigned int i;

	for (i = 0; i < HOLD_FRAMES && holds->stack[i]; i++)
		note_function(holds->stack[i]);
}

static void read_through(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	static char piece[PIECE];
	ssize_t length;

	must(fd >= 0, path);
	while ((length = read(fd, piece, PIECE)) > 0)
		;
	must(!length, path);
	close(fd);
}

static void begin(int map)
{
	struct holds holds = { .reader = getpid() };

	element(BPF_MAP_UPDATE_ELEM, map, &holds);
}

static bool was_short(int map, const char *what, unsigned long long most)
{
	struct holds holds;

	element(BPF_MAP_LOOKUP_ELEM, map, &holds);
	note("%s: %llu holds, the longest of %llu instructions", what, holds.taken,
	     holds.longest_ns);
	/* Opening a file alone takes some. */
	if (holds.taken && holds.longest_ns <= most)
		return true;
	note_stack(&holds);
	return false;
}

static void run(int map, char **command)
{
	pid_t process = fork();
	int status;

	must(process >= 0, "fork");
	if (!process) {
		begin(map);
		execvp(command[0], command);
		must(false, command[0]);
	}
	must(waitpid(process, &status, 0) == process, "waitpid");
	if (status)
		fail("%s ends with status %d", command[0], status);
}

int main(int argc, char **argv)
{
	bool running = argc > 1 && !strcmp(argv[1], "-x");
	char **arguments = argv + 1 + running;
	unsigned long long most;
	int status = PASSED, map;

	if (argc < 3 + running) {
		fputs("usage: longest_hold INSTRUCTIONS FILE...\n"
		      "       longest_hold -x INSTRUCTIONS COMMAND...\n"
		      "Fails if a lock is held for longer than so many while a file is read, or by\n"
		      "the command.\n", stderr);
		return 2;
	}
	most = strtoull(*arguments++, NULL, 10);
	map = open_map();
	if (running) {
		run(map, arguments);
		return was_short(map, *arguments, most) ? PASSED : FAILED;
	}
	for (; *arguments; arguments++) {
		begin(map);
		read_through(*arguments);
		if (!was_short(map, *arguments, most))
			status = FAILED;
	}
	return status;
}
