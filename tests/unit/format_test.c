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
#include "tests/unit/tap.h"

static const struct tcpstate_snapshot example = {
	.loaded_ns = 5021193885,
	.now_ns = 8213420117334,
	.state = {
		[TCPSTATE_LISTEN] = { 12, 11, 4, 3, 98341234123412 },
		[TCPSTATE_SYN_SENT] = { 3, 0, 1823, 1820, 912341234 },
		[TCPSTATE_SYN_RECV] = { 41, 0, 904, 904, 0 },
		[TCPSTATE_ESTABLISHED] = { 210, 2, 2713, 2505, 81234567890 },
		[TCPSTATE_FIN_WAIT1] = { 0, 0, 1822, 1822, 0 },
		[TCPSTATE_FIN_WAIT2] = { 7, 0, 1822, 1815, 0 },
		[TCPSTATE_TIME_WAIT] = { 310, 5, 1810, 1505, TCPSTATE_NO_NUMBER },
		[TCPSTATE_CLOSE_WAIT] = { 1, 0, 890, 889, 12345678901 },
		[TCPSTATE_LAST_ACK] = { 0, 0, 889, 889, 0 },
	},
	.transition = {
		[TCPSTATE_ARC_CLOSE_LISTEN] = 4,
		[TCPSTATE_ARC_CLOSE_SYN_SENT] = 1823,
		[TCPSTATE_ARC_LISTEN_SYN_RECV] = 904,
	},
	.stray[TCPSTATE_LISTEN][TCPSTATE_SYN_SENT] = 1,
	.half_open = 41,
	.parked = 7,
	.tracked = 226,
	.self_loops = 12,
	.unexpected = 1,
};

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
	if (!tap_check(!strcmp(got, want), "%s", name))
		printf("# got\n%s# want\n%s", got, want);
}

static void check_summary(const char *abi)
{
	char *want = example_read(abi, "summary");
	char *got = format_summary(&example);

	check_text("the example of procfs/ABI", got, want);
	free(got);
	free(want);
}

static void check_dwell(const char *abi)
{
	static const __u64 bucket[TCPSTATE_HIST_BUCKETS] = { 3, 8, 2 };
	static const __u64 longest[TCPSTATE_HIST_BUCKETS] = { [TCPSTATE_HIST_INF] = 7 };
	char *want = example_read(abi, "dwell"), *got = NULL;
	struct seq_file m;
	size_t size;

	m.stream = open_memstream(&got, &size);
	tcpstate_dwell_show_head(&m);
	tcpstate_dwell_show(&m, TCPSTATE_ARC_ESTABLISHED_FIN_WAIT1, 25, 16384, 1501, bucket);
	tcpstate_dwell_show(&m, TCPSTATE_ARC_SYN_SENT_CLOSE, 0, 0, 0,
			    (const __u64[TCPSTATE_HIST_BUCKETS]){ 0 });
	fclose(m.stream);
	check_text("the dwell example of procfs/ABI", got, want);
	free(got);
	free(want);

	m.stream = open_memstream(&got, &size);
	tcpstate_dwell_show(&m, TCPSTATE_ARC_LAST_ACK_CLOSE, 7, 1, 1, longest);
	fclose(m.stream);
	tap_check(size > 7 && !strcmp(got + size - 7, " inf:7\n"), "the last bucket has no bound");
	free(got);
}

static void check_scope(void)
{
	struct tcpstate_snapshot snapshot = { .netns_inode = 4026531840 };
	static const char want[] = "tcpstate 1 netns:4026531840\n";
	char *got = format_summary(&snapshot);

	tap_check(!strncmp(got, want, strlen(want)), "a namespace is named by its inode");
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
	tap_check(fields == 7, "the widest numbers stay apart");
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
