// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holds connections 300 ms in ESTABLISHED and 2 s in CLOSE_WAIT and FIN_WAIT2, and
 * requires that dwells and ages are what it has measured itself.
 */

#include <stdbool.h>
#include <time.h>

#include "tests/guest/lib/dwells.h"
#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/row_age.h"
#include "tests/guest/lib/stages.h"
#include "tests/guest/lib/scenario_exit.h"

#define HELD_ESTABLISHED_NS	(300 * MS_NS)
#define HELD_CLOSE_WAIT_NS	(2 * S_NS)
#define HELD_TIME_WAIT_NS	(500 * MS_NS)
/* The longest there is: 100 a second. */
#define JIFFY_NS		(10 * MS_NS)

/* A machine that stalls makes everything vague: then all is done again. */
enum { LIVES = 6, TRIES = 5, VAGUENESS_PERCENT = 5 };

/* A connection, and when what happened to it. */
struct life {
	struct pair pair;
	struct end client, server;
	struct moment opened, half_closed, closed;
};

static struct life lives[LIVES];
static struct rows rows;

static void hold(uint64_t ns)
{
	struct timespec rest = { ns / S_NS, ns % S_NS };

	must(!nanosleep(&rest, NULL), "nanosleep");
}

static void expect_dwells(const struct life *life)
{
	expect_open(life->opened);
	expect_half_close(life->opened, life->half_closed);
	expect_close_wait(life->half_closed, life->closed);
	expect_fin_wait2(life->half_closed, life->closed);
}

static void check_socket(int fd, const char *state, struct moment entered, struct moment listed)
{
	row_expect(rows_of_file(&rows, fd), state, "exact", between(entered, listed));
}

/* Its age is that of its timer, which is set and read in jiffies. */
static void check_minisock(const struct life *life, struct moment listed)
{
	const struct row *row = rows_of_ends(&rows, &life->client, &life->server);
	struct moment age = between(life->closed, listed);

	if (!row)
		fail("a minisock is not listed");
	age.begin_ns -= JIFFY_NS;
	age.end_ns += JIFFY_NS;
	row_expect(row, "TIME_WAIT", "atleast", age);
}

static void check_established(void)
{
	struct moment listed = rows_take_own(&rows);
	unsigned int i;

	for (i = 0; i < LIVES; i++) {
		check_socket(lives[i].pair.client, "ESTABLISHED", lives[i].opened, listed);
		check_socket(lives[i].pair.server, "ESTABLISHED", lives[i].opened, listed);
		lives[i].client = rows_of_file(&rows, lives[i].pair.client)->local;
		lives[i].server = rows_of_file(&rows, lives[i].pair.client)->remote;
	}
}

static void check_half_closed(void)
{
	struct moment listed = rows_take_own(&rows);
	unsigned int i;

	for (i = 0; i < LIVES; i++) {
		check_socket(lives[i].pair.client, "FIN_WAIT2", lives[i].half_closed, listed);
		check_socket(lives[i].pair.server, "CLOSE_WAIT", lives[i].half_closed, listed);
	}
}

static void check_closed(void)
{
	struct moment listed = rows_take_own(&rows);
	unsigned int i;

	for (i = 0; i < LIVES; i++)
		check_minisock(&lives[i], listed);
}

static void live(void)
{
	unsigned int i;

	for (i = 0; i < LIVES; i++) {
		lives[i].pair.listener = new_listener(i % FAMILIES);
		lives[i].opened = stage_open(&lives[i].pair, i % FAMILIES);
	}
	hold(HELD_ESTABLISHED_NS);
	check_established();
	for (i = 0; i < LIVES; i++)
		lives[i].half_closed = stage_half_close(&lives[i].pair);
	hold(HELD_CLOSE_WAIT_NS);
	check_half_closed();
	for (i = 0; i < LIVES; i++)
		lives[i].closed = stage_close(&lives[i].pair);
	hold(HELD_TIME_WAIT_NS);
	check_closed();
}

/* Returns false if the machine was too slow for dwells to be known to 5 %. */
static bool check_dwells(void)
{
	static const char * const held[] = {
		"ESTABLISHED>FIN_WAIT1", "ESTABLISHED>CLOSE_WAIT", "FIN_WAIT2>TIME_WAIT",
		"CLOSE_WAIT>LAST_ACK",
	};
	unsigned int i, vagueness, worst = 0;

	for (i = 0; i < LIVES; i++)
		expect_dwells(&lives[i]);
	for (i = 0; i < sizeof(held) / sizeof(held[0]); i++) {
		vagueness = dwells_vagueness(held[i]);
		worst = vagueness > worst ? vagueness : worst;
	}
	dwells_settle("connections that lived");
	note("the dwells of %d connections are right, which are known to %u.%u %%", LIVES,
	     worst / 10, worst % 10);
	return worst <= 10 * VAGUENESS_PERCENT;
}

int main(void)
{
	unsigned int i, tries;
	bool sharp = false;

	for (tries = 0; tries < TRIES && !sharp; tries++) {
		dwells_begin();
		live();
		sharp = check_dwells();
		for (i = 0; i < LIVES; i++) {
			close_socket(lives[i].pair.client);
			close_socket(lives[i].pair.listener);
		}
	}
	if (!sharp)
		fail("dwells cannot be measured to %d %% here: the machine stalls too often",
		     VAGUENESS_PERCENT);
	return PASSED;
}
