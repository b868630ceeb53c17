// SPDX-License-Identifier: GPL-2.0-only
/* Measures how long connections take to be made. */

#include <inttypes.h>

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/delays.h"
#include "tests/guest/lib/scenario_exit.h"

#define DELAY_NS	(10 * MS_NS)

void delays_time(struct delays *delays, int listener, uint64_t begin_ns)
{
	struct address address = local_address(listener);
	int client = new_socket(IPV4), server;
	uint64_t took_ns;

	connect_to(client, &address);
	server = accept_from(listener);
	took_ns = now_ns() - begin_ns;
	/* Else the ports would run out. */
	reset_on_close(client);
	close_socket(client);
	close_socket(server);
	delays_add(delays, &(struct delays){ 1, took_ns, took_ns });
}

void delays_add(struct delays *delays, const struct delays *more)
{
	delays->count += more->count;
	delays->sum_ns += more->sum_ns;
	if (more->max_ns > delays->max_ns)
		delays->max_ns = more->max_ns;
}

static uint64_t mean_ns(const struct delays *delays)
{
	return delays->count ? delays->sum_ns / delays->count : 0;
}

void delays_print(const char *when, const struct delays *delays)
{
	note("%s: %u connections, mean %" PRIu64 " us, longest %" PRIu64 " us", when, delays->count,
	     mean_ns(delays) / US_NS, delays->max_ns / US_NS);
}

void delays_compare(const struct delays *usual, const struct delays *meanwhile)
{
	if (meanwhile->max_ns > mean_ns(usual) + DELAY_NS)
		fail("a connection was delayed by more than %" PRIu64 " ms", DELAY_NS / MS_NS);
}
