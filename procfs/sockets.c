// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lists: /proc/net/tcpstate_sockets, one file a state below
 * /proc/net/tcpstate_sockets_in, and /proc/net/tcpstate_listeners. A position in such a
 * file is a line.
 */

#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <net/net_namespace.h>

#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/listeners.h"
#include "procfs/socket_line.h"
#include "procfs/socket_walk.h"
#include "procfs/sockets.h"

/* What is read at once: more than the page that seq_file begins with. */
enum { BUFFER = 32 * 1024 };

/* An open list. */
struct list_file {
	const struct tcpstate_list *list;
	struct tcpstate *tcpstate;
	/* When the read began that is under way: CLOCK_MONOTONIC. */
	u64 now_ns;
	struct tcpstate_socket_walk walk;
};

static void show_head(struct seq_file *m, const struct net *net)
{
	seq_printf(m, "%s %d %s%u\n", TCPSTATE_PROC_SOCKETS, TCPSTATE_ABI_VERSION,
		   TCPSTATE_SCOPE_NETNS, net->ns.inum);
	seq_printf(m, "# %-10s %-12s %-8s %-16s %-22s %-22s %9s %9s %6s %8s\n",
		   TCPSTATE_KW_SOCKET, TCPSTATE_COL_STATE, TCPSTATE_COL_SINCE,
		   TCPSTATE_COL_AGE_NS, TCPSTATE_COL_LOCAL, TCPSTATE_COL_REMOTE,
		   TCPSTATE_COL_RXQ, TCPSTATE_COL_TXQ, TCPSTATE_COL_UID, TCPSTATE_COL_INODE);
}

/* seq_file begins anew at position 0, and otherwise goes on where it stopped. */
static void *start(struct seq_file *m, loff_t *pos)
{
	struct list_file *file = m->private;
	int ret;

	file->now_ns = ktime_get_mono_fast_ns();
	if (*pos)
		return tcpstate_socket_walk_here(&file->walk);
	tcpstate_socket_walk_end(&file->walk);
	ret = tcpstate_socket_walk_begin(&file->walk);
	return ret ? ERR_PTR(ret) : SEQ_START_TOKEN;
}

static void *next(struct seq_file *m, void *v, loff_t *pos)
{
	struct list_file *file = m->private;

	++*pos;
	return tcpstate_socket_walk_on(&file->walk);
}

static void stop(struct seq_file *m, void *v)
{
}

static int show(struct seq_file *m, void *v)
{
	struct list_file *file = m->private;
	const struct tcpstate_list *list = file->list;

	if (v == SEQ_START_TOKEN && list->of_listeners)
		tcpstate_listeners_show_head(m, list->net);
	else if (v == SEQ_START_TOKEN)
		show_head(m, list->net);
	else if (list->of_listeners)
		tcpstate_listeners_show(m, file->tcpstate, v, file->now_ns);
	else
		tcpstate_socket_line_show(m, file->tcpstate, v, list->wanted_state, file->now_ns);
	return 0;
}

static const struct seq_operations lines = {
	.start	= start,
	.next	= next,
	.stop	= stop,
	.show	= show,
};

static int list_open(struct inode *inode, struct file *file)
{
	const struct tcpstate_list *list = pde_data(inode);
	struct list_file *list_file;
	struct seq_file *m;

	/* The mode does not bind root. */
	if (file->f_mode & FMODE_WRITE)
		return -EACCES;
	/* It is going to end. */
	if (!maybe_get_net(list->net))
		return -ENXIO;
	list_file = __seq_open_private(file, &lines, sizeof(*list_file));
	if (!list_file) {
		put_net(list->net);
		return -ENOMEM;
	}
	list_file->list = list;
	list_file->tcpstate = list->tcpstate;
	list_file->walk.net = list->net;
	list_file->walk.wanted_state = list->wanted_state;
	m = file->private_data;
	/* As single_open_size(): without it seq_file begins with a page. */
	m->buf = kvmalloc(BUFFER, GFP_KERNEL);
	m->size = m->buf ? BUFFER : 0;
	return 0;
}

static int list_release(struct inode *inode, struct file *file)
{
	struct list_file *list_file = ((struct seq_file *)file->private_data)->private;
	struct net *net = list_file->walk.net;

	tcpstate_socket_walk_end(&list_file->walk);
	seq_release_private(inode, file);
	put_net(net);
	return 0;
}

static const struct proc_ops list_ops = {
	.proc_open	= list_open,
	.proc_read_iter	= seq_read_iter,
	.proc_lseek	= seq_lseek,
	.proc_release	= list_release,
};

static bool make_list(const char *name, struct proc_dir_entry *folder,
		      struct tcpstate_list *list)
{
	return proc_create_data(name, 0444, folder, &list_ops, list);
}

static bool make_state_lists(struct proc_dir_entry *folder, struct tcpstate_list *in_state)
{
	unsigned int i;

	for (i = 0; i < TCPSTATE_STATES_COUNTED; i++)
		if (!make_list(tcpstate_state_name(in_state[i].wanted_state), folder, &in_state[i]))
			return false;
	return true;
}

int tcpstate_socket_lists_make(struct net *net, struct tcpstate *tcpstate,
			       struct tcpstate_lists *lists)
{
	struct tcpstate_list any = { .net = net, .tcpstate = tcpstate };
	struct proc_dir_entry *folder;
	unsigned int i;

	lists->sockets = any;
	lists->listeners = any;
	lists->listeners.wanted_state = TCPSTATE_LISTEN;
	lists->listeners.of_listeners = true;
	for (i = 0; i < TCPSTATE_STATES_COUNTED; i++) {
		lists->in_state[i] = any;
		lists->in_state[i].wanted_state = tcpstate_state_in_order(i);
	}

	if (!make_list(TCPSTATE_PROC_LISTENERS, net->proc_net, &lists->listeners))
		return -ENOMEM;
	if (!make_list(TCPSTATE_PROC_SOCKETS, net->proc_net, &lists->sockets))
		goto err_sockets;
	folder = proc_net_mkdir(net, TCPSTATE_PROC_SOCKETS_IN, net->proc_net);
	if (!folder)
		goto err_folder;
	if (!make_state_lists(folder, lists->in_state))
		goto err_state;
	return 0;

err_state:
	remove_proc_subtree(TCPSTATE_PROC_SOCKETS_IN, net->proc_net);
err_folder:
	remove_proc_entry(TCPSTATE_PROC_SOCKETS, net->proc_net);
err_sockets:
	remove_proc_entry(TCPSTATE_PROC_LISTENERS, net->proc_net);
	return -ENOMEM;
}

void tcpstate_socket_lists_remove(struct net *net)
{
	remove_proc_subtree(TCPSTATE_PROC_SOCKETS_IN, net->proc_net);
	remove_proc_entry(TCPSTATE_PROC_SOCKETS, net->proc_net);
	remove_proc_entry(TCPSTATE_PROC_LISTENERS, net->proc_net);
}
