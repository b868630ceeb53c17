// SPDX-License-Identifier: GPL-2.0-only
/* Leaves sockets in every state, by a seed, and keeps them there until it is told. */

#include <arpa/inet.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/guest/lib/spoof.h"
#include "tests/guest/lib/unprivileged.h"
#include "tests/guest/lib/scenario_exit.h"
#include "tests/guest/programs/workload.h"

enum { FILES = 300 * 1000, WAIT_MS = 10000 };

volatile sig_atomic_t workload_released;

static void release(int signal)
{
	(void)signal;
	workload_released = 1;
}

static void usage(FILE *stream)
{
	fputs("usage: workload [-u [-y SYSCTL=VALUE]...] [-v] [-s SEED] [-n COUNT] hold|crowd|churn\n"
	      "Leaves TCP sockets on loopback, prints 'ready', and keeps them until SIGTERM.\n"
	      "  hold      up to COUNT of each kind of connection, in every state (default 5)\n"
	      "  crowd     COUNT established connections\n"
	      "  churn     opens and closes COUNT connections and ends; 0: until SIGTERM\n"
	      "  -u        in a network namespace of its own\n"
	      "  -y        set a sysctl of that namespace, as net/ipv4/tcp_fin_timeout=120\n"
	      "  -v        vanish on SIGTERM: no peer hears of it, minisocks and orphans stay\n"
	      "  -s SEED   which random numbers to draw (default 1)\n", stream);
}

unsigned int chance(unsigned int end)
{
	return random() % end;
}

enum family random_family(void)
{
	return chance(FAMILIES);
}

void wait_state(int fd, unsigned int state)
{
	struct tcp_info info;
	socklen_t length;
	unsigned int ms;

	for (ms = 0; ms < WAIT_MS; ms++) {
		length = sizeof(info);
		must(!getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length), "getsockopt(TCP_INFO)");
		if (info.tcpi_state == state)
			return;
		usleep(1000);
	}
	fail("a socket stays in state %u instead of %u", info.tcpi_state, state);
}

static void enter_own_namespace(void)
{
	must(!unshare(CLONE_NEWNET), "unshare");
	set_loopback_up();
}

static void set_in_namespace(char *assignment)
{
	char *value = strchr(assignment, '=');

	if (!value)
		fail("'%s' is not SYSCTL=VALUE", assignment);
	*value = '\0';
	set_sysctl(assignment, value + 1);
}

/* Holds what is named until SIGTERM comes. */
static int hold(const char *what, unsigned int count, bool vanish)
{
	sigset_t term;
	int number;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);
	if (!strcmp(what, "hold")) {
		hold_random(count);
	} else if (!strcmp(what, "crowd")) {
		hold_crowd(count);
	} else {
		usage(stderr);
		return 2;
	}
	puts("ready");
	fflush(stdout);
	sigwait(&term, &number);
	if (vanish)
		hold_vanish();
	else
		hold_release();
	return PASSED;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = release, .sa_flags = SA_RESTART };
	struct rlimit files = { FILES, FILES };
	unsigned int count = 5, seed = 1;
	bool vanish = false;
	int option;

	while ((option = getopt(argc, argv, "uy:vs:n:h")) != -1) {
		switch (option) {
		case 'u':
			enter_own_namespace();
			break;
		case 'y':
			set_in_namespace(optarg);
			break;
		case 'v':
			vanish = true;
			break;
		case 's':
			seed = strtoul(optarg, NULL, 10);
			break;
		case 'n':
			count = strtoul(optarg, NULL, 10);
			break;
		case 'h':
			usage(stdout);
			return PASSED;
		default:
			usage(stderr);
			return 2;
		}
	}
	if (optind != argc - 1) {
		usage(stderr);
		return 2;
	}
	srandom(seed);
	signal(SIGPIPE, SIG_IGN);
	must(!setrlimit(RLIMIT_NOFILE, &files), "setrlimit");
	add_silent_network();
	if (!strcmp(argv[optind], "churn")) {
		sigaction(SIGTERM, &action, NULL);
		churn(count);
		return PASSED;
	}
	return hold(argv[optind], count, vanish);
}
