// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints what it costs to read a file, to run a program, or to ask an exporter, in ns: the
 * median, the least and the most of some samples, and how many bytes came.
 */

#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/clock.h"

enum { SAMPLES_MAX = 64, OUTPUT = 1 };

/* As large as a page of /proc can be asked for at once. */
static char buffer[65536];

static uint64_t read_all(int fd)
{
	uint64_t bytes = 0;
	ssize_t length;

	while ((length = read(fd, buffer, sizeof(buffer))) > 0)
		bytes += length;
	must(!length, "read");
	return bytes;
}

static uint64_t read_file(char **arguments)
{
	int fd = open(arguments[0], O_RDONLY);
	uint64_t bytes;

	must(fd >= 0, arguments[0]);
	bytes = read_all(fd);
	close(fd);
	return bytes;
}

/* What it prints is thrown away, as cheaply as can be. */
static uint64_t run_program(char **arguments)
{
	posix_spawn_file_actions_t actions;
	pid_t process;
	int status;

	must(!posix_spawn_file_actions_init(&actions), "posix_spawn_file_actions_init");
	must(!posix_spawn_file_actions_addopen(&actions, OUTPUT, "/dev/null", O_WRONLY, 0),
	     "posix_spawn_file_actions_addopen");
	must(!posix_spawnp(&process, arguments[0], &actions, NULL, arguments, environ),
	     arguments[0]);
	must(waitpid(process, &status, 0) == process, "waitpid");
	must(!status, arguments[0]);
	posix_spawn_file_actions_destroy(&actions);
	return 0;
}

/* HTTP as a Prometheus server speaks it, to a port of this host. */
static uint64_t scrape(char **arguments)
{
	static const char request[] =
		"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(strtoul(arguments[0], NULL, 10)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	uint64_t bytes;

	must(!connect(fd, (struct sockaddr *)&address, sizeof(address)), "connect");
	must(write(fd, request, sizeof(request) - 1) == sizeof(request) - 1, "write");
	bytes = read_all(fd);
	must(bytes > 0, "an answer");
	close(fd);
	return bytes;
}

static const struct kind {
	const char *name;
	uint64_t (*once)(char **arguments);
} kinds[] = {
	{ "read", read_file },
	{ "run", run_program },
	{ "scrape", scrape },
	{ 0 },
};

static int compare(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
	static uint64_t cost_ns[SAMPLES_MAX];
	const struct kind *kind = kinds;
	unsigned int samples, i;
	uint64_t begin_ns, bytes = 0;

	while (argc >= 4 && kind->name && strcmp(argv[1], kind->name))
		kind++;
	samples = argc >= 4 ? strtoul(argv[2], NULL, 10) : 0;
	if (!samples || samples > SAMPLES_MAX || !kind->name) {
		fputs("usage: cost read SAMPLES FILE\n"
		      "       cost run SAMPLES PROGRAM [ARGUMENT...]\n"
		      "       cost scrape SAMPLES PORT\n", stderr);
		return 2;
	}
	/* The first one is for the caches. */
	if (samples > 1)
		kind->once(&argv[3]);
	for (i = 0; i < samples; i++) {
		begin_ns = now_ns();
		bytes = kind->once(&argv[3]);
		cost_ns[i] = now_ns() - begin_ns;
	}
	qsort(cost_ns, samples, sizeof(*cost_ns), compare);
	printf("%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", cost_ns[samples / 2],
	       cost_ns[0], cost_ns[samples - 1], bytes);
	return 0;
}
