// SPDX-License-Identifier: GPL-2.0-only
/* The counts of a recording or of this host. */

#include "procfs/abi.h"
#include "tools/recording/counts.h"

void counts_read(struct summary *summary, const char *path)
{
	struct recording recording;
	struct report report;

	recording_open(&recording, path);
	summary_read(summary, recording_text(&recording, &report, TCPSTATE_PROC_SUMMARY,
					     REPORT_LAST));
	recording_close(&recording);
}

bool dwells_read(struct dwell_text *dwell, const struct recording *input)
{
	struct recording host;
	struct report report;

	if (input) {
		if (!recording_holds(input, TCPSTATE_PROC_DWELL))
			return false;
		dwell_text_read(dwell, recording_text(input, &report, TCPSTATE_PROC_DWELL,
						      REPORT_LAST));
		return true;
	}
	if (!recording_open_if_allowed(&host, "/proc/" TCPSTATE_PROC_DWELL))
		return false;
	dwell_text_read(dwell, recording_text(&host, &report, TCPSTATE_PROC_DWELL, REPORT_LAST));
	recording_close(&host);
	return true;
}
