// SPDX-License-Identifier: GPL-2.0-only
/* Holds states.h against the kernel's numbers and against the rules for every pair. */

#include <netinet/tcp.h>
#include <string.h>

#include "module/states.h"
#include "tests/unit/states_pairs.h"
#include "tests/lib/tap.h"

static const struct {
	const char *name;
	int number;
} numbers[] = {
	{ "ESTABLISHED", TCP_ESTABLISHED }, { "SYN_SENT", TCP_SYN_SENT },
	{ "SYN_RECV", TCP_SYN_RECV }, { "FIN_WAIT1", TCP_FIN_WAIT1 },
	{ "FIN_WAIT2", TCP_FIN_WAIT2 }, { "TIME_WAIT", TCP_TIME_WAIT },
	{ "CLOSE", TCP_CLOSE }, { "CLOSE_WAIT", TCP_CLOSE_WAIT },
	{ "LAST_ACK", TCP_LAST_ACK }, { "LISTEN", TCP_LISTEN }, { "CLOSING", TCP_CLOSING },
};

static bool is_produced(const char *from, const char *to)
{
	size_t i;

	for (i = 0; i < sizeof(produced) / sizeof(produced[0]); i++)
		if (!strcmp(produced[i].from, from) && !strcmp(produced[i].to, to))
			return true;
	return false;
}

static bool is_ours(int state)
{
	return state >= TCPSTATE_ESTABLISHED && state <= TCPSTATE_CLOSING &&
	       state != TCPSTATE_TIME_WAIT;
}

static enum tcpstate_arc expected_arc(int from, int to)
{
	enum tcpstate_arc arc;

	if (from == to && (is_ours(from) || from == TCPSTATE_TIME_WAIT))
		return TCPSTATE_ARC_SELF_LOOP;
	if (!is_ours(from) || !is_ours(to) ||
	    !is_produced(tcpstate_state_name(from), tcpstate_state_name(to)))
		return TCPSTATE_ARC_UNEXPECTED;
	if (from == TCPSTATE_CLOSE && to == TCPSTATE_SYN_RECV)
		return TCPSTATE_ARC_LISTEN_SYN_RECV;
	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARCS; arc++)
		if (tcpstate_arc_from(arc) == (enum tcpstate_state)from &&
		    tcpstate_arc_to(arc) == (enum tcpstate_state)to)
			return arc;
	return TCPSTATE_ARC_UNEXPECTED;
}

static void check_pairs(void)
{
	int from, to;

	for (from = -1; from <= 17; from++)
		for (to = -1; to <= 17; to++)
			tap_report(tcpstate_arc(from, to) == expected_arc(from, to),
				  "arc of %d and %d", from, to);
	tap_report(tcpstate_arc(1 << 30, 1) == TCPSTATE_ARC_UNEXPECTED, "arc of a huge number");
	tap_report(tcpstate_arc(-2147483647 - 1, 1) == TCPSTATE_ARC_UNEXPECTED,
		  "arc of the smallest number");
}

static void check_numbers(void)
{
	size_t i;
	int number;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		tap_report(!strcmp(tcpstate_state_name(tcpstate_state_of(numbers[i].number)),
				  numbers[i].name),
			  "%d is %s", numbers[i].number, numbers[i].name);
	for (number = 0; number < TCPSTATE_STATES; number++)
		tap_report(tcpstate_state_name(number) != NULL, "state %d has a name", number);
	tap_report(tcpstate_state_of(-1) == TCPSTATE_UNKNOWN, "-1 is UNKNOWN");
	tap_report(tcpstate_state_of(TCPSTATE_STATES) == TCPSTATE_UNKNOWN, "14 is UNKNOWN");
}

static void check_order(void)
{
	static const char * const order[] = {
		"LISTEN", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT1", "FIN_WAIT2",
		"TIME_WAIT", "CLOSE_WAIT", "LAST_ACK", "CLOSING",
	};
	unsigned int i;

	for (i = 0; i < TCPSTATE_STATES_COUNTED; i++)
		tap_report(!strcmp(tcpstate_state_name(tcpstate_state_in_order(i)), order[i]),
			  "row %u is %s", i, order[i]);
}

static void check_kinds(void)
{
	enum tcpstate_arc arc;

	for (arc = TCPSTATE_ARC_FIRST; arc < TCPSTATE_ARC_FIN_WAIT2_TIME_WAIT; arc++) {
		tap_report((arc >= TCPSTATE_ARC_FIRST_END) ==
			  (tcpstate_arc_to(arc) == TCPSTATE_CLOSE), "arc %d ends in CLOSE or not", arc);
		tap_report((arc <= TCPSTATE_ARC_LAST_BIRTH) ==
			  (tcpstate_arc_from(arc) == TCPSTATE_CLOSE ||
			   (tcpstate_arc_from(arc) == TCPSTATE_LISTEN &&
			    tcpstate_arc_to(arc) == TCPSTATE_SYN_RECV)),
			  "arc %d is a birth or not", arc);
	}
}

int main(void)
{
	check_numbers();
	check_order();
	check_pairs();
	check_kinds();
	return tap_done();
}
