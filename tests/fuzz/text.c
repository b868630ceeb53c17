// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the readers of the files in /proc: every one of them gets every text. */

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "procfs/abi.h"
#include "tools/analysis/quantile.h"
#include "tools/recording/index.h"
#include "tools/text/dwell.h"
#include "tools/text/sockets.h"
#include "tools/text/summary.h"
#include "tests/fuzz/survive.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static void read_summary(void *path)
{
	struct recording recording;
	struct summary summary;
	struct report report;
	size_t i;

	recording_open(&recording, path);
	summary_read(&summary, recording_text(&recording, &report, TCPSTATE_PROC_SUMMARY,
					      REPORT_LAST));
	for (i = 0; i < summary.states; i++)
		summary_tracked(&summary, &summary.state[i]);
	summary_free(&summary);
	recording_close(&recording);
}

static void read_dwell(void *path)
{
	static const double shares[] = { 1e-9, 0.5, 0.9, 0.99, 1 };
	const struct dwell_row *row;
	struct number number, before;
	struct recording recording;
	struct dwell_text text;
	struct report report;
	size_t i, j;

	recording_open(&recording, path);
	dwell_text_read(&text, recording_text(&recording, &report, TCPSTATE_PROC_DWELL,
					      REPORT_LAST));
	for (j = 0; j < text.rows; j++) {
		row = &text.row[j];
		before = (struct number){ true, 0 };
		for (i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
			number = quantile_of(row, shares[i]);
			/* A longest one that is not the longest would make them go back. */
			if (!row->max_ns.known && number.known && number.value < before.value)
				abort();
			before = number;
		}
		for (i = 0; i < row->buckets; i++)
			if (quantile_bucket_begin(row, i) > row->bucket[i].bound_ns)
				abort();
	}
	dwell_text_free(&text);
	recording_close(&recording);
}

static bool wants_listeners(const void *data, const char *state)
{
	(void)data;
	return !strcmp(state, "LISTEN");
}

static void read_listeners(void *path)
{
	struct recording recording;
	struct sockets_text text;
	struct socket_row row;
	struct report report;

	recording_open(&recording, path);
	sockets_text_begin(&text, recording_text(&recording, &report, TCPSTATE_PROC_SOCKETS,
						 REPORT_LAST));
	text.wants_state = wants_listeners;
	while (sockets_text_next(&text, &row))
		if (strcmp(row.state, "LISTEN") != 0)
			abort();
	sockets_text_close(&text);
	recording_close(&recording);
}

static void read_sockets(void *path)
{
	struct recording recording;
	struct sockets_text text;
	struct socket_row row;
	struct report report;

	recording_open(&recording, path);
	sockets_text_begin(&text, recording_text(&recording, &report, TCPSTATE_PROC_SOCKETS,
						 REPORT_LAST));
	while (sockets_text_next(&text, &row)) {
		if (row.local.port > UINT16_MAX || row.remote.port < SOCKET_PORT_ANY ||
		    (row.local.family != AF_INET && row.local.family != AF_INET6) ||
		    !strchr(row.remote.text, ':') || !*row.state)
			abort();
	}
	sockets_text_close(&text);
	recording_close(&recording);
}

static void read_records(void *path)
{
	struct recording recording;
	struct report report;

	recording_open(&recording, path);
	recording_text(&recording, &report, TCPSTATE_PROC_LISTENERS, REPORT_FIRST);
	while (report_next(&report))
		if (report.fields > 1)
			report_field(&report, report.fields - 2);
	report_close(&report);
	recording_close(&recording);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	void *path = (void *)survive_path(input, size);

	survive(read_summary, path);
	survive(read_dwell, path);
	survive(read_sockets, path);
	survive(read_listeners, path);
	survive(read_records, path);
	return 0;
}
