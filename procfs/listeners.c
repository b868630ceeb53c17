// SPDX-License-Identifier: GPL-2.0-only
/* Writes the text of /proc/net/tcpstate_listeners. */

#include <linux/seq_file.h>
#include <net/inet_connection_sock.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/listeners.h"
#include "procfs/socket_columns.h"

void tcpstate_listeners_show_head(struct seq_file *m, const struct net *net)
{
	seq_printf(m, "%s %d %s%u\n", TCPSTATE_PROC_LISTENERS, TCPSTATE_ABI_VERSION,
		   TCPSTATE_SCOPE_NETNS, net->ns.inum);
	seq_printf(m, "# %-10s %-22s %10s %13s %10s  %-8s %-16s  %6s %8s\n", TCPSTATE_KW_LISTENER,
		   TCPSTATE_COL_LOCAL, TCPSTATE_COL_SYN_QUEUE, TCPSTATE_COL_ACCEPT_QUEUE,
		   TCPSTATE_COL_BACKLOG, TCPSTATE_COL_SINCE, TCPSTATE_COL_AGE_NS,
		   TCPSTATE_COL_UID, TCPSTATE_COL_INODE);
}

void tcpstate_listeners_show(struct seq_file *m, struct tcpstate *tcpstate, struct sock *sk,
			     u64 now_ns)
{
	char *begin = tcpstate_line_begin(m), *end;

	/* It was closed since it was pinned, or its listen() has not come to its end. */
	if (inet_sk_state_load(sk) != TCP_LISTEN || !begin)
		return;
	end = tcpstate_put_text(begin, TCPSTATE_KW_LISTENER, 12);
	end = tcpstate_put_address(end, sk->sk_family, tcpstate_local_of(sk), sk->sk_num);
	end = tcpstate_put_right(end, reqsk_queue_len(&inet_csk(sk)->icsk_accept_queue), 9);
	end = tcpstate_put_right(end, READ_ONCE(sk->sk_ack_backlog), 13);
	end = tcpstate_put_right(end, READ_ONCE(sk->sk_max_ack_backlog), 10);
	*end++ = ' ';
	*end++ = ' ';
	end = tcpstate_put_age(end, tcpstate_sockets_entry(&tcpstate->sockets, sk), now_ns);
	end = tcpstate_put_owner(m, end, sk);
	tcpstate_line_end(m, begin, end);
}
