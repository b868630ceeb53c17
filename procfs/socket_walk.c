// SPDX-License-Identifier: GPL-2.0-only
/* Pins the sockets of a namespace, a few at a time. */

#include <linux/err.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <net/inet_hashtables.h>
#include <net/inet_timewait_sock.h>
#include <net/net_namespace.h>
#include <net/sock.h>
#include <net/tcp_states.h>

#include "module/tcpstate.h"
#include "procfs/socket_line.h"
#include "procfs/socket_walk.h"

/* Empty buckets between two offers to be scheduled. */
enum { BUCKETS_A_TURN = 1024 };

static struct tcpstate_net *part_of(const struct tcpstate_socket_walk *walk)
{
	return net_generic(walk->net, tcpstate_net_id);
}

static struct inet_hashinfo *table_of(const struct tcpstate_socket_walk *walk)
{
	return tcpstate_hashinfo(walk->net);
}

/* Where to go on in a locked chain. */
static struct hlist_nulls_node *find_way_back(struct tcpstate_socket_walk *walk,
					      const struct tcpstate_chain *chain)
{
	unsigned int i = walk->pinned;

	if (walk->inside) {
		while (i--)
			if (tcpstate_chain_has(chain, walk->sk[i]))
				return walk->sk[i]->sk_nulls_node.next;
		/* Of those that have been seen, at least the pinned ones are gone. */
		walk->skip += walk->seen - walk->pinned;
		walk->seen = 0;
	}
	return tcpstate_chain_head(chain)->first;
}

/* Whether a socket is to be met, which is one of the namespace. */
static bool is_wanted(struct tcpstate_socket_walk *walk, const struct sock *sk)
{
	walk->seen++;
	if (walk->skip) {
		walk->skip--;
		return false;
	}
	return !walk->wanted_state || tcpstate_socket_line_may_be_in(sk, walk->wanted_state);
}

/* Pins what comes next in a locked chain; the last one may be for the way back only. */
static void pin_chain(struct tcpstate_socket_walk *walk, struct hlist_nulls_node *node)
{
	unsigned int looks = 0;
	bool full = false, wanted;
	struct sock *sk;

	walk->pinned = walk->wanted = 0;
	for (; !is_a_nulls(node) && !full; node = node->next) {
		sk = hlist_nulls_entry(node, struct sock, sk_nulls_node);
		if (!net_eq(sock_net(sk), walk->net))
			continue;
		wanted = is_wanted(walk, sk);
		if ((!wanted && ++looks < TCPSTATE_WALK_LOOKS) ||
		    !refcount_inc_not_zero(&sk->sk_refcnt))
			continue;
		walk->sk[walk->pinned++] = sk;
		walk->wanted += wanted;
		full = !wanted || walk->pinned == TCPSTATE_WALK_PINNED;
	}
	walk->inside = !is_a_nulls(node);
}

static void unpin(struct sock **sk, unsigned int pinned)
{
	while (pinned)
		sock_gen_put(sk[--pinned]);
}

static void pin_in_bucket(struct tcpstate_socket_walk *walk, unsigned int bucket)
{
	const struct tcpstate_chain chain = { .table = table_of(walk), .bucket = bucket };
	spinlock_t *lock = tcpstate_chain_lock(&chain);
	struct sock *old[TCPSTATE_WALK_PINNED];
	unsigned int pinned = walk->pinned;

	memcpy(old, walk->sk, pinned * sizeof(*old));
	spin_lock_bh(lock);
	pin_chain(walk, find_way_back(walk, &chain));
	spin_unlock_bh(lock);
	unpin(old, pinned);
}

/* Return: false behind the last bucket. */
static bool find_bucket(struct tcpstate_socket_walk *walk)
{
	struct inet_hashinfo *table = table_of(walk);

	walk->seen = walk->skip = 0;
	while (walk->bucket <= table->ehash_mask) {
		if (walk->bucket % BUCKETS_A_TURN == 0)
			cond_resched();
		if (!hlist_nulls_empty(&table->ehash[walk->bucket++].chain))
			return true;
	}
	return false;
}

static void pin_listeners(struct tcpstate_socket_walk *walk)
{
	struct tcpstate_listener_list *listeners = &part_of(walk)->listeners;

	unpin(walk->sk, walk->pinned);
	walk->pinned = tcpstate_listeners_pin(listeners, &walk->place, walk->sk,
					      TCPSTATE_WALK_PINNED);
	walk->wanted = walk->pinned;
	if (!walk->pinned) {
		tcpstate_listener_place_end(listeners, &walk->place);
		walk->listing = false;
	}
}

static bool wants_listeners(const struct tcpstate_socket_walk *walk)
{
	return !walk->wanted_state || walk->wanted_state == TCPSTATE_LISTEN;
}

/* Return: whether there is any, or -EINTR. */
static int pin_more(struct tcpstate_socket_walk *walk)
{
	walk->next = 0;
	do {
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
		if (walk->listing) {
			pin_listeners(walk);
		} else if (walk->wanted_state != TCPSTATE_LISTEN &&
			   (walk->inside || find_bucket(walk))) {
			pin_in_bucket(walk, walk->bucket - 1);
		} else {
			unpin(walk->sk, walk->pinned);
			walk->pinned = walk->wanted = 0;
			return false;
		}
	} while (!walk->wanted);
	return true;
}

int tcpstate_socket_walk_begin(struct tcpstate_socket_walk *walk)
{
	int ret;

	if (!wants_listeners(walk))
		return 0;
	ret = tcpstate_listeners_complete(part_of(walk)->tcpstate, walk->net);
	if (ret)
		return ret;
	tcpstate_listener_place_begin(&part_of(walk)->listeners, &walk->place);
	walk->listing = true;
	return 0;
}

void tcpstate_socket_walk_end(struct tcpstate_socket_walk *walk)
{
	if (walk->listing)
		tcpstate_listener_place_end(&part_of(walk)->listeners, &walk->place);
	unpin(walk->sk, walk->pinned);
	*walk = (struct tcpstate_socket_walk){
		.net = walk->net, .wanted_state = walk->wanted_state,
	};
}

struct sock *tcpstate_socket_walk_here(const struct tcpstate_socket_walk *walk)
{
	return walk->next < walk->wanted ? walk->sk[walk->next] : NULL;
}

struct sock *tcpstate_socket_walk_on(struct tcpstate_socket_walk *walk)
{
	int ret;

	if (++walk->next >= walk->wanted) {
		ret = pin_more(walk);
		if (ret < 0)
			return ERR_PTR(ret);
	}
	return tcpstate_socket_walk_here(walk);
}
