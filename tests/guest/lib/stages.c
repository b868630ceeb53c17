// SPDX-License-Identifier: GPL-2.0-only
/* Takes connections from stage to stage and looks at the clock before and after. */

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include "tests/guest/lib/dwells.h"
#include "tests/guest/lib/stages.h"
#include "tests/guest/lib/scenario_exit.h"

enum { WAIT_MS = 10000 };

static void wait_fin_wait2(int fd)
{
	struct tcp_info info;
	socklen_t length;
	unsigned int ms;

	for (ms = 0; ms < WAIT_MS; ms++) {
		length = sizeof(info);
		must(!getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length), "TCP_INFO");
		if (info.tcpi_state == TCP_FIN_WAIT2)
			return;
		usleep(1000);
	}
	fail("a socket stays in state %u instead of FIN_WAIT2", info.tcpi_state);
}

struct moment stage_open(struct pair *pair, enum family family)
{
	struct address address = local_address(pair->listener);
	struct moment opened;

	pair->client = new_socket(family);
	opened = begin_moment();
	connect_to(pair->client, &address);
	pair->server = accept_from(pair->listener);
	return end_moment(opened);
}

struct moment stage_half_close(struct pair *pair)
{
	struct moment half_closed = begin_moment();

	close_write(pair->client);
	wait_readable(pair->server);
	wait_fin_wait2(pair->client);
	return end_moment(half_closed);
}

/* The client hears of it when its minisock is there. */
struct moment stage_close(struct pair *pair)
{
	struct moment closed = begin_moment();

	close_socket(pair->server);
	wait_readable(pair->client);
	return end_moment(closed);
}

struct moment stage_close_to_orphan(struct pair *pair)
{
	struct moment closed = begin_moment();

	close_socket(pair->server);
	return end_moment(closed);
}

void expect_open(struct moment opened)
{
	dwells_expect("SYN_SENT>ESTABLISHED", opened, opened);
	dwells_expect("SYN_RECV>ESTABLISHED", opened, opened);
}

void expect_half_close(struct moment opened, struct moment half_closed)
{
	dwells_expect("ESTABLISHED>FIN_WAIT1", opened, half_closed);
	dwells_expect("ESTABLISHED>CLOSE_WAIT", opened, half_closed);
	dwells_expect("FIN_WAIT1>FIN_WAIT2", half_closed, half_closed);
}

void expect_close_wait(struct moment half_closed, struct moment closed)
{
	dwells_expect("CLOSE_WAIT>LAST_ACK", half_closed, closed);
	expect_last_ack(closed);
}

void expect_fin_wait2(struct moment half_closed, struct moment closed)
{
	dwells_expect("FIN_WAIT2>TIME_WAIT", half_closed, closed);
}

void expect_last_ack(struct moment closed)
{
	struct moment acked = { closed.begin_ns, closed.end_ns + WAIT_MS * MS_NS };

	dwells_expect("LAST_ACK>CLOSE", closed, acked);
}
