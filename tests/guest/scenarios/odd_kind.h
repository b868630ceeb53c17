/* SPDX-License-Identifier: GPL-2.0-only */
/* What makes a TCP socket odd, and the tables of scenarios of odd sockets. */
#ifndef TCPSTATE_TESTS_GUEST_ODD_KIND_H
#define TCPSTATE_TESTS_GUEST_ODD_KIND_H

#include <stdbool.h>

#include "tests/guest/lib/loopback.h"
#include "tests/guest/scenarios/scenario.h"

/*
 * @families: bits, as in struct scenario
 * @begin: in the scenario's namespace, before its first socket; skips where the kernel has
 *	not what is needed. May be NULL, as the next four
 * @create: instead of new_socket()
 * @prepare: each socket, before it is bound
 * @alter: each end of a connection
 * @alters_listeners: and each listener
 * @exchange: once both ends are
 * @keeps_peer: connect(AF_UNSPEC) is refused
 * @not_accepted: what becomes of a connection that nobody has accepted when its listener is
 *	closed, as for holds(); NULL if it is reset
 */
struct odd_kind {
	const char *name;
	unsigned int families;
	void (*begin)(enum family family);
	int (*create)(enum family family);
	void (*prepare)(int fd, enum family family);
	void (*alter)(int fd);
	void (*exchange)(int client, int server);
	bool alters_listeners;
	bool keeps_peer;
	const char *not_accepted;
};

/* Each ends with an entry without a name. */
extern const struct odd_kind option_kinds[];
extern const struct odd_kind signed_kinds[];
extern const struct odd_kind ulp_kinds[];
extern const struct odd_kind sockmap_kinds[];
extern const struct odd_kind smc_kinds[];

/*
 * What becomes of a connection.
 *
 * @of_prepared: of kinds only that are odd before they are established
 * @disconnects: not of kinds that keep their peer
 */
struct life {
	const char *name;
	void (*run)(const struct odd_kind *kind, enum family family);
	bool of_prepared;
	bool disconnects;
};

/* Ends with an entry without a name. */
extern const struct life lives[];

/* Those that live in a way of their own; each table ends in the same way. */
extern const struct scenario repair_scenarios[];
extern const struct scenario migrate_scenarios[];
extern const struct scenario mptcp_scenarios[];
extern const struct scenario rds_scenarios[];

#endif
