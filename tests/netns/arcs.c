// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drives the kernel along every arc that a program can cause and requires of
 * /proc/tcpstate that exactly the right numbers move, step by step.
 *
 * usage: arcs [PART_OF_A_NAME]
 *
 * Run as root, with the module loaded, on a machine where nothing else makes TCP
 * connections or has just closed some.
 *
 * Every pair that the kernel can produce, and what drives it here:
 *
 * CLOSE>LISTEN			listen twice; in use; shut down, listens again
 * CLOSE>SYN_SENT		all
 * LISTEN>SYN_RECV		all; with syncookies; with a deferred accept
 * LISTEN>CLOSE			by close, shutdown, connect(AF_UNSPEC), SOCK_DESTROY,
 *				and when the port is taken
 * SYN_SENT>ESTABLISHED		all; repair, without a packet
 * SYN_SENT>SYN_RECV		self connect; simultaneous open
 * SYN_SENT>CLOSE		refused; silent address; address in use
 * SYN_RECV>ESTABLISHED		all; simultaneous open; fast open
 * SYN_RECV>FIN_WAIT1		closed before the ACK: simultaneous open, fast open
 * SYN_RECV>CLOSE		the same, with a reset, unread data, a closed listener
 * ESTABLISHED>FIN_WAIT1	all that close
 * ESTABLISHED>CLOSE_WAIT	all that close
 * ESTABLISHED>CLOSE		reset and unread data at both sides; timeout; unaccepted
 *				children; SOCK_DESTROY; repair
 * FIN_WAIT1>FIN_WAIT2		all that close
 * FIN_WAIT1>CLOSING		simultaneous close; self connect
 * FIN_WAIT1>CLOSE		reset and timeout in FIN_WAIT1
 * FIN_WAIT2>TIME_WAIT		half close; simultaneous close; parked ones too
 * FIN_WAIT2>CLOSE		no FIN_WAIT2; data after shutdown; reset; no room for
 *				minisocks; parked ones that get data, a reset, or nothing
 * CLOSING>TIME_WAIT		simultaneous close; self connect
 * CLOSING>CLOSE		reset in CLOSING
 * CLOSE_WAIT>LAST_ACK		all that close
 * CLOSE_WAIT>CLOSE		unread data and reset in CLOSE_WAIT
 * LAST_ACK>CLOSE		all that close; reset and timeout in LAST_ACK
 * TIME_WAIT>CLOSE		recycled by a SYN; reused by connect; end of a namespace
 * self loops			of FIN_WAIT1, FIN_WAIT2, CLOSING and LAST_ACK by shutdown
 *				then close; of CLOSE by SOCK_DESTROY of a listener
 *
 * SYN_RECV>CLOSE_WAIT is the one pair that no program can force: it takes a FIN
 * in the SYN of a fast open, and tcp_rcv_state_process() drops a SYN with a FIN
 * before the child is made. SYN_RECV>CLOSE of a child that lost its request to
 * another CPU (inet_ehash_nolisten()) is a race that none can win on purpose.
 */

#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/netns/loopback.h"
#include "tests/netns/moves.h"
#include "tests/netns/scenario.h"
#include "tests/netns/verdict.h"

/*
 * A scenario that lives longer hangs: the longest takes a kernel that checks all it does some
 * minutes. One that fails waits out a time limit: a module that is all wrong should not take
 * an hour to be told so.
 */
enum { SECONDS_TO_LIVE = 1200, MOST_FAILURES = 10 };

static const struct scenario * const tables[] = {
	opening_scenarios,
	closing_scenarios,
	aborting_scenarios,
	listener_scenarios,
	timewait_scenarios,
	fastopen_scenarios,
	protocol_scenarios,
	crowd_scenarios,
};

static const char * const family_names[FAMILIES] = {
	[IPV4] = "IPv4",
	[IPV6] = "IPv6",
	[MAPPED] = "v4-mapped",
};

static unsigned int tests, failures;

/* A test is a child whose output is kept, as diagnosis follows its verdict. */
static struct {
	pid_t child;
	FILE *output;
} test;

/* Returns true in the child. */
static bool begin_test(void)
{
	fflush(stdout);
	test.output = tmpfile();
	must(test.output, "tmpfile");
	test.child = fork();
	must(test.child >= 0, "fork");
	if (test.child)
		return false;
	must(dup2(fileno(test.output), STDOUT_FILENO) >= 0, "dup2");
	alarm(SECONDS_TO_LIVE);
	return true;
}

static void end_test(const char *name, const char *family)
{
	const char *verdict = "not ok", *remark = "";
	int status, c;

	must(waitpid(test.child, &status, 0) == test.child, "waitpid");
	if (WIFEXITED(status) && WEXITSTATUS(status) == PASSED) {
		verdict = "ok";
	} else if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED) {
		verdict = "ok";
		remark = " # SKIP";
	} else {
		failures++;
	}
	printf("%s %u - %s%s%s%s\n", verdict, ++tests, name, *family ? ", " : "", family, remark);
	if (WIFSIGNALED(status))
		note("ended by signal %d", WTERMSIG(status));
	rewind(test.output);
	while ((c = getc(test.output)) != EOF)
		putchar(c);
	fclose(test.output);
	fflush(stdout);
}

static void set_loopback_up(void)
{
	struct ifreq loopback = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	must(fd >= 0, "socket");
	must(!ioctl(fd, SIOCSIFFLAGS, &loopback), "ioctl(SIOCSIFFLAGS)");
	close(fd);
}

/* A namespace of its own keeps another scenario's TIME_WAIT out. */
static void run_scenario(const struct scenario *scenario, enum family family,
			 struct expectation *total)
{
	if (begin_test()) {
		must(!unshare(CLONE_NEWNET), "unshare(CLONE_NEWNET)");
		set_loopback_up();
		/*
		 * On a machine that stalls for an RTO, a FIN is sent twice; the ACK of the
		 * second meets a closed socket, whose RST would end the TIME_WAIT.
		 */
		set_sysctl("net/ipv4/tcp_rfc1337", "1");
		moves_begin(total);
		scenario->run(family);
		exit(PASSED);
	}
	end_test(scenario->name, family_names[family]);
}

static void run_table(const struct scenario *scenario, const char *part_of_name,
		      struct expectation *total)
{
	enum family family;

	for (; scenario->name; scenario++) {
		if (!strstr(scenario->name, part_of_name))
			continue;
		for (family = 0; family < FAMILIES && failures < MOST_FAILURES; family++)
			if (scenario->families & 1 << family)
				run_scenario(scenario, family, total);
	}
}

/*
 * The host's own numbers are the sum of all namespaces, those that are gone
 * included: their minisocks went with them.
 */
static void check_host(struct ledger *host)
{
	struct expectation *total = host->total;

	if (begin_test()) {
		ledger_expect(host, total, "PARKED>CLOSE",
			      expectation_of(total, "gauge parked"));
		ledger_expect(host, total, "TIME_WAIT>CLOSE",
			      expectation_of(total, "state TIME_WAIT now"));
		ledger_settle(host, total, 1, "all scenarios together");
		exit(PASSED);
	}
	end_test("the host's numbers are the sum of all scenarios", "");
}

int main(int argc, char **argv)
{
	static struct ledger host;
	struct expectation *total;
	unsigned int i;

	if (argc > 2)
		fail("usage: arcs [PART_OF_A_NAME]");
	total = mmap(NULL, sizeof(*total), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	must(total != MAP_FAILED, "mmap");
	ledger_open(&host, "/proc/tcpstate", total);
	note("the module %s minisocks", host.sees_minisocks ? "sees" : "does not see");

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		run_table(tables[i], argc == 2 ? argv[1] : "", total);
	if (!tests)
		fail("no scenario's name has '%s' in it", argv[1]);
	if (failures == MOST_FAILURES)
		note("%u scenarios failed, the rest is left out", failures);
	check_host(&host);
	printf("1..%u\n", tests);
	return failures ? FAILED : PASSED;
}
