/* SPDX-License-Identifier: GPL-2.0-only */
/* The tables of scenarios, one a file, that the runner goes through. */
#ifndef TCPSTATE_TESTS_GUEST_SCENARIO_H
#define TCPSTATE_TESTS_GUEST_SCENARIO_H

#include "tests/guest/lib/loopback.h"

enum {
	ON_IPV4 = 1 << IPV4,
	ON_IPV6 = 1 << IPV6,
	ON_MAPPED = 1 << MAPPED,
	ON_ALL = ON_IPV4 | ON_IPV6 | ON_MAPPED,
};

/*
 * @run: in a process and a network namespace of its own, with loopback up.
 *	Leaves no socket behind that could still change its state.
 * @families: run once for each
 */
struct scenario {
	const char *name;
	void (*run)(enum family family);
	unsigned int families;
};

/* Each ends with an entry without a name. */
extern const struct scenario opening_scenarios[];
extern const struct scenario closing_scenarios[];
extern const struct scenario aborting_scenarios[];
extern const struct scenario listener_scenarios[];
extern const struct scenario timewait_scenarios[];
extern const struct scenario fastopen_scenarios[];
extern const struct scenario protocol_scenarios[];
extern const struct scenario crowd_scenarios[];

#endif
