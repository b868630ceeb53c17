// SPDX-License-Identifier: GPL-2.0-only
/* Reads what ss prints into a list of sockets. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/guest/lib/rows.h"
#include "tests/guest/lib/scenario_exit.h"

enum { LINE = 1024 };

static const char *state_of(const char *word)
{
	static const char * const states[][2] = {
		{ "ESTAB", "ESTABLISHED" }, { "SYN-SENT", "SYN_SENT" }, { "SYN-RECV", "SYN_RECV" },
		{ "FIN-WAIT-1", "FIN_WAIT1" }, { "FIN-WAIT-2", "FIN_WAIT2" },
		{ "TIME-WAIT", "TIME_WAIT" }, { "CLOSE-WAIT", "CLOSE_WAIT" },
		{ "LAST-ACK", "LAST_ACK" }, { "LISTEN", "LISTEN" }, { "CLOSING", "CLOSING" },
	};
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (!strcmp(states[i][0], word))
			return states[i][1];
	fail("ss knows a state '%s'", word);
}

/* ss leaves out what is 0. */
static uint64_t number_after(const char *line, const char *key)
{
	const char *at = strstr(line, key);

	return at ? strtoull(at + strlen(key), NULL, 10) : 0;
}

static void parse(struct row *row, const char *line)
{
	char state[LINE], local[LINE], remote[LINE];

	if (sscanf(line, "%1023s %" SCNu64 " %" SCNu64 " %1023s %1023s", state, &row->rxq,
		   &row->txq, local, remote) != 5)
		fail("ss prints '%s'", line);
	snprintf(row->state, sizeof(row->state), "%s", state_of(state));
	end_parse(&row->local, local);
	end_parse(&row->remote, remote);
	row->uid = number_after(line, " uid:");
	row->inode = number_after(line, " ino:");
}

void rows_take_by_ss(struct rows *rows)
{
	FILE *ss = popen("ss -taneH", "r");
	char line[LINE];

	must(ss, "ss");
	rows->count = 0;
	/* UNCONN is only bound, which is no state; ss shows such sockets from 6.8 on. */
	while (fgets(line, sizeof(line), ss))
		if (strncmp(line, "UNCONN ", 7) != 0)
			parse(rows_add(rows), line);
	if (pclose(ss))
		fail("ss does not work here: it needs iproute2 and the kernel's tcp_diag");
}
