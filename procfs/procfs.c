// SPDX-License-Identifier: GPL-2.0-only
/* Makes the entries in /proc, takes the readings, and passes them to the formatters. */

#include <linux/namei.h>
#include <linux/nsproxy.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/time_namespace.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "module/reading.h"
#include "module/snapshot.h"
#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/dwell.h"
#include "procfs/procfs.h"
#include "procfs/sockets.h"
#include "procfs/summary.h"

/* Room for a usual text, so that seq_file need not start it over. */
#define SUMMARY_SIZE (8 * 1024)

/* Where the lists of a namespace are kept. */
static unsigned int lists_id;

static struct tcpstate *instance_of(const struct net *net)
{
	return ((struct tcpstate_net *)net_generic(net, tcpstate_net_id))->tcpstate;
}

/* What a reader of a namespace's file keeps: a reading that did not fit into the buffer yet. */
struct own_netns_file {
	struct seq_net_private net;
	struct tcpstate_snapshot reading;
	bool taken;
};

/* What a reader of the dwell file keeps between two lines. */
struct dwell_file {
	struct tcpstate_snapshot reading;
	struct tcpstate_dwell_arc arc;
};

/* A point in time as the reader's time namespace has it; there may be none before its 0. */
static u64 in_own_time(u64 ns)
{
	struct timespec64 time = ns_to_timespec64(ns);

	timens_add_monotonic(&time);
	return max_t(s64, timespec64_to_ns(&time), 0);
}

/* Of one namespace, NULL for all. */
static int take_reading(struct net *net, struct tcpstate_snapshot *snapshot)
{
	int ret = tcpstate_reading_take(instance_of(net ?: &init_net), net, snapshot);

	if (ret)
		return ret;
	snapshot->loaded_ns = in_own_time(snapshot->loaded_ns);
	snapshot->now_ns = in_own_time(snapshot->now_ns);
	return 0;
}

static int show_scope(struct seq_file *m, void *v)
{
	struct tcpstate_snapshot *snapshot = kmalloc(sizeof(*snapshot), GFP_KERNEL);
	int ret;

	if (!snapshot)
		return -ENOMEM;
	ret = take_reading(m->private, snapshot);
	if (!ret)
		tcpstate_summary_show(m, snapshot);
	kfree(snapshot);
	return ret;
}

static void *own_netns_start(struct seq_file *m, loff_t *pos)
{
	return *pos ? NULL : SEQ_START_TOKEN;
}

static void *own_netns_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return NULL;
}

static void own_netns_stop(struct seq_file *m, void *v)
{
}

static int own_netns_show(struct seq_file *m, void *v)
{
	struct own_netns_file *file = m->private;
	int ret;

	if (!file->taken) {
		ret = take_reading(seq_file_net(m), &file->reading);
		if (ret)
			return ret;
	}
	tcpstate_summary_show(m, &file->reading);
	/* seq_file comes again with a larger buffer; the reading need not be taken again. */
	file->taken = seq_has_overflowed(m);
	return 0;
}

/* Not single_open_net(), which lets root open it for writing (fs/proc/proc_net.c). */
static const struct seq_operations own_netns = {
	.start	= own_netns_start,
	.next	= own_netns_next,
	.stop	= own_netns_stop,
	.show	= own_netns_show,
};

/* Only the initial namespace sees the others: elsewhere the file is that of /proc/net. */
static int summary_open(struct inode *inode, struct file *file)
{
	struct net *net = current->nsproxy->net_ns;
	int ret;

	/* The mode does not bind root. */
	if (file->f_mode & FMODE_WRITE)
		return -EACCES;
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

static void *dwell_start(struct seq_file *m, loff_t *pos)
{
	return *pos <= TCPSTATE_DWELL_ARCS ? pos : NULL;
}

static void *dwell_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return dwell_start(m, pos);
}

static void dwell_stop(struct seq_file *m, void *v)
{
}

/* Line 0 is the head, the others are an arc each. */
static int dwell_show(struct seq_file *m, void *v)
{
	struct dwell_file *file = m->private;
	loff_t line = *(loff_t *)v;
	enum tcpstate_arc arc = TCPSTATE_DWELL_FIRST + line - 1;

	if (!line) {
		tcpstate_dwell_show_head(m);
		return tcpstate_reading_take(instance_of(&init_net), NULL, &file->reading);
	}
	tcpstate_dwell_read(&instance_of(&init_net)->dwell, arc, &file->arc);
	tcpstate_dwell_show(m, arc, file->reading.transition[arc], file->arc.sum_ns,
			    file->arc.max_ns, file->arc.bucket);
	return 0;
}

static const struct seq_operations dwell_lines = {
	.start	= dwell_start,
	.next	= dwell_next,
	.stop	= dwell_stop,
	.show	= dwell_show,
};

/* The histograms are of the whole host, which other namespaces do not get to see. */
static int dwell_open(struct inode *inode, struct file *file)
{
	if (file->f_mode & FMODE_WRITE)
		return -EACCES;
	if (!net_eq(current->nsproxy->net_ns, &init_net))
		return -EPERM;
	return seq_open_private(file, &dwell_lines, sizeof(struct dwell_file));
}

static const struct proc_ops summary_ops = {
	.proc_open	= summary_open,
	.proc_read	= seq_read,
	.proc_lseek	= seq_lseek,
	.proc_release	= summary_release,
};

static const struct proc_ops dwell_ops = {
	.proc_open	= dwell_open,
	.proc_read	= seq_read,
	.proc_lseek	= seq_lseek,
	.proc_release	= seq_release_private,
};

static int __net_init make_net_entries(struct net *net)
{
	int ret;

	if (!proc_create_net(TCPSTATE_PROC_SUMMARY, 0444, net->proc_net, &own_netns,
			     sizeof(struct own_netns_file)))
		return -ENOMEM;
	ret = tcpstate_socket_lists_make(net, instance_of(net), net_generic(net, lists_id));
	if (ret)
		remove_proc_entry(TCPSTATE_PROC_SUMMARY, net->proc_net);
	return ret;
}

static void __net_exit remove_net_entries(struct net *net)
{
	tcpstate_socket_lists_remove(net);
	remove_proc_entry(TCPSTATE_PROC_SUMMARY, net->proc_net);
}

static struct pernet_operations operations = {
	.init	= make_net_entries,
	.exit	= remove_net_entries,
	.id	= &lists_id,
	.size	= sizeof(struct tcpstate_lists),
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
	    is_taken("/proc/" TCPSTATE_PROC_DWELL) ||
	    is_taken("/proc/net/" TCPSTATE_PROC_SUMMARY) ||
	    is_taken("/proc/net/" TCPSTATE_PROC_LISTENERS) ||
	    is_taken("/proc/net/" TCPSTATE_PROC_SOCKETS) ||
	    is_taken("/proc/net/" TCPSTATE_PROC_SOCKETS_IN))
		return -EBUSY;

	ret = register_pernet_subsys(&operations);
	if (ret)
		return ret;
	if (!proc_create(TCPSTATE_PROC_SUMMARY, 0444, NULL, &summary_ops))
		goto err_summary;
	if (!proc_create(TCPSTATE_PROC_DWELL, 0444, NULL, &dwell_ops))
		goto err_dwell;
	return 0;

err_dwell:
	remove_proc_entry(TCPSTATE_PROC_SUMMARY, NULL);
err_summary:
	unregister_pernet_subsys(&operations);
	return -ENOMEM;
}

void tcpstate_procfs_uninit(struct tcpstate *tcpstate)
{
	remove_proc_entry(TCPSTATE_PROC_DWELL, NULL);
	remove_proc_entry(TCPSTATE_PROC_SUMMARY, NULL);
	unregister_pernet_subsys(&operations);
}
