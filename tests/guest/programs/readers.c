// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the list of sockets in every way a file can be read, at rest and while connections
 * come and go: no line of a socket that stays is lost, repeated or torn.
 */

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/rows.h"
#include "tests/guest/lib/permanent.h"
#include "tests/guest/lib/traffic.h"
#include "tests/guest/lib/scenario_exit.h"

enum {
	TEXT = 8 << 20, WORKLOADS = 2, STOPPED = 2, KILLED = 30, ROUNDS = 14,
	TRIES = 50,
};

static const size_t pieces[] = { 7, 100, 1000, 4095, 4096, 65536, TEXT };

enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };

static char text[TEXT], other_text[TEXT];
static pid_t stopped[STOPPED];

static int open_list(void)
{
	int fd = open(ROWS_OWN, O_RDONLY | O_CLOEXEC);

	must(fd >= 0, ROWS_OWN);
	return fd;
}

/* Reads from where the file is to its end, by pieces; returns how much that was. */
static size_t read_on(int fd, char *to, size_t piece)
{
	size_t used = 0, room;
	ssize_t length;

	do {
		room = TEXT - 1 - used;
		if (!room)
			fail("the list is longer than %d bytes", TEXT);
		length = read(fd, to + used, piece < room ? piece : room);
		must(length >= 0, "read");
		used += length;
	} while (length);
	to[used] = '\0';
	return used;
}

static size_t read_all(char *to, size_t piece)
{
	int fd = open_list();
	size_t length = read_on(fd, to, piece);

	close(fd);
	return length;
}

static void by_pieces(size_t piece)
{
	read_all(other_text, piece);
}

/* From the end to the beginning; each read says from where. */
static void backwards(size_t piece)
{
	size_t length = read_all(other_text, TEXT), begin, at;
	int fd = open_list();
	ssize_t got;

	memset(other_text, '?', length);
	for (begin = (length - 1) / piece * piece; begin < length; begin -= piece) {
		/* A read may give less than it is asked for. */
		for (at = begin; at < begin + piece && at < length; at += got) {
			got = pread(fd, other_text + at, begin + piece - at, at);
			if (got <= 0)
				break;
		}
	}
	close(fd);
}

/* The second half first. */
static void from_the_middle(size_t piece)
{
	size_t middle = read_all(other_text, TEXT) / 2, at;
	int fd = open_list();
	ssize_t got;

	memset(other_text, '?', 2 * middle);
	must(lseek(fd, middle, SEEK_SET) == (off_t)middle, "lseek to the middle");
	read_on(fd, other_text + middle, piece);
	must(!lseek(fd, 0, SEEK_SET), "lseek to the beginning");
	for (at = 0; at < middle; at += got) {
		got = read(fd, other_text + at, piece < middle - at ? piece : middle - at);
		if (got <= 0)
			break;
	}
	close(fd);
}

/* Ages are what changes at rest. Returns false if there was no rest. */
static bool is_same(void (*read_it)(size_t), size_t piece, bool tell)
{
	static struct rows before, rows, after;

	read_all(text, TEXT);
	rows_parse(&before, text);
	read_it(piece);
	read_all(text, TEXT);
	rows_parse(&after, text);
	rows_sort(&before);
	rows_sort(&after);
	if (rows_compare(&before, &after, false, "", ""))
		return false;
	rows_parse(&rows, other_text);
	rows_sort(&rows);
	if (!rows_compare(&before, &rows, tell, "in the whole", "in pieces"))
		return true;
	if (tell)
		fail("the list is another one");
	return false;
}

static void read_at_rest(const char *how, void (*read_it)(size_t), size_t least)
{
	unsigned int tries;
	size_t i;

	for (i = 0; i < PIECES; i++) {
		if (pieces[i] < least)
			continue;
		for (tries = 0; tries < TRIES && !is_same(read_it, pieces[i], false); tries++)
			;
		if (tries == TRIES && !is_same(read_it, pieces[i], true))
			fail("no quiet moment in %d tries", TRIES);
		note("%s, %zu bytes at a time: the same list", how, pieces[i]);
	}
}

static void read_rounds(void)
{
	unsigned int round;
	char how[64];
	size_t length;

	for (round = 0; round < ROUNDS; round++) {
		snprintf(how, sizeof(how), "under traffic, %zu bytes at a time",
			 pieces[round % PIECES]);
		length = read_all(text, pieces[round % PIECES]);
		permanent_check(text, length, how);
	}
}

static void wait_success(pid_t process, const char *who)
{
	int status;

	must(waitpid(process, &status, 0) == process, "waitpid");
	if (status)
		fail("%s ended with status %d", who, status);
}

/* Each has read a part and will not come back; nobody else may notice. */
static void stop_readers(void)
{
	static char part[1000];
	unsigned int i;

	for (i = 0; i < STOPPED; i++) {
		stopped[i] = fork();
		must(stopped[i] >= 0, "fork");
		if (stopped[i])
			continue;
		must(read(open_list(), part, sizeof(part)) == sizeof(part), "read");
		raise(SIGSTOP);
		exit(FAILED);
	}
	for (i = 0; i < STOPPED; i++)
		must(waitpid(stopped[i], NULL, WUNTRACED) == stopped[i], "waitpid");
}

/* Others are killed at any moment of a read. */
static void kill_readers(void)
{
	unsigned int i;
	pid_t reader;

	for (i = 0; i < STOPPED; i++) {
		must(!kill(stopped[i], SIGKILL), "kill");
		must(waitpid(stopped[i], NULL, 0) == stopped[i], "waitpid");
	}
	for (i = 0; i < KILLED; i++) {
		reader = fork();
		must(reader >= 0, "fork");
		if (!reader)
			for (;;)
				read_all(text, pieces[i % PIECES]);
		usleep(i * 500);
		must(!kill(reader, SIGKILL), "kill");
		must(waitpid(reader, NULL, 0) == reader, "waitpid");
	}
}

static void read_under_traffic(void)
{
	size_t length = read_all(text, TEXT);
	pid_t second;

	note("%u sockets stay", permanent_begin(text, length));
	traffic_begin(WORKLOADS);
	stop_readers();
	fflush(stdout);
	second = fork();
	must(second >= 0, "fork");
	read_rounds();
	if (!second)
		exit(PASSED);
	wait_success(second, "the second reader");
	kill_readers();
	read_rounds();
	traffic_end();
	note("%d readings under traffic: each was listed exactly once", 3 * ROUNDS);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc != 1) {
		fputs("usage: readers\n"
		      "Expects sockets in this network namespace, at rest.\n", stderr);
		return 2;
	}
	read_at_rest("on and on", by_pieces, 0);
	/* The kernel begins at the first line for each. */
	read_at_rest("backwards", backwards, 1000);
	read_at_rest("from the middle", from_the_middle, 0);
	read_under_traffic();
	return PASSED;
}
