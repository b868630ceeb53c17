// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes the list of sockets: /proc/net/tcpstate_sockets, and one file a state below
 * /proc/net/tcpstate_sockets_in.
 *
 * A position in the file is a bucket: first those of the kernel's listener table,
 * then those of its table of established sockets. The sockets of a bucket are pinned
 * while it is locked and written after, so traffic waits for no line; one that stays
 * in its bucket is written exactly once, however slowly the file is read.
 */

#include <linux/ktime.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>

#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/socket_line.h"
#include "procfs/sockets.h"

enum {
	/* Chains are short; a longer one makes the room grow. */
	USUAL_CHAIN = 32,
	/* What is read at once; a bucket that does not fit any more is written again. */
	USUAL_BUFFER = 32 * 1024,
};

/* The sockets of one bucket; lives between start() and stop(). */
struct pinned {
	unsigned int used;
	unsigned int room;
	struct sock *sk[];
};

struct list_file {
	struct seq_net_private net;
	struct pinned *pinned;
};

/**
 * struct list - what an entry in /proc shows
 * @tcpstate: the machine
 * @only: the state, 0 for all
 */
struct list {
	struct tcpstate *tcpstate;
	enum tcpstate_state only;
};

static const struct list *list_of(struct seq_file *m)
{
	return pde_data(file_inode(m->file));
}

static struct inet_hashinfo *listener_table(void)
{
	return init_net.ipv4.tcp_death_row.hashinfo;
}

static struct inet_hashinfo *established_table(struct seq_file *m)
{
	return seq_file_net(m)->ipv4.tcp_death_row.hashinfo;
}

static void show_head(struct seq_file *m)
{
	seq_printf(m, "%s %d %s%u\n", TCPSTATE_PROC_SOCKETS, TCPSTATE_ABI_VERSION,
		   TCPSTATE_SCOPE_NETNS, seq_file_net(m)->ns.inum);
	seq_printf(m, "# %-10s %-12s %-8s %-16s %-22s %-22s %9s %9s %6s %8s\n",
		   TCPSTATE_KW_SOCKET, TCPSTATE_COL_STATE, TCPSTATE_COL_SINCE,
		   TCPSTATE_COL_AGE_NS, TCPSTATE_COL_LOCAL, TCPSTATE_COL_REMOTE,
		   TCPSTATE_COL_RXQ, TCPSTATE_COL_TXQ, TCPSTATE_COL_UID, TCPSTATE_COL_INODE);
}

/* Pins the sockets of a locked chain. Return: how many there are, room or not. */
static unsigned int pin_chain(struct seq_file *m, struct pinned *pinned,
			      struct hlist_nulls_head *chain)
{
	enum tcpstate_state only = list_of(m)->only;
	const struct net *net = seq_file_net(m);
	struct hlist_nulls_node *node;
	unsigned int wanted = 0;
	struct sock *sk;

	sk_nulls_for_each(sk, node, chain) {
		if ((only && !tcpstate_socket_line_may_be_in(sk, only)) ||
		    !net_eq(sock_net(sk), net))
			continue;
		wanted++;
		if (pinned->used < pinned->room && refcount_inc_not_zero(&sk->sk_refcnt))
			pinned->sk[pinned->used++] = sk;
	}
	return wanted;
}

static unsigned int pin_bucket(struct seq_file *m, struct pinned *pinned, unsigned int bucket)
{
	unsigned int listener_buckets = tcpstate_listener_buckets(listener_table());
	struct inet_listen_hashbucket *listeners;
	struct inet_hashinfo *hashinfo;
	unsigned int wanted;
	spinlock_t *lock;

	if (bucket < listener_buckets) {
		listeners = tcpstate_listener_bucket(listener_table(), bucket);
		spin_lock(&listeners->lock);
		wanted = pin_chain(m, pinned, &listeners->nulls_head);
		spin_unlock(&listeners->lock);
	} else {
		bucket -= listener_buckets;
		hashinfo = established_table(m);
		lock = inet_ehash_lockp(hashinfo, bucket);
		spin_lock_bh(lock);
		wanted = pin_chain(m, pinned, &hashinfo->ehash[bucket].chain);
		spin_unlock_bh(lock);
	}
	return wanted;
}

static void unpin(struct pinned *pinned)
{
	while (pinned->used)
		sock_gen_put(pinned->sk[--pinned->used]);
}

static int pin_all(struct seq_file *m, unsigned int bucket)
{
	struct list_file *file = m->private;
	unsigned int wanted;
	struct pinned *more;

	while ((wanted = pin_bucket(m, file->pinned, bucket)) > file->pinned->room) {
		unpin(file->pinned);
		more = krealloc(file->pinned, struct_size(more, sk, 2 * wanted), GFP_KERNEL);
		if (!more)
			return -ENOMEM;
		more->room = 2 * wanted;
		file->pinned = more;
	}
	return 0;
}

static bool is_empty(struct seq_file *m, unsigned int bucket)
{
	unsigned int listener_buckets = tcpstate_listener_buckets(listener_table());

	if (bucket < listener_buckets)
		return hlist_nulls_empty(
			&tcpstate_listener_bucket(listener_table(), bucket)->nulls_head);
	return hlist_nulls_empty(&established_table(m)->ehash[bucket - listener_buckets].chain);
}

/* Position 0 is the head, the others are a bucket each; empty ones are passed over. */
static void *find_position(struct seq_file *m, loff_t *pos)
{
	loff_t end = tcpstate_listener_buckets(listener_table()) +
		     (loff_t)established_table(m)->ehash_mask + 2;

	for (; *pos < end; ++*pos) {
		if (!*pos || !is_empty(m, *pos - 1))
			return pos;
		if (*pos % 1024 == 0)
			cond_resched();
	}
	return NULL;
}

static void *start(struct seq_file *m, loff_t *pos)
{
	struct list_file *file = m->private;

	file->pinned = kmalloc(struct_size(file->pinned, sk, USUAL_CHAIN), GFP_KERNEL);
	if (!file->pinned)
		return ERR_PTR(-ENOMEM);
	file->pinned->used = 0;
	file->pinned->room = USUAL_CHAIN;
	return find_position(m, pos);
}

static void *next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return find_position(m, pos);
}

static void stop(struct seq_file *m, void *v)
{
	struct list_file *file = m->private;

	kfree(file->pinned);
	file->pinned = NULL;
}

static int show(struct seq_file *m, void *v)
{
	const struct list *list = list_of(m);
	struct list_file *file = m->private;
	loff_t pos = *(loff_t *)v;
	unsigned int i;
	u64 now_ns;
	int ret;

	if (!pos) {
		/* Too little for seq_file to go on with: it doubles its buffer and asks again. */
		if (m->size < USUAL_BUFFER)
			seq_commit(m, -1);
		else
			show_head(m);
		return 0;
	}
	ret = pin_all(m, pos - 1);
	if (ret)
		return ret;
	now_ns = ktime_get_mono_fast_ns();
	for (i = 0; i < file->pinned->used; i++)
		tcpstate_socket_line_show(m, list->tcpstate, file->pinned->sk[i], list->only,
					  now_ns);
	unpin(file->pinned);
	return 0;
}

static const struct seq_operations lines = {
	.start	= start,
	.next	= next,
	.stop	= stop,
	.show	= show,
};

/* The first one is of all states; the others are named like theirs. */
static struct list lists[1 + TCPSTATE_STATES_COUNTED];

void tcpstate_socket_lists_init(struct tcpstate *tcpstate)
{
	unsigned int i;

	lists[0].tcpstate = tcpstate;
	for (i = 0; i < TCPSTATE_STATES_COUNTED; i++)
		lists[1 + i] = (struct list){ tcpstate, tcpstate_state_in_order(i) };
}

static bool make_list(const char *name, struct proc_dir_entry *folder,
		      struct list *list)
{
	return proc_create_net_data(name, 0444, folder, &lines, sizeof(struct list_file), list);
}

int tcpstate_socket_lists_make(struct net *net)
{
	struct proc_dir_entry *folder;
	unsigned int i;

	if (!make_list(TCPSTATE_PROC_SOCKETS, net->proc_net, &lists[0]))
		return -ENOMEM;
	folder = proc_net_mkdir(net, TCPSTATE_PROC_SOCKETS_IN, net->proc_net);
	if (!folder)
		goto err;
	for (i = 1; i < ARRAY_SIZE(lists); i++)
		if (!make_list(tcpstate_state_name(lists[i].only), folder, &lists[i]))
			goto err;
	return 0;

err:
	tcpstate_socket_lists_remove(net);
	return -ENOMEM;
}

void tcpstate_socket_lists_remove(struct net *net)
{
	remove_proc_subtree(TCPSTATE_PROC_SOCKETS_IN, net->proc_net);
	remove_proc_entry(TCPSTATE_PROC_SOCKETS, net->proc_net);
}
