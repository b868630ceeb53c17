/* SPDX-License-Identifier: GPL-2.0-only */
/* A second network namespace, beside that of the scenario, with a cable between them. */
#ifndef TCPSTATE_TESTS_GUEST_NEIGHBOURS_H
#define TCPSTATE_TESTS_GUEST_NEIGHBOURS_H

#include "tests/guest/lib/loopback.h"

enum neighbour { HERE, THERE };

/*
 * Makes it. Either has a device "cable" with the addresses 10.0.1.1 and 10.0.2.1 (HERE),
 * 10.0.1.2 and 10.0.2.2 (THERE). Skips where the kernel has no veth.
 */
void neighbours_make(void);

/* Sockets that are made, and steps that are taken, from now on belong to this one. */
void neighbours_enter(enum neighbour neighbour);

/* 10.0.@network.1 or .2. */
struct address neighbours_address(enum neighbour neighbour, unsigned int network,
				  unsigned int port);

#endif
