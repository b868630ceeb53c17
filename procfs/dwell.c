// SPDX-License-Identifier: GPL-2.0-only
/* Writes histograms as the text of /proc/tcpstate_dwell. */

#include <linux/kernel.h>
#include <linux/seq_file.h>

#include "module/hist.h"
#include "procfs/abi.h"
#include "procfs/column.h"
#include "procfs/dwell.h"

void tcpstate_dwell_show_head(struct seq_file *m)
{
	seq_printf(m, "%s %d %s\n", TCPSTATE_PROC_DWELL, TCPSTATE_ABI_VERSION, TCPSTATE_SCOPE_HOST);
	seq_printf(m, "# %-10s %-16s %-16s %*s %*s %*s %*s  %s\n", TCPSTATE_KW_DWELL,
		   TCPSTATE_COL_FROM, TCPSTATE_COL_TO, TCPSTATE_NUMBER_WIDTH, TCPSTATE_COL_COUNT,
		   TCPSTATE_NUMBER_WIDTH, TCPSTATE_COL_UNMEASURED, TCPSTATE_NUMBER_WIDTH,
		   TCPSTATE_COL_SUM_NS, TCPSTATE_NUMBER_WIDTH, TCPSTATE_COL_MAX_NS,
		   TCPSTATE_COL_BUCKETS);
}

static __u64 add_up(const __u64 *bucket)
{
	__u64 sum = 0;
	unsigned int i;

	for (i = 0; i < TCPSTATE_HIST_BUCKETS; i++)
		sum += bucket[i];
	return sum;
}

static void show_buckets(struct seq_file *m, const __u64 *bucket)
{
	unsigned int i;

	seq_putc(m, ' ');
	for (i = 0; i < TCPSTATE_HIST_FINITE; i++)
		if (bucket[i])
			seq_printf(m, " %llu:%llu", (unsigned long long)tcpstate_hist_bound(i),
				   (unsigned long long)bucket[i]);
	if (bucket[TCPSTATE_HIST_INF])
		seq_printf(m, " %s:%llu", TCPSTATE_BUCKET_INF,
			   (unsigned long long)bucket[TCPSTATE_HIST_INF]);
	seq_putc(m, '\n');
}

void tcpstate_dwell_show(struct seq_file *m, enum tcpstate_arc arc, __u64 taken, __u64 sum_ns,
			 __u64 max_ns, const __u64 *bucket)
{
	__u64 measured = add_up(bucket);

	if (!taken && !measured)
		return;
	seq_printf(m, "%-12s %-16s %-16s", TCPSTATE_KW_DWELL,
		   tcpstate_state_name(tcpstate_arc_from(arc)),
		   tcpstate_state_name(tcpstate_arc_to(arc)));
	tcpstate_put_number(m, measured);
	/* Read a moment apart: an event in between is in one of the two only. */
	tcpstate_put_number(m, taken > measured ? taken - measured : 0);
	tcpstate_put_number(m, sum_ns);
	tcpstate_put_number(m, max_ns);
	show_buckets(m, bucket);
}
