// SPDX-License-Identifier: GPL-2.0-only
/*
 * Closes listeners on one CPU while connections to them are made on another, until the kernel
 * has cloned a child from a listener that was closed just then. The event of its birth says
 * CLOSE to SYN_RECV, since it names the state that the clone has of its listener
 * (tcp_v4_rcv() looks at it, inet_csk_clone_lock() copies it later, without a lock).
 *
 * Needs two CPUs, and the oracle, which tells.
 */

#include <inttypes.h>
#include <linux/filter.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/oracle.h"
#include "tests/guest/lib/scenario_exit.h"

enum { CLOSE = 7, SYN_RECV = 3, PORT = 9000, MOST_ROUNDS = 20000 };
/* As many as net.core.optmem_max allows everywhere. */
enum { STEPS = 512 };

/* What the two processes share: the round that each has come to, and when to close. */
struct rounds {
	atomic_uint listening;
	atomic_uint connecting;
	atomic_uint delay_ns;
};

static void run_on(int cpu)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	must(!sched_setaffinity(0, sizeof(cpus), &cpus), "sched_setaffinity, for two CPUs");
}

/* Not asleep: a thread that is woken is late by more than a birth takes. */
static void wait_for(atomic_uint *round, unsigned int value)
{
	while (atomic_load(round) != value)
		;
}

static uint64_t births_of_closed(void)
{
	static uint64_t pair[ORACLE_CELLS];

	oracle_pairs(pair);
	return pair[CLOSE * ORACLE_STATES + SYN_RECV];
}

/*
 * Each packet to it takes that long to be let through, that of a child between the two looks
 * at the state: most of a connect() then lies there.
 */
static void filter_slowly(int fd)
{
	static struct sock_filter steps[STEPS];
	struct sock_fprog filter = { .len = STEPS, .filter = steps };
	unsigned int i;

	for (i = 0; i < STEPS - 1; i++)
		steps[i] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
							SKF_AD_OFF + SKF_AD_RANDOM);
	steps[i] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, UINT32_MAX);
	must(!setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof(filter)),
	     "SO_ATTACH_FILTER");
}

static int listen_at(const struct address *address)
{
	int fd = new_socket(IPV4);

	bind_to(fd, address);
	filter_slowly(fd);
	must(!listen(fd, 16), "listen");
	return fd;
}

/*
 * On loopback all is said before connect() returns. What comes of it is no matter, and a SYN
 * that a closed listener dropped is not waited for.
 */
static uint64_t time_connect(const struct address *address)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	uint64_t begin_ns = now_ns(), took_ns;

	must(fd >= 0, "socket");
	connect(fd, (const struct sockaddr *)&address->storage, address->length);
	took_ns = now_ns() - begin_ns;
	reset_on_close(fd);
	close_socket(fd);
	return took_ns;
}

/* The shortest: the first ones take much longer. */
static uint64_t usual_connect_ns(const struct address *address)
{
	uint64_t least_ns = UINT64_MAX, took_ns;
	int listener = listen_at(address);
	unsigned int i;

	for (i = 0; i < 10; i++) {
		took_ns = time_connect(address);
		if (took_ns < least_ns)
			least_ns = took_ns;
	}
	close_socket(listener);
	return least_ns;
}

__attribute__((noreturn))
static void close_again_and_again(struct rounds *rounds, const struct address *address)
{
	unsigned int round;
	uint64_t begin_ns;
	int listener;

	run_on(1);
	for (round = 1;; round++) {
		listener = listen_at(address);
		atomic_store(&rounds->listening, round);
		wait_for(&rounds->connecting, round);
		begin_ns = now_ns();
		while (now_ns() - begin_ns < atomic_load(&rounds->delay_ns))
			;
		close_socket(listener);
	}
}

/* At any time of a connect(): where in it a child is born differs by kernel and machine. */
static void connect_until_born(struct rounds *rounds, const struct address *address,
			       unsigned int usual_ns)
{
	uint64_t before = births_of_closed();
	unsigned int round;

	run_on(0);
	for (round = 1; round <= MOST_ROUNDS; round++) {
		wait_for(&rounds->listening, round);
		atomic_store(&rounds->delay_ns, rand() % usual_ns);
		atomic_store(&rounds->connecting, round);
		time_connect(address);
		if (births_of_closed() > before) {
			note("a child of a closed listener in round %u", round);
			return;
		}
	}
	fail("no child of a closed listener in %u rounds", MOST_ROUNDS);
}

int main(void)
{
	struct address address = loopback_address(IPV4, PORT);
	struct rounds *rounds;
	uint64_t usual_ns;
	pid_t closer;

	rounds = mmap(NULL, sizeof(*rounds), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	must(rounds != MAP_FAILED, "mmap");
	usual_ns = usual_connect_ns(&address);
	closer = fork();
	must(closer >= 0, "fork");
	if (!closer)
		close_again_and_again(rounds, &address);
	connect_until_born(rounds, &address, usual_ns);
	must(!kill(closer, SIGKILL) && waitpid(closer, NULL, 0) == closer, "ending the closer");
	return PASSED;
}
