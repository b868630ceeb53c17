// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draws system calls at random on every file of the module, in several processes that share
 * some of the open files: what is read is text, what must be refused is refused, and the
 * kernel has nothing to report.
 */

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tests/guest/lib/scenario_exit.h"

enum { PROCESSES = 3, SHARED = 6, SLOTS = 18, ROOM = 256 * 1024, PAGE = 4096 };

static const char *const patterns[] = {
	"/proc/" TCPSTATE_PROC_SUMMARY "*",
	"/proc/net/" TCPSTATE_PROC_SUMMARY "*",
	"/proc/net/" TCPSTATE_PROC_SOCKETS_IN "/*",
};

enum { PATTERNS = sizeof(patterns) / sizeof(patterns[0]) };

/* An open file, or -1; those below SHARED are the same in all processes and stay open. */
struct slot {
	const char *path;
	int fd;
};

/* What a process did, for the one that waits for it. */
struct tally {
	unsigned long calls, bytes;
};

static glob_t files;
static struct slot slots[SLOTS];
static struct tally *tally;
static volatile sig_atomic_t told_to_end;
static pid_t process[PROCESSES];
/* ROOM bytes, and behind them a page that nobody may touch. */
static char *room;
static int null, into_pipe, out_of_pipe;

/* The first process tells the others, which know of no other. */
static void end(int number)
{
	unsigned int i;

	told_to_end = 1;
	for (i = 0; i < PROCESSES; i++)
		if (process[i])
			kill(process[i], number);
}

static unsigned int draw(unsigned int below)
{
	return random() % below;
}

static const char *draw_path(void)
{
	return files.gl_pathv[draw(files.gl_pathc)];
}

/* Mostly what a reader would ask for; at times a page, more or less, or nearly anything. */
static size_t draw_length(void)
{
	switch (draw(8)) {
	case 0:
		return draw(3);
	case 1:
		return PAGE - 1 + draw(3);
	case 2:
		return ROOM;
	case 3:
		return (size_t)draw(1 << 30) << draw(4);
	default:
		return draw(2 * PAGE);
	}
}

static off_t draw_offset(void)
{
	switch (draw(8)) {
	case 0:
		return 0;
	case 1:
		return PAGE * draw(16) - 1 + draw(3);
	case 2:
		return INT64_MAX - draw(PAGE);
	case 3:
		return -(off_t)draw(PAGE);
	case 4:
		return (off_t)random() << draw(33);
	default:
		return draw(64 * 1024);
	}
}

/* Room for a read; how much of it there is, the caller may not know. */
static char *draw_buffer(void)
{
	switch (draw(8)) {
	case 0:
		return NULL;
	case 1:
		/* Its end is nobody's. */
		return room + ROOM - draw(PAGE);
	case 2:
		return room + ROOM;
	default:
		return room;
	}
}

static void refused(bool succeeded, const char *path, const char *what)
{
	if (succeeded)
		fail("%s: %s was not refused", path, what);
}

/* Nothing but text, whole or in part: memory that was not written to looks otherwise. */
static void check_text(const char *path, const char *text, ssize_t length, size_t asked)
{
	ssize_t i;

	if (length <= 0)
		return;
	if ((size_t)length > asked)
		fail("%s: asked for %zu bytes, got %zd", path, asked, length);
	tally->bytes += length;
	for (i = 0; i < length; i++)
		if (text[i] != '\n' && (text[i] < ' ' || text[i] > '~'))
			fail("%s: byte %zd of %zd is 0x%02x", path, i, length,
			     (unsigned char)text[i]);
}

static void fuzz_read(struct slot *slot)
{
	size_t length = draw_length();
	char *buffer = draw_buffer();

	check_text(slot->path, buffer, read(slot->fd, buffer, length), length);
}

static void fuzz_pread(struct slot *slot)
{
	size_t length = draw_length();
	char *buffer = draw_buffer();

	check_text(slot->path, buffer, pread(slot->fd, buffer, length, draw_offset()), length);
}

static void fuzz_readv(struct slot *slot)
{
	static const int flags[] = { 0, RWF_NOWAIT, RWF_HIPRI, RWF_APPEND };
	size_t length = draw(PAGE);
	struct iovec piece[] = { { room, length }, { draw_buffer(), draw_length() } };
	ssize_t got = preadv2(slot->fd, piece, 2, draw(2) ? -1 : draw_offset(), flags[draw(4)]);

	check_text(slot->path, room, got < (ssize_t)length ? got : (ssize_t)length, length);
}

static void fuzz_lseek(struct slot *slot)
{
	lseek(slot->fd, draw_offset(), draw(SEEK_HOLE + 2));
}

static void fuzz_splice(struct slot *slot)
{
	ssize_t got = splice(slot->fd, NULL, into_pipe, NULL, draw_length(), SPLICE_F_NONBLOCK);

	while (got > 0) {
		ssize_t part = read(out_of_pipe, room, ROOM);

		must(part > 0, "reading what was spliced");
		check_text(slot->path, room, part, got);
		got -= part;
	}
}

static void fuzz_sendfile(struct slot *slot)
{
	off_t offset = draw_offset();

	sendfile(null, slot->fd, draw(2) ? &offset : NULL, draw_length());
	syscall(SYS_copy_file_range, slot->fd, NULL, null, NULL, draw_length(), 0);
}

static void fuzz_mmap(struct slot *slot)
{
	static const int kinds[] = { MAP_SHARED, MAP_PRIVATE, MAP_SHARED | MAP_POPULATE };
	void *memory = mmap(NULL, 1 + draw_length(), 1 + draw(7), kinds[draw(3)], slot->fd,
			    draw(4) * PAGE);

	refused(memory != MAP_FAILED, slot->path, "mmap");
}

/* The kernel itself answers some for every file: to be refused is not the point. */
static void fuzz_ioctl(struct slot *slot)
{
	static const char kinds[] = "Tftvx\x12\x89";

	ioctl(slot->fd, _IOC(draw(4), draw(2) ? kinds[draw(sizeof(kinds))] : (int)draw(256),
			     draw(256), draw(PAGE)), room);
}

static void fuzz_write(struct slot *slot)
{
	struct iovec piece = { room, draw(PAGE) };

	refused(write(slot->fd, room, draw_length()) >= 0, slot->path, "write");
	refused(pwrite(slot->fd, room, draw_length(), draw_offset()) >= 0, slot->path, "pwrite");
	refused(writev(slot->fd, &piece, 1) >= 0, slot->path, "writev");
	refused(!fallocate(slot->fd, draw(4), 0, PAGE), slot->path, "fallocate");
}

static void fuzz_wait(struct slot *slot)
{
	struct pollfd wanted = { .fd = slot->fd, .events = draw(1 << 14) };

	poll(&wanted, 1, 0);
	fcntl(slot->fd, F_SETFL, draw(2) ? O_NONBLOCK : 0);
	flock(slot->fd, (draw(2) ? LOCK_EX : LOCK_UN) | LOCK_NB);
	posix_fadvise(slot->fd, draw_offset(), draw_offset(), draw(8));
	fsync(slot->fd);
}

static void fuzz_look(struct slot *slot)
{
	struct stat stat;

	fstat(slot->fd, &stat);
	syscall(SYS_getdents64, slot->fd, draw_buffer(), draw_length());
}

/* The last one is a name that does not exist. */
static void fuzz_open(struct slot *slot)
{
	static const int kinds[] = {
		O_RDONLY, O_RDONLY, O_RDONLY, O_WRONLY, O_RDWR, O_PATH, O_DIRECTORY,
		O_RDONLY | O_NONBLOCK, O_RDONLY | O_DIRECT, O_RDWR | O_TRUNC, O_WRONLY | O_APPEND,
	};
	char name[64];
	int fd;

	if (slot >= &slots[SHARED]) {
		if (slot->fd >= 0)
			close(slot->fd);
		slot->path = draw_path();
		slot->fd = open(slot->path,
				kinds[draw(sizeof(kinds) / sizeof(kinds[0]))] | O_CLOEXEC);
	}
	snprintf(name, sizeof(name), "/proc/net/%s/%ld", TCPSTATE_PROC_SOCKETS_IN, random());
	fd = open(name, draw(2) ? O_RDONLY : O_RDWR | O_CREAT, 0666);
	refused(fd >= 0, name, "making a file");
}

static void (*const calls[])(struct slot *slot) = {
	fuzz_read, fuzz_read, fuzz_read, fuzz_pread, fuzz_pread, fuzz_pread, fuzz_readv, fuzz_lseek,
	fuzz_splice, fuzz_sendfile, fuzz_mmap, fuzz_ioctl, fuzz_write, fuzz_wait, fuzz_look,
	fuzz_open, fuzz_open,
};

static void prepare(void)
{
	unsigned int i;

	for (i = 0; i < PATTERNS; i++)
		if (glob(patterns[i], i ? GLOB_APPEND : 0, NULL, &files))
			fail("%s: no such files, is the module loaded?", patterns[i]);
	room = mmap(NULL, ROOM + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	must(room != MAP_FAILED && !mprotect(room + ROOM, PAGE, PROT_NONE), "room to read into");
	tally = mmap(NULL, PROCESSES * sizeof(*tally), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	must(tally != MAP_FAILED, "room to count in");
	null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	must(null >= 0, "/dev/null");
	for (i = 0; i < SLOTS; i++) {
		slots[i].path = draw_path();
		slots[i].fd = i < SHARED ? open(slots[i].path, O_RDONLY | O_CLOEXEC) : -1;
	}
}

static void fuzz(unsigned int seed, unsigned long count)
{
	struct slot *slot;
	int ends[2];

	/* What it goes along with is what a test waits for. */
	must(nice(10) != -1, "nice");
	srandom(seed);
	must(!pipe2(ends, O_CLOEXEC), "pipe");
	out_of_pipe = ends[0];
	into_pipe = ends[1];
	while (!told_to_end && (!count || tally->calls < count)) {
		slot = &slots[draw(SLOTS)];
		if (slot->fd < 0)
			fuzz_open(slot);
		else
			calls[draw(sizeof(calls) / sizeof(calls[0]))](slot);
		tally->calls++;
	}
}

/* None is told to end before all are there to be told. */
static void start(unsigned int seed, unsigned long count)
{
	sigset_t term;
	unsigned int i;
	pid_t child;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	fflush(stdout);
	for (i = 0; i < PROCESSES; i++) {
		child = fork();
		must(child >= 0, "fork");
		if (!child) {
			memset(process, 0, sizeof(process));
			sigprocmask(SIG_UNBLOCK, &term, NULL);
			tally += i;
			fuzz(seed + i, count);
			exit(PASSED);
		}
		process[i] = child;
	}
	sigprocmask(SIG_UNBLOCK, &term, NULL);
}

static void finish(void)
{
	unsigned long done = 0, bytes = 0;
	unsigned int i;
	pid_t ended;
	int status;

	for (i = 0; i < PROCESSES; i++) {
		do
			ended = waitpid(process[i], &status, 0);
		while (ended < 0 && errno == EINTR);
		must(ended == process[i], "waitpid");
		if (status)
			fail("a process ended with status %d", status);
		done += tally[i].calls;
		bytes += tally[i].bytes;
	}
	if (!bytes)
		fail("nothing was read in %lu calls", done);
	note("%lu calls drawn, %lu bytes of text read", done, bytes);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = end };
	unsigned long count = 0;
	unsigned int seed = 1;
	int option;

	while ((option = getopt(argc, argv, "s:n:")) != -1) {
		if (option == 's')
			seed = strtoul(optarg, NULL, 10);
		else if (option == 'n')
			count = strtoul(optarg, NULL, 10);
		else
			argc = -1;
	}
	if (optind != argc) {
		fputs("usage: fuzz_files [-s SEED] [-n CALLS]\n"
		      "Draws CALLS system calls on the module's files; 0 or none: until SIGTERM.\n",
		      stderr);
		return 2;
	}
	srandom(seed);
	sigaction(SIGTERM, &action, NULL);
	prepare();
	note("%zu files", files.gl_pathc);
	start(seed, (count + PROCESSES - 1) / PROCESSES);
	finish();
	return PASSED;
}
