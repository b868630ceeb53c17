// SPDX-License-Identifier: GPL-2.0-only
/* Makes the entries in /proc, takes the readings, and passes them to the formatters. */

#include <linux/ktime.h>
#include <linux/namei.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "module/snapshot.h"
#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/procfs.h"
#include "procfs/summary.h"

/* Room for a usual text, so that seq_file need not start it over. */
#define SUMMARY_SIZE (8 * 1024)

static int summary_show(struct seq_file *m, void *v)
{
	struct tcpstate *tcpstate = m->private;
	struct tcpstate_snapshot *snapshot;

	snapshot = kzalloc(sizeof(*snapshot), GFP_KERNEL);
	if (!snapshot)
		return -ENOMEM;
	snapshot->loaded_ns = tcpstate->loaded_ns;
	tcpstate_stats_read(&tcpstate->stats, snapshot);
	snapshot->now_ns = ktime_get_ns();
	tcpstate_summary_show(m, snapshot);
	kfree(snapshot);
	return 0;
}

static int summary_open(struct inode *inode, struct file *file)
{
	return single_open_size(file, summary_show, pde_data(inode), SUMMARY_SIZE);
}

/* The mode stops everybody but root, whom it does not bind. */
static ssize_t refuse_write(struct file *file, const char __user *text, size_t size, loff_t *pos)
{
	return -EPERM;
}

static const struct proc_ops summary_ops = {
	.proc_open	= summary_open,
	.proc_read	= seq_read,
	.proc_write	= refuse_write,
	.proc_lseek	= seq_lseek,
	.proc_release	= single_release,
};

/* Asked first because proc_create() answers a taken name with a stack trace. */
static bool name_is_taken(const char *path)
{
	struct path found;

	if (kern_path(path, 0, &found))
		return false;
	path_put(&found);
	return true;
}

int tcpstate_procfs_init(struct tcpstate *tcpstate)
{
	if (name_is_taken("/proc/" TCPSTATE_PROC_SUMMARY)) {
		pr_err("/proc/" TCPSTATE_PROC_SUMMARY " exists: another module made it, unload that one first\n");
		return -EBUSY;
	}
	if (!proc_create_data(TCPSTATE_PROC_SUMMARY, 0444, NULL, &summary_ops, tcpstate))
		return -ENOMEM;
	return 0;
}

void tcpstate_procfs_uninit(struct tcpstate *tcpstate)
{
	remove_proc_entry(TCPSTATE_PROC_SUMMARY, NULL);
}
