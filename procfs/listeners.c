// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes the text of /proc/net/tcpstate_listeners.
 *
 * A position in the file is a bucket of the kernel's listener table: all that is in
 * a bucket is written while it is locked, so that a listener that stays is written
 * exactly once, however slowly the file is read.
 */

#include <linux/ktime.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <net/inet_connection_sock.h>
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/listeners.h"
#include "procfs/socket_columns.h"

static struct inet_hashinfo *hashinfo(void)
{
	return init_net.ipv4.tcp_death_row.hashinfo;
}

static struct tcpstate *machine_of(struct seq_file *m)
{
	return pde_data(file_inode(m->file));
}

static void show_head(struct seq_file *m)
{
	seq_printf(m, "%s %d %s%u\n", TCPSTATE_PROC_LISTENERS, TCPSTATE_ABI_VERSION,
		   TCPSTATE_SCOPE_NETNS, seq_file_net(m)->ns.inum);
	seq_printf(m, "# %-10s %-22s %10s %13s %10s  %-8s %-16s %6s %8s\n", TCPSTATE_KW_LISTENER,
		   TCPSTATE_COL_LOCAL, TCPSTATE_COL_SYN_QUEUE, TCPSTATE_COL_ACCEPT_QUEUE,
		   TCPSTATE_COL_BACKLOG, TCPSTATE_COL_SINCE, TCPSTATE_COL_AGE_NS,
		   TCPSTATE_COL_UID, TCPSTATE_COL_INODE);
}

static void show_listener(struct seq_file *m, struct sock *sk, u64 now_ns)
{
	char *begin = tcpstate_line_begin(m), *end;

	if (!begin)
		return;
	end = tcpstate_put_word(begin, TCPSTATE_KW_LISTENER, 12);
	end = tcpstate_put_address(end, sk->sk_family, tcpstate_local_of(sk), sk->sk_num);
	end = tcpstate_put_right(end, reqsk_queue_len(&inet_csk(sk)->icsk_accept_queue), 9);
	end = tcpstate_put_right(end, READ_ONCE(sk->sk_ack_backlog), 13);
	end = tcpstate_put_right(end, READ_ONCE(sk->sk_max_ack_backlog), 10);
	*end++ = ' ';
	*end++ = ' ';
	end = tcpstate_put_age(end, tcpstate_sockets_word(&machine_of(m)->sockets, sk), now_ns);
	end = tcpstate_put_owner(m, end, sk);
	tcpstate_line_end(m, begin, end);
}

static void *start(struct seq_file *m, loff_t *pos)
{
	if (!*pos)
		return SEQ_START_TOKEN;
	for (; *pos <= tcpstate_listener_buckets(hashinfo()); ++*pos)
		if (!hlist_nulls_empty(&tcpstate_listener_bucket(hashinfo(), *pos - 1)->nulls_head))
			return tcpstate_listener_bucket(hashinfo(), *pos - 1);
	return NULL;
}

static void *next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return start(m, pos);
}

static void stop(struct seq_file *m, void *v)
{
}

static int show(struct seq_file *m, void *v)
{
	struct inet_listen_hashbucket *bucket = v;
	struct hlist_nulls_node *node;
	struct sock *sk;
	u64 now_ns;

	if (v == SEQ_START_TOKEN) {
		show_head(m);
		return 0;
	}
	now_ns = ktime_get_mono_fast_ns();
	spin_lock(&bucket->lock);
	sk_nulls_for_each(sk, node, &bucket->nulls_head)
		if (net_eq(sock_net(sk), seq_file_net(m)))
			show_listener(m, sk, now_ns);
	spin_unlock(&bucket->lock);
	return 0;
}

static const struct seq_operations lines = {
	.start	= start,
	.next	= next,
	.stop	= stop,
	.show	= show,
};

int tcpstate_listeners_make(struct net *net, struct tcpstate *tcpstate)
{
	if (!proc_create_net_data(TCPSTATE_PROC_LISTENERS, 0444, net->proc_net, &lines,
				  sizeof(struct seq_net_private), tcpstate))
		return -ENOMEM;
	return 0;
}

void tcpstate_listeners_remove(struct net *net)
{
	remove_proc_entry(TCPSTATE_PROC_LISTENERS, net->proc_net);
}
