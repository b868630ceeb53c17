// SPDX-License-Identifier: GPL-2.0-only
/* Reads what a picture of top is made of. */

#include "procfs/abi.h"
#include "tools/host/live.h"
#include "tools/recording/counts.h"
#include "tools/top/frame.h"

bool top_frame_read(struct top_frame *frame)
{
	struct summary summary;
	struct report report;

	if (!top_source_next(&frame->source))
		return false;
	if (frame->source.saved)
		summary_read(&summary, recording_text(&frame->source.recording, &report,
						      TCPSTATE_PROC_SUMMARY, REPORT_LAST));
	else
		counts_read(&summary, live_text("/proc/" TCPSTATE_PROC_SUMMARY));
	top_history_add(&frame->history, &summary);
	if (frame->view.selected >= frame->history.states)
		frame->view.selected = 0;
	frame->newer_reading = true;
	return true;
}

void top_frame_read_sockets(struct top_frame *frame, const char *state, size_t limit)
{
	const struct top_query query = {
		.state = state,
		.filter = frame->view.filter,
		.sort = frame->view.sort,
		.reverse = frame->view.reverse,
		.limit = limit < TOP_SOCKETS_MAX ? limit : TOP_SOCKETS_MAX,
	};

	top_sockets_read(&frame->sockets, &frame->source, &query);
}
