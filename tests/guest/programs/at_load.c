// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loads the module while sockets are open. Since when these are in their state is not
 * known: their ages are lower bounds, and no dwell that began before is measured. Parked
 * ones have no dwell that could be measured, whenever they began.
 */

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/dwells.h"
#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/row_age.h"
#include "tests/guest/lib/stages.h"
#include "tests/guest/lib/scenario_exit.h"

static int listener, deaf;
static struct pair established, half_closed, parked;
static struct moment asked, loaded;
static struct rows rows;

static struct moment open_connection(struct pair *pair)
{
	pair->listener = listener;
	return stage_open(pair, IPV4);
}

static void load(const char *module)
{
	pid_t process;
	int status;

	loaded = begin_moment();
	process = fork();
	must(process >= 0, "fork");
	if (!process) {
		execlp("insmod", "insmod", module, NULL);
		must(false, "insmod");
	}
	must(waitpid(process, &status, 0) == process, "waitpid");
	if (status)
		fail("insmod ended with status %d", status);
	loaded = end_moment(loaded);
}

static void open_all(void)
{
	struct address address;

	listener = new_listener(IPV4);
	address = local_address(listener);
	open_connection(&established);
	open_connection(&half_closed);
	stage_half_close(&half_closed);
	open_connection(&parked);
	stage_half_close(&parked);
	close_socket(parked.client);
	deaf = new_socket(IPV4);
	drop_input(deaf);
	asked = begin_moment();
	begin_connect(deaf, &address);
	asked = end_moment(asked);
}

static const struct row *row_of_request(void)
{
	unsigned int i;

	for (i = 0; i < rows.count; i++)
		if (!strcmp(rows.row[i].state, "SYN_RECV") && !rows.row[i].owned)
			return &rows.row[i];
	fail("the half-open request is not listed");
}

static void check_ages(void)
{
	struct moment listed = rows_take_own(&rows);
	struct moment age = between(loaded, listed);

	row_expect(rows_of_file(&rows, listener), "LISTEN", "atleast", age);
	row_expect(rows_of_file(&rows, deaf), "SYN_SENT", "atleast", age);
	row_expect(rows_of_file(&rows, established.client), "ESTABLISHED", "atleast", age);
	row_expect(rows_of_file(&rows, established.server), "ESTABLISHED", "atleast", age);
	row_expect(rows_of_file(&rows, half_closed.client), "FIN_WAIT2", "atleast", age);
	row_expect(rows_of_file(&rows, half_closed.server), "CLOSE_WAIT", "atleast", age);
	row_expect(rows_of_peer(&rows, parked.server), "FIN_WAIT2", "atleast", age);
	row_expect(rows_of_file(&rows, parked.server), "CLOSE_WAIT", "atleast", age);
	/* It keeps its time itself, in microseconds, from before the load. */
	age = between(asked, listed);
	age.end_ns += US_NS;
	row_expect(row_of_request(), "SYN_RECV", "exact", age);
}

static void first_changes(void)
{
	struct moment closed;

	closed = stage_close(&half_closed);
	dwells_expect_unmeasured("CLOSE_WAIT>LAST_ACK");
	dwells_expect_unmeasured("FIN_WAIT2>TIME_WAIT");
	expect_last_ack(closed);
	dwells_settle("a connection half closed at load is closed");
	close_socket(half_closed.client);

	closed = stage_close_to_orphan(&parked);
	dwells_expect_unmeasured("CLOSE_WAIT>LAST_ACK");
	dwells_expect_unmeasured("FIN_WAIT2>TIME_WAIT");
	expect_last_ack(closed);
	dwells_settle("the peer of one that was parked at load is closed");
}

static void second_changes(void)
{
	struct moment half, listed, closed;

	half = stage_half_close(&established);
	dwells_expect_unmeasured("ESTABLISHED>FIN_WAIT1");
	dwells_expect_unmeasured("ESTABLISHED>CLOSE_WAIT");
	dwells_expect("FIN_WAIT1>FIN_WAIT2", half, half);
	dwells_settle("a connection that was open at load is half closed");

	listed = rows_take_own(&rows);
	row_expect(rows_of_file(&rows, established.client), "FIN_WAIT2", "exact",
		   between(half, listed));
	row_expect(rows_of_file(&rows, established.server), "CLOSE_WAIT", "exact",
		   between(half, listed));

	closed = stage_close(&established);
	expect_close_wait(half, closed);
	expect_fin_wait2(half, closed);
	dwells_settle("and is closed");
	close_socket(established.client);
}

static void handshake_over_load(void)
{
	struct moment done = begin_moment(), reset;
	int server;

	accept_input(deaf);
	server = accept_from(listener);
	done = end_moment(done);
	dwells_expect_unmeasured("SYN_SENT>ESTABLISHED");
	/* The child is born with the last ACK. */
	dwells_expect("SYN_RECV>ESTABLISHED", done, done);
	dwells_settle("a handshake that began before the load");

	reset_on_close(deaf);
	reset = begin_moment();
	close_socket(deaf);
	wait_readable(server);
	reset = end_moment(reset);
	/* The client came before the last ACK that the server waited for. */
	dwells_expect("ESTABLISHED>CLOSE", done, reset);
	dwells_expect("ESTABLISHED>CLOSE", done, reset);
	dwells_settle("and its reset");
	close_socket(server);
}

/* Returns since when it has been in FIN_WAIT2. */
static struct moment leave_parked(struct pair *pair, int seconds)
{
	struct moment opened = open_connection(pair), half_closed;

	set_option(pair->client, IPPROTO_TCP, TCP_LINGER2, seconds);
	half_closed = stage_half_close(pair);
	close_socket(pair->client);
	expect_open(opened);
	expect_half_close(opened, half_closed);
	dwells_settle("a connection is parked");
	return half_closed;
}

static void parked_later(void)
{
	struct moment half_closed, listed;
	struct pair pair;

	half_closed = leave_parked(&pair, 30);
	listed = rows_take_own(&rows);
	row_expect(rows_of_peer(&rows, pair.server), "FIN_WAIT2", "exact",
		   between(half_closed, listed));
	expect_close_wait(half_closed, stage_close_to_orphan(&pair));
	dwells_expect_unmeasured("FIN_WAIT2>TIME_WAIT");
	dwells_settle("the peer of a parked one is closed");

	half_closed = leave_parked(&pair, 1);
	dwells_expect_unmeasured("FIN_WAIT2>CLOSE");
	dwells_settle("a parked one waits in vain");
	expect_close_wait(half_closed, stage_close_to_orphan(&pair));
	dwells_settle("and its peer is closed");
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: at_load MODULE\n", stderr);
		return 2;
	}
	open_all();
	load(argv[1]);
	dwells_begin();
	check_ages();
	first_changes();
	second_changes();
	handshake_over_load();
	parked_later();
	close_socket(listener);
	dwells_expect_unmeasured("LISTEN>CLOSE");
	dwells_settle("the listener is closed");
	return PASSED;
}
