// SPDX-License-Identifier: GPL-2.0-only
/* Takes two readings of this host. */

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/clock.h"
#include "tools/failure.h"
#include "tools/host/live.h"
#include "tools/recording/capture.h"
#include "tools/recording/index.h"
#include "tools/recording/reading.h"

/* The path of what is kept in memory. */
static char kept[64];

/* In memory: an answer must not depend on a disk with room. Stays open until the end. */
static FILE *open_memory(void)
{
	int file = memfd_create("tcpstate", MFD_CLOEXEC);
	FILE *stream = file < 0 ? NULL : fdopen(file, "w");

	if (!stream)
		err(failure_status, "cannot keep what was read");
	snprintf(kept, sizeof(kept), "/proc/self/fd/%d", file);
	return stream;
}

static void finish(FILE *stream)
{
	if (fflush(stream) || ferror(stream))
		err(failure_status, "cannot keep what was read");
}

static void look_twice(uint64_t interval_ns)
{
	struct recording host;
	FILE *stream;

	recording_open(&host, "/proc/" TCPSTATE_PROC_SUMMARY);
	recording_close(&host);
	stream = open_memory();
	reading_write(stream, true);
	clock_wait(interval_ns);
	reading_write(stream, true);
	finish(stream);
}

static void look_once_without_module(void)
{
	FILE *stream = open_memory();

	reading_write_without_module(stream);
	finish(stream);
}

void capture_readings(struct recording *recording, const char *input, uint64_t interval_ns,
		      bool without_module)
{
	if (input && interval_ns)
		usage_error("a saved copy has its own interval: drop --input or",
			    "--interval");
	if (!input && without_module && !live_module())
		look_once_without_module();
	else if (!input)
		look_twice(interval_ns ? interval_ns : SECOND_NS);
	recording_open(recording, input ? input : kept);
}
