/* SPDX-License-Identifier: GPL-2.0-only */
/* A step of a scenario: the kernel lists these sockets now, and the module counts the same. */
#ifndef TCPSTATE_TESTS_GUEST_HOLDS_H
#define TCPSTATE_TESTS_GUEST_HOLDS_H

#include "tests/guest/lib/loopback.h"

/**
 * holds() - the sockets of the process's network namespace are these
 * @states: "LISTEN 1 ESTABLISHED 2"; a state that is not named has none. "ESTABLISHED 3+"
 *	for at least so many
 *
 * Waits until sock_diag lists exactly these and /proc/net/tcpstate says the same of all ten
 * states; its counts must not contradict each other, and nothing may be late, resynced,
 * untracked or unexpected, here and on the host. Fails the scenario, with what differs, after
 * ten seconds.
 */
void holds(const char *states);

/* A listener and a connection to it: "LISTEN 1 ESTABLISHED 2". */
struct pair held_pair(enum family family);

/**
 * holds_reloads() - from now on load the module again at each step
 * @module: its file
 *
 * A step is then proven twice: by the module that was loaded at the step before, and by one
 * that finds the sockets as they are.
 */
void holds_reloads(const char *module);

#endif
