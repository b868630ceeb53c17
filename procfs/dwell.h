/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of /proc/tcpstate_dwell. */
#ifndef TCPSTATE_PROCFS_DWELL_H
#define TCPSTATE_PROCFS_DWELL_H

#include <linux/types.h>

#include "module/states.h"

struct seq_file;

/**
 * tcpstate_dwell_show_head() - write the first line and the columns
 * @m: gets them, by procfs/ABI
 */
void tcpstate_dwell_show_head(struct seq_file *m);

/**
 * tcpstate_dwell_show() - write one arc's line; nothing for an arc that was never taken
 * @m: gets the line, by procfs/ABI
 * @arc: the arc
 * @taken: how often it was, measured or not
 * @sum_ns: of the measured
 * @max_ns: of the measured
 * @bucket: TCPSTATE_HIST_BUCKETS counts
 */
void tcpstate_dwell_show(struct seq_file *m, enum tcpstate_arc arc, __u64 taken, __u64 sum_ns,
			 __u64 max_ns, const __u64 *bucket);

#endif
