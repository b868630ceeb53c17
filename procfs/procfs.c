// SPDX-License-Identifier: GPL-2.0-only
/* Makes the entries in /proc, takes the readings, and passes them to the formatters. */

#include <linux/namei.h>
#include <linux/nsproxy.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "module/reading.h"
#include "module/snapshot.h"
#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/procfs.h"
#include "procfs/summary.h"

/* Room for a usual text, so that seq_file need not start it over. */
#define SUMMARY_SIZE (8 * 1024)

/* The callbacks of a namespace's entries carry no data: which machine they are for. */
static struct tcpstate *machine;

static int show_reading(struct seq_file *m, struct net *net)
{
	struct tcpstate_snapshot *snapshot = kmalloc(sizeof(*snapshot), GFP_KERNEL);
	int ret;

	if (!snapshot)
		return -ENOMEM;
	ret = tcpstate_reading_take(machine, net, snapshot);
	if (!ret)
		tcpstate_summary_show(m, snapshot);
	kfree(snapshot);
	return ret;
}

static int show_scope(struct seq_file *m, void *v)
{
	return show_reading(m, m->private);
}

static int show_own_netns(struct seq_file *m, void *v)
{
	return show_reading(m, seq_file_single_net(m));
}

/* Only the initial namespace sees the others: elsewhere the file is that of /proc/net. */
static int summary_open(struct inode *inode, struct file *file)
{
	struct net *net = current->nsproxy->net_ns;
	int ret;

	net = net_eq(net, &init_net) ? NULL : get_net(net);
	ret = single_open_size(file, show_scope, net, SUMMARY_SIZE);
	if (ret && net)
		put_net(net);
	return ret;
}

static int summary_release(struct inode *inode, struct file *file)
{
	struct net *net = ((struct seq_file *)file->private_data)->private;

	if (net)
		put_net(net);
	return single_release(inode, file);
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
	.proc_release	= summary_release,
};

static int refuse_net_write(struct file *file, char *text, size_t size)
{
	return -EPERM;
}

static int __net_init make_net_entries(struct net *net)
{
	if (!proc_create_net_single_write(TCPSTATE_PROC_SUMMARY, 0444, net->proc_net,
					  show_own_netns, refuse_net_write, NULL))
		return -ENOMEM;
	return 0;
}

static void __net_exit remove_net_entries(struct net *net)
{
	remove_proc_entry(TCPSTATE_PROC_SUMMARY, net->proc_net);
}

static struct pernet_operations operations = {
	.init	= make_net_entries,
	.exit	= remove_net_entries,
};

/* Asked first because proc_create() answers a taken name with a stack trace. */
static bool is_taken(const char *path)
{
	struct path found;

	if (kern_path(path, 0, &found))
		return false;
	path_put(&found);
	pr_err("%s exists: another module made it, unload that one first\n", path);
	return true;
}

int tcpstate_procfs_init(struct tcpstate *tcpstate)
{
	int ret;

	if (is_taken("/proc/" TCPSTATE_PROC_SUMMARY) ||
	    is_taken("/proc/net/" TCPSTATE_PROC_SUMMARY))
		return -EBUSY;

	machine = tcpstate;
	ret = register_pernet_subsys(&operations);
	if (ret)
		return ret;
	if (!proc_create(TCPSTATE_PROC_SUMMARY, 0444, NULL, &summary_ops)) {
		unregister_pernet_subsys(&operations);
		return -ENOMEM;
	}
	return 0;
}

void tcpstate_procfs_uninit(struct tcpstate *tcpstate)
{
	remove_proc_entry(TCPSTATE_PROC_SUMMARY, NULL);
	unregister_pernet_subsys(&operations);
}
