/* SPDX-License-Identifier: GPL-2.0-only */
/* The text of /proc/tcpstate and /proc/net/tcpstate. */
#ifndef TCPSTATE_PROCFS_SUMMARY_H
#define TCPSTATE_PROCFS_SUMMARY_H

struct seq_file;
struct tcpstate_snapshot;

/**
 * tcpstate_summary_show() - write a reading as text
 * @m: gets the whole text, by procfs/ABI
 * @snapshot: the reading
 */
void tcpstate_summary_show(struct seq_file *m, const struct tcpstate_snapshot *snapshot);

#endif
