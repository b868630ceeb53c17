// SPDX-License-Identifier: GPL-2.0-only
/* Holds the shipped formatters against the examples in procfs/ABI, byte by byte. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <linux/seq_file.h>

#include "module/hist.h"
#include "module/snapshot.h"
#include "procfs/dwell.h"
#include "procfs/summary.h"
#include "tests/unit/example.h"
#include "tests/unit/format_example.h"
#include "tests/lib/tap.h"

static char *format_summary(const struct tcpstate_snapshot *snapshot)
{
	char *text = NULL;
	struct seq_file m;
	size_t size;

	m.stream = open_memstream(&text, &size);
	tcpstate_summary_show(&m, snapshot);
	fclose(m.stream);
	return text;
}

static void check_text(const char *name, const char *got, const char *want)
{
	if (!tap_report(!strcmp(got, want), "%s", name))
		printf("# got\n%s# want\n%s", got, want);
}

static void check_summary(const char *abi)
{
	char *want = example_read(abi, "summary");
	char *got = format_summary(&format_example);

	check_text("the example of procfs/ABI", got, want);
	free(got);
	free(want);
}

static void check_dwell(const char *abi)
{
	static const __u64 longest[TCPSTATE_HIST_BUCKETS] = { [TCPSTATE_HIST_INF] = 7 };
	char *want = example_read(abi, "dwell"), *got = NULL;
	struct seq_file m;
	size_t size;

	m.stream = open_memstream(&got, &size);
	tcpstate_dwell_show_head(&m);
	tcpstate_dwell_show(&m, TCPSTATE_ARC_ESTABLISHED_FIN_WAIT1, FORMAT_DWELL_TAKEN,
			    FORMAT_DWELL_SUM_NS, FORMAT_DWELL_MAX_NS, format_dwell);
	tcpstate_dwell_show(&m, TCPSTATE_ARC_SYN_SENT_CLOSE, 0, 0, 0,
			    (const __u64[TCPSTATE_HIST_BUCKETS]){ 0 });
	fclose(m.stream);
	check_text("the dwell example of procfs/ABI", got, want);
	free(got);
	free(want);

	m.stream = open_memstream(&got, &size);
	tcpstate_dwell_show(&m, TCPSTATE_ARC_LAST_ACK_CLOSE, 7, 1, 1, longest);
	fclose(m.stream);
	tap_report(size > 7 && !strcmp(got + size - 7, " inf:7\n"), "the last bucket has no bound");
	free(got);
}

static void check_scope(void)
{
	struct tcpstate_snapshot snapshot = { .netns_inode = 4026531840 };
	static const char want[] = "tcpstate 1 netns:4026531840\n";
	char *got = format_summary(&snapshot);

	tap_report(!strncmp(got, want, strlen(want)), "a namespace is named by its inode");
	free(got);
}

/* Every number as wide as it can be: no two may run together. */
static void check_widest(void)
{
	struct tcpstate_snapshot snapshot;
	char *got, *line, *rest;
	unsigned int fields;

	memset(&snapshot, 0xff, sizeof(snapshot));
	snapshot.state[TCPSTATE_LISTEN] = (struct tcpstate_occupancy){
		UINT64_MAX - 1, UINT64_MAX - 1, UINT64_MAX - 1, UINT64_MAX - 1, UINT64_MAX - 1
	};
	got = format_summary(&snapshot);
	line = strstr(got, "\nstate        LISTEN");
	fields = 0;
	if (line) {
		*strchr(line + 1, '\n') = '\0';
		for (line = strtok_r(line + 1, " ", &rest); line; line = strtok_r(NULL, " ", &rest))
			fields++;
	}
	tap_report(fields == 7, "the widest numbers stay apart");
	free(got);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: format_test PATH-OF-procfs/ABI\n");
		return 2;
	}
	check_summary(argv[1]);
	check_dwell(argv[1]);
	check_scope();
	check_widest();
	return tap_done();
}
