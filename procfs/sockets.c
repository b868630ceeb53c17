// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes the text of /proc/net/tcpstate_sockets.
 *
 * A position in the file is a bucket: first those of the kernel's listener table,
 * then those of its table of established sockets. The sockets of a bucket are pinned
 * while it is locked and written after, so traffic waits for no line; one that stays
 * in its bucket is written exactly once, however slowly the file is read.
 */

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/tcp.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>
#include <net/tcp.h>

#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/socket_columns.h"
#include "procfs/sockets.h"

/* Chains are short; a longer one makes the room grow. */
enum { USUAL_CHAIN = 32 };

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

static struct tcpstate *machine_of(struct seq_file *m)
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

static void put_state(struct seq_file *m, enum tcpstate_state state)
{
	seq_puts(m, TCPSTATE_KW_SOCKET "       ");
	seq_setwidth(m, 12);
	seq_puts(m, tcpstate_state_name(state));
	seq_pad(m, ' ');
}

/* What a full socket, a minisock and a request have in common: struct sock_common. */
static void put_ends(struct seq_file *m, const struct sock *sk)
{
	const void *remote = &sk->sk_daddr;

#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6)
		remote = &sk->sk_v6_daddr;
#endif
	tcpstate_put_address(m, sk->sk_family, tcpstate_local_of(sk), sk->sk_num);
	tcpstate_put_address(m, sk->sk_family, remote,
			     sk->sk_state == TCP_LISTEN ? -1 : ntohs(sk->sk_dport));
}

static void put_nobody(struct seq_file *m)
{
	seq_puts(m, "        -         -      -        -\n");
}

/* As tcp_diag_get_info() in net/ipv4/tcp_diag.c. */
static void put_queues(struct seq_file *m, const struct sock *sk, enum tcpstate_state state)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	if (state == TCPSTATE_LISTEN) {
		tcpstate_put_right(m, READ_ONCE(sk->sk_ack_backlog), 8);
		tcpstate_put_right(m, READ_ONCE(sk->sk_max_ack_backlog), 9);
		return;
	}
	tcpstate_put_right(m, max_t(int, READ_ONCE(tp->rcv_nxt) - READ_ONCE(tp->copied_seq), 0),
			   8);
	tcpstate_put_right(m, READ_ONCE(tp->write_seq) - READ_ONCE(tp->snd_una), 9);
}

static void show_full(struct seq_file *m, struct sock *sk, u64 now_ns)
{
	u64 word = tcpstate_sockets_word(&machine_of(m)->sockets, sk);
	enum tcpstate_state state = tcpstate_state_of(READ_ONCE(sk->sk_state));

	/* Left its bucket since it was pinned. */
	if (state == TCPSTATE_CLOSE)
		return;
	/* An event is under way: the entry is ahead of the socket. */
	if (word)
		state = tcpstate_word_state(word);
	put_state(m, state);
	tcpstate_put_age(m, word, now_ns);
	put_ends(m, sk);
	put_queues(m, sk, state);
	tcpstate_put_owner(m, sk);
}

/*
 * A minisock's age is what has passed of its 60 s; the timer is armed anew by a
 * repeated FIN, so it may be older. A parked one has the age its socket had.
 */
static void show_minisock(struct seq_file *m, const struct inet_timewait_sock *tw, u64 now_ns)
{
	long left = READ_ONCE(tw->tw_timer.expires) - jiffies;
	u64 age_ns = jiffies64_to_nsecs(clamp_t(long, TCP_TIMEWAIT_LEN - left, 0,
						TCP_TIMEWAIT_LEN));

	if (READ_ONCE(tw->tw_substate) == TCP_TIME_WAIT) {
		put_state(m, TCPSTATE_TIME_WAIT);
		tcpstate_put_age(m, tcpstate_word(TCPSTATE_TIME_WAIT, now_ns - age_ns) |
				    TCPSTATE_WORD_AT_LEAST, now_ns);
	} else {
		put_state(m, TCPSTATE_FIN_WAIT2);
		tcpstate_put_age(m, tcpstate_timewait_word(machine_of(m), tw), now_ns);
	}
	put_ends(m, (const struct sock *)tw);
	put_nobody(m);
}

static void show_request(struct seq_file *m, const struct request_sock *req, u64 now_ns)
{
	put_state(m, TCPSTATE_SYN_RECV);
	tcpstate_put_age(m, tcpstate_word(TCPSTATE_SYN_RECV,
					  tcp_rsk(req)->snt_synack * NSEC_PER_USEC), now_ns);
	put_ends(m, (const struct sock *)req);
	put_nobody(m);
}

static void show_socket(struct seq_file *m, struct sock *sk, u64 now_ns)
{
	switch (READ_ONCE(sk->sk_state)) {
	case TCP_TIME_WAIT:
		show_minisock(m, inet_twsk(sk), now_ns);
		break;
	case TCP_NEW_SYN_RECV:
		show_request(m, inet_reqsk(sk), now_ns);
		break;
	default:
		show_full(m, sk, now_ns);
	}
}

/* Pins the sockets of a locked chain. Return: how many there are, room or not. */
static unsigned int pin_chain(struct seq_file *m, struct pinned *pinned,
			      struct hlist_nulls_head *chain)
{
	struct hlist_nulls_node *node;
	unsigned int wanted = 0;
	struct sock *sk;

	sk_nulls_for_each(sk, node, chain) {
		if (!net_eq(sock_net(sk), seq_file_net(m)))
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
	struct list_file *file = m->private;
	loff_t pos = *(loff_t *)v;
	unsigned int i;
	u64 now_ns;
	int ret;

	if (!pos) {
		show_head(m);
		return 0;
	}
	ret = pin_all(m, pos - 1);
	if (ret)
		return ret;
	now_ns = ktime_get_mono_fast_ns();
	for (i = 0; i < file->pinned->used; i++)
		show_socket(m, file->pinned->sk[i], now_ns);
	unpin(file->pinned);
	return 0;
}

static const struct seq_operations lines = {
	.start	= start,
	.next	= next,
	.stop	= stop,
	.show	= show,
};

int tcpstate_socket_list_make(struct net *net, struct tcpstate *tcpstate)
{
	if (!proc_create_net_data(TCPSTATE_PROC_SOCKETS, 0444, net->proc_net, &lines,
				  sizeof(struct list_file), tcpstate))
		return -ENOMEM;
	return 0;
}

void tcpstate_socket_list_remove(struct net *net)
{
	remove_proc_entry(TCPSTATE_PROC_SOCKETS, net->proc_net);
}
