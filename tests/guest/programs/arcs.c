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

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/moves.h"
#include "tests/guest/scenarios/scenario.h"
#include "tests/guest/lib/trial.h"
#include "tests/guest/lib/scenario_exit.h"

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

/* A namespace of its own keeps another scenario's TIME_WAIT out. */
static void run_scenario(const struct scenario *scenario, enum family family,
			 struct expectation *total)
{
	if (trial_begin()) {
		trial_own_namespace();
		/*
		 * On a machine that stalls for an RTO, a FIN is sent twice; the ACK of the
		 * second meets a closed socket, whose RST would end the TIME_WAIT.
		 */
		set_sysctl("net/ipv4/tcp_rfc1337", "1");
		moves_begin(total);
		scenario->run(family);
		exit(PASSED);
	}
	trial_end(scenario->name, family_name(family));
}

static void run_table(const struct scenario *scenario, const char *part_of_name,
		      struct expectation *total)
{
	enum family family;

	for (; scenario->name; scenario++) {
		if (!strstr(scenario->name, part_of_name))
			continue;
		for (family = 0; family < FAMILIES && !trials_are_enough(); family++)
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

	if (trial_begin()) {
		ledger_expect(host, total, "PARKED>CLOSE",
			      expectation_of(total, "gauge parked"));
		ledger_expect(host, total, "TIME_WAIT>CLOSE",
			      expectation_of(total, "state TIME_WAIT now"));
		ledger_settle(host, total, 1, "all scenarios together");
		exit(PASSED);
	}
	trial_end("the host's numbers are the sum of all scenarios", "");
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
	if (!trials_have_begun())
		fail("no scenario's name has '%s' in it", argv[1]);
	check_host(&host);
	return trials_done();
}
