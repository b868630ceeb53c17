// SPDX-License-Identifier: GPL-2.0-only
/* Half-open requests by raw SYNs, whose answers nobody gets. */

#include <arpa/inet.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/guest/lib/spoof.h"
#include "tests/guest/lib/scenario_exit.h"
#include "tests/guest/programs/workload.h"

enum { LINE = 256, STATE_SYN_RECV = 3, WAIT_MS = 15000, POLL_MS = 20 };

static unsigned int port_of(int listener)
{
	struct address address = local_address(listener);

	if (address.storage.ss_family == AF_INET)
		return ntohs(((struct sockaddr_in *)&address.storage)->sin_port);
	return ntohs(((struct sockaddr_in6 *)&address.storage)->sin6_port);
}

void send_syns(int listener, unsigned int count)
{
	struct sockaddr_in from = { .sin_family = AF_INET };
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons(port_of(listener)),
	};
	int fd = spoofing_socket();

	while (count--) {
		from.sin_addr.s_addr = htonl(SILENT_NETWORK + 1 + chance(SILENT_HOSTS - 2));
		from.sin_port = htons(1024 + chance(60000));
		send_syn(fd, &from, &to);
	}
	close(fd);
}

/* The least number of times that a request's timer has run; -1 if there are none. */
static long least_timer_runs(const char *path)
{
	unsigned long state, runs;
	char line[LINE];
	long least = -1;
	FILE *file = fopen(path, "r");

	must(file, path);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "%*s %*s %*s %lx %*s %*s %lx", &state, &runs) == 2 &&
		    state == STATE_SYN_RECV && (least < 0 || (long)runs < least))
			least = runs;
	fclose(file);
	return least;
}

void wait_syn_timers(unsigned int often)
{
	unsigned int ms;
	long runs;

	for (ms = 0; ms < WAIT_MS; ms += POLL_MS) {
		runs = least_timer_runs("/proc/thread-self/net/tcp");
		if (runs < 0 || runs >= (long)often)
			return;
		usleep(POLL_MS * 1000);
	}
	fail("the timers of half-open requests do not run");
}
