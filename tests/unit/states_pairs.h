/* SPDX-License-Identifier: GPL-2.0-only */
/* The pairs of states that the kernel's events can have, for userspace and kernel tests alike. */
#ifndef TCPSTATE_TESTS_UNIT_STATES_PAIRS_H
#define TCPSTATE_TESTS_UNIT_STATES_PAIRS_H

/*
 * Every pair that the sources of 5.10 to 7.x can produce for a TCP socket, from
 * the callers of tcp_set_state(), inet_sk_set_state() and inet_sk_state_store().
 * Written out by hand: a second opinion, not derived from the list under test.
 *
 * CLOSE to SYN_RECV is the birth of a child whose listener has just been closed:
 * one arc with the births of others (inet_csk_clone_lock()).
 */
static const struct states_pair {
	const char *from;
	const char *to;
} produced[] = {
	{ "CLOSE", "LISTEN" },
	{ "CLOSE", "SYN_SENT" },
	{ "LISTEN", "SYN_RECV" },
	{ "CLOSE", "SYN_RECV" },
	{ "LISTEN", "CLOSE" },
	{ "SYN_SENT", "SYN_RECV" },
	{ "SYN_SENT", "ESTABLISHED" },
	{ "SYN_SENT", "CLOSE" },
	{ "SYN_RECV", "ESTABLISHED" },
	{ "SYN_RECV", "FIN_WAIT1" },
	{ "SYN_RECV", "CLOSE_WAIT" },
	{ "SYN_RECV", "CLOSE" },
	{ "ESTABLISHED", "FIN_WAIT1" },
	{ "ESTABLISHED", "CLOSE_WAIT" },
	{ "ESTABLISHED", "CLOSE" },
	{ "FIN_WAIT1", "FIN_WAIT2" },
	{ "FIN_WAIT1", "CLOSING" },
	{ "FIN_WAIT1", "CLOSE" },
	{ "FIN_WAIT2", "CLOSE" },
	{ "CLOSE_WAIT", "LAST_ACK" },
	{ "CLOSE_WAIT", "CLOSE" },
	{ "LAST_ACK", "CLOSE" },
	{ "CLOSING", "CLOSE" },
};

#endif
