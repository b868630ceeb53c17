// SPDX-License-Identifier: GPL-2.0-only
/* Prints the columns "old" and "new" of a list of sockets; the second one came later. */

#include <stdio.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/recording/index.h"

static const struct report_column columns[] = { { "old", false }, { "new", true } };

int main(int argc, char **argv)
{
	struct recording recording;
	const char *field[2];
	struct report report;

	if (argc != 2)
		return 2;
	recording_open(&recording, argv[1]);
	recording_text(&recording, &report, TCPSTATE_PROC_SOCKETS, REPORT_LAST);
	while (report_next(&report)) {
		if (strcmp(report.keyword, TCPSTATE_KW_SOCKET) != 0)
			continue;
		report_fields(&report, columns, 2, field);
		printf("%s %s %d\n", field[0], field[1],
		       report_parse_number(&report, field[1]).known);
	}
	report_close(&report);
	recording_close(&recording);
	return 0;
}
