/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one list of TCP states, of the arcs between them, and of their names.
 *
 * PURE: no kernel types, compiles in userspace unchanged.
 */
#ifndef TCPSTATE_MODULE_STATES_H
#define TCPSTATE_MODULE_STATES_H

#include <linux/types.h>

/*
 * Numbers as in include/net/tcp_states.h (checked in probe.c), names as Linux
 * spells those of RFC 9293, section 3.3.2. In the order in which people read
 * them, which is the order of every table. CLOSE holds no sockets to count.
 */
#define TCPSTATE_COUNTED_STATES(STATE)	\
	STATE(LISTEN, 10)		\
	STATE(SYN_SENT, 2)		\
	STATE(SYN_RECV, 3)		\
	STATE(ESTABLISHED, 1)		\
	STATE(FIN_WAIT1, 4)		\
	STATE(FIN_WAIT2, 5)		\
	STATE(TIME_WAIT, 6)		\
	STATE(CLOSE_WAIT, 8)		\
	STATE(LAST_ACK, 9)		\
	STATE(CLOSING, 11)

/*
 * States that only an arc can name: CLOSE, and those that no traced socket has
 * today. UNKNOWN stands for any number that is on neither list.
 */
#define TCPSTATE_OTHER_STATES(STATE)	\
	STATE(UNKNOWN, 0)		\
	STATE(CLOSE, 7)			\
	STATE(NEW_SYN_RECV, 12)		\
	STATE(BOUND_INACTIVE, 13)

enum tcpstate_state {
#define STATE(name, number) TCPSTATE_##name = number,
	TCPSTATE_COUNTED_STATES(STATE)
	TCPSTATE_OTHER_STATES(STATE)
#undef STATE
	TCPSTATE_STATES = 14,
};

/*
 * The arcs that Linux can take, by what they do to a socket. Every (old, new)
 * pair that a caller of tcp_set_state(), inet_sk_set_state() or
 * inet_sk_state_store() can produce is here; another one is "unexpected".
 *
 * BIRTHS begin a socket's life in the machine. LISTEN to SYN_RECV is the birth
 * of a child, whose struct sock was cloned from the listener's: LISTEN loses
 * nothing (inet_csk_clone_lock()). The event says CLOSE where the listener was
 * closed after the last look at its state; it is the same arc.
 *
 * SYN_RECV to FIN_WAIT1 and CLOSE_WAIT exist by TCP Fast Open (RFC 7413) and
 * simultaneous open. SYN_SENT to SYN_RECV is the simultaneous open itself.
 */
#define TCPSTATE_BIRTHS(ARC)		\
	ARC(CLOSE, LISTEN)		\
	ARC(CLOSE, SYN_SENT)		\
	ARC(LISTEN, SYN_RECV)

#define TCPSTATE_MOVES(ARC)		\
	ARC(SYN_SENT, SYN_RECV)		\
	ARC(SYN_SENT, ESTABLISHED)	\
	ARC(SYN_RECV, ESTABLISHED)	\
	ARC(SYN_RECV, FIN_WAIT1)	\
	ARC(SYN_RECV, CLOSE_WAIT)	\
	ARC(ESTABLISHED, FIN_WAIT1)	\
	ARC(ESTABLISHED, CLOSE_WAIT)	\
	ARC(FIN_WAIT1, FIN_WAIT2)	\
	ARC(FIN_WAIT1, CLOSING)		\
	ARC(CLOSE_WAIT, LAST_ACK)

#define TCPSTATE_ENDS(ARC)		\
	ARC(SYN_SENT, CLOSE)		\
	ARC(SYN_RECV, CLOSE)		\
	ARC(ESTABLISHED, CLOSE)		\
	ARC(FIN_WAIT1, CLOSE)		\
	ARC(CLOSE_WAIT, CLOSE)		\
	ARC(LAST_ACK, CLOSE)		\
	ARC(LISTEN, CLOSE)		\
	ARC(FIN_WAIT2, CLOSE)		\
	ARC(CLOSING, CLOSE)

/*
 * Arcs of a timewait minisock, which no tracepoint shows: the socket itself
 * goes from FIN_WAIT2 or CLOSING to CLOSE, the last of the arcs above and in the same
 * order, and leaves the minisock behind (tcp_time_wait() in net/ipv4/tcp_minisocks.c).
 */
#define TCPSTATE_MINISOCK_ARCS(ARC)	\
	ARC(FIN_WAIT2, TIME_WAIT)	\
	ARC(CLOSING, TIME_WAIT)		\
	ARC(TIME_WAIT, CLOSE)

#define TCPSTATE_ALL_ARCS(ARC)		\
	TCPSTATE_BIRTHS(ARC)		\
	TCPSTATE_MOVES(ARC)		\
	TCPSTATE_ENDS(ARC)		\
	TCPSTATE_MINISOCK_ARCS(ARC)

/*
 * The first two are verdicts of tcpstate_arc(), not arcs. Real arcs stand in
 * the order of their kinds, so that a kind is a range.
 */
enum tcpstate_arc {
	TCPSTATE_ARC_UNEXPECTED,
	TCPSTATE_ARC_SELF_LOOP,
#define ARC(from, to) TCPSTATE_ARC_##from##_##to,
	TCPSTATE_ALL_ARCS(ARC)
#undef ARC
	TCPSTATE_ARCS,

	TCPSTATE_ARC_FIRST = TCPSTATE_ARC_CLOSE_LISTEN,
	TCPSTATE_ARC_LAST_BIRTH = TCPSTATE_ARC_LISTEN_SYN_RECV,
	TCPSTATE_ARC_FIRST_END = TCPSTATE_ARC_SYN_SENT_CLOSE,
};

/**
 * tcpstate_state_of() - the state that a number of the kernel's stands for
 * @number: as in include/net/tcp_states.h
 *
 * Return: the state, TCPSTATE_UNKNOWN for a number that is not on the list.
 */
static inline enum tcpstate_state tcpstate_state_of(int number)
{
	if ((unsigned int)number >= TCPSTATE_STATES)
		return TCPSTATE_UNKNOWN;
	return (enum tcpstate_state)number;
}

/* More than there are states: pairs are looked up in a table of so many rows and columns. */
#define TCPSTATE_PAIR_STATES	16

/**
 * tcpstate_arc_of_pair() - what an event of the tracepoint is
 * @from: the state before, as the kernel numbers it, below TCPSTATE_PAIR_STATES
 * @to: the state after, likewise
 *
 * One look-up: on the path of every event. The arcs of a minisock are not in the table,
 * as no event of theirs exists.
 *
 * Return: the arc, or TCPSTATE_ARC_SELF_LOOP, or TCPSTATE_ARC_UNEXPECTED.
 */
static inline enum tcpstate_arc tcpstate_arc_of_pair(unsigned int from, unsigned int to)
{
#define PAIR(from, to)	((from) * TCPSTATE_PAIR_STATES | (to))
	static const __u8 arcs[TCPSTATE_PAIR_STATES * TCPSTATE_PAIR_STATES] = {
#define SELF_LOOP(name, number) [PAIR(number, number)] = TCPSTATE_ARC_SELF_LOOP,
		TCPSTATE_COUNTED_STATES(SELF_LOOP)
#undef SELF_LOOP
		[PAIR(TCPSTATE_CLOSE, TCPSTATE_CLOSE)] = TCPSTATE_ARC_SELF_LOOP,
#define ARC(from, to) [PAIR(TCPSTATE_##from, TCPSTATE_##to)] = TCPSTATE_ARC_##from##_##to,
		TCPSTATE_BIRTHS(ARC)
		TCPSTATE_MOVES(ARC)
		TCPSTATE_ENDS(ARC)
#undef ARC
		[PAIR(TCPSTATE_CLOSE, TCPSTATE_SYN_RECV)] = TCPSTATE_ARC_LISTEN_SYN_RECV,
	};

	return (enum tcpstate_arc)arcs[(__u8)PAIR(from, to)];
#undef PAIR
}

/**
 * tcpstate_arc() - the same of any two numbers
 * @from: the state before
 * @to: the state after
 *
 * Return: the arc, or TCPSTATE_ARC_SELF_LOOP, or TCPSTATE_ARC_UNEXPECTED.
 */
static inline enum tcpstate_arc tcpstate_arc(int from, int to)
{
	if ((unsigned int)(from | to) >= TCPSTATE_PAIR_STATES)
		return TCPSTATE_ARC_UNEXPECTED;
	return tcpstate_arc_of_pair((unsigned int)from, (unsigned int)to);
}

/**
 * tcpstate_arc_of_minisock() - what an event to CLOSE was if it left a minisock in TIME_WAIT
 * @arc: FIN_WAIT2 or CLOSING to CLOSE
 *
 * Return: the arc from the same state to TIME_WAIT.
 */
static inline enum tcpstate_arc tcpstate_arc_of_minisock(enum tcpstate_arc arc)
{
	return (enum tcpstate_arc)(arc + TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT -
				   TCPSTATE_ARC_FIN_WAIT2_CLOSE);
}

/**
 * tcpstate_arc_from() - the state that an arc leaves
 * @arc: a real arc, TCPSTATE_ARC_FIRST or above; as wide as an index is, since an enum
 *	would have to be widened for every look-up
 *
 * Return: the state, as users read the arc: LISTEN for the birth of a child.
 */
static inline enum tcpstate_state tcpstate_arc_from(unsigned long arc)
{
	static const __u8 states[TCPSTATE_ARCS] = {
#define ARC(from, to) [TCPSTATE_ARC_##from##_##to] = TCPSTATE_##from,
		TCPSTATE_ALL_ARCS(ARC)
#undef ARC
	};

	return (enum tcpstate_state)states[arc];
}

/**
 * tcpstate_arc_to() - the state that an arc enters
 * @arc: a real arc, TCPSTATE_ARC_FIRST or above
 *
 * Return: the state.
 */
static inline enum tcpstate_state tcpstate_arc_to(unsigned long arc)
{
	static const __u8 states[TCPSTATE_ARCS] = {
#define ARC(from, to) [TCPSTATE_ARC_##from##_##to] = TCPSTATE_##to,
		TCPSTATE_ALL_ARCS(ARC)
#undef ARC
	};

	return (enum tcpstate_state)states[arc];
}

/**
 * tcpstate_state_name() - a state's name in every text
 * @state: below TCPSTATE_STATES
 *
 * Return: a string that lives as long as the module.
 */
static inline const char *tcpstate_state_name(enum tcpstate_state state)
{
	static const char * const names[TCPSTATE_STATES] = {
#define STATE(name, number) [number] = #name,
		TCPSTATE_COUNTED_STATES(STATE)
		TCPSTATE_OTHER_STATES(STATE)
#undef STATE
	};

	return names[state];
}

/* The counted states in the order of every table: for (i = 0; i < ...; i++). */
#define TCPSTATE_STATES_COUNTED	10

/**
 * tcpstate_state_in_order() - the i-th row of a table of states
 * @i: below TCPSTATE_STATES_COUNTED
 *
 * Return: the state.
 */
static inline enum tcpstate_state tcpstate_state_in_order(unsigned int i)
{
	static const __u8 order[TCPSTATE_STATES_COUNTED] = {
#define STATE(name, number) number,
		TCPSTATE_COUNTED_STATES(STATE)
#undef STATE
	};

	return (enum tcpstate_state)order[i];
}

#endif
