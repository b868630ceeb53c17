// SPDX-License-Identifier: GPL-2.0-only
/* Makes the machine that is measured. */

#include <linux/ktime.h>
#include <linux/slab.h>

#include "tests/bench/kernel/scene.h"

enum { TABLE_BUCKETS = 1024, CHAIN_HASH = 1 };

static struct sock *make_socket(struct net *net, u16 port)
{
	struct sock *sk = kzalloc(sizeof(struct tcp6_sock), GFP_KERNEL);

	if (!sk)
		return NULL;
	sk->sk_protocol = IPPROTO_TCP;
	sk->sk_family = AF_INET;
	sk->sk_state = TCP_CLOSE;
	write_pnet(&sk->sk_net, net);
	sk->sk_daddr = htonl(INADDR_LOOPBACK);
	sk->sk_rcv_saddr = htonl(INADDR_LOOPBACK);
	sk->sk_dport = htons(80);
	inet_sk(sk)->inet_sport = htons(port);
	sk->sk_hash = CHAIN_HASH;
	return sk;
}

/* The first of its chain, as one is that was made just now. */
static bool leave_minisock(struct scene *scene)
{
	const struct sock *sk = scene->client;
	struct inet_ehash_bucket *chain;
	struct inet_timewait_sock *tw;

	chain = kzalloc(sizeof(*chain), GFP_KERNEL);
	scene->chains.ehash = chain;
	scene->minisock = kzalloc(sizeof(*scene->minisock), GFP_KERNEL);
	if (!chain || !scene->minisock)
		return false;
	INIT_HLIST_NULLS_HEAD(&chain->chain, 0);
	tw = &scene->minisock->tw_sk;
	tw->tw_family = sk->sk_family;
	tw->tw_state = TCP_TIME_WAIT;
	tw->tw_substate = TCP_TIME_WAIT;
	tw->tw_hash = sk->sk_hash;
	tw->tw_daddr = sk->sk_daddr;
	tw->tw_rcv_saddr = sk->sk_rcv_saddr;
	tw->tw_dport = sk->sk_dport;
	tw->tw_sport = inet_sk(sk)->inet_sport;
	twsk_net_set(tw, scene->net);
	hlist_nulls_add_head_rcu(&tw->tw_node, &chain->chain);
	return true;
}

static bool make_net(struct scene *scene)
{
	struct net_generic *gen;

	scene->net = kzalloc(sizeof(*scene->net), GFP_KERNEL);
	scene->part = kzalloc(sizeof(*scene->part), GFP_KERNEL);
	gen = kzalloc(struct_size(gen, ptr, tcpstate_net_id + 1), GFP_KERNEL);
	if (!scene->net || !scene->part || !gen) {
		kfree(gen);
		return false;
	}
	gen->ptr[tcpstate_net_id] = scene->part;
	rcu_assign_pointer(scene->net->gen, gen);
	scene->net->ipv4.tcp_death_row.hashinfo = &scene->chains;
	return !tcpstate_netns_join(&scene->tcpstate, scene->net);
}

static bool make_machine(struct tcpstate *tcpstate)
{
	raw_spin_lock_init(&tcpstate->load_lock);
	mutex_init(&tcpstate->netns.passing);
	mutex_init(&tcpstate->netns.lock);
	INIT_LIST_HEAD(&tcpstate->netns.list);
	tcpstate->loaded_ns = ktime_get_ns();
	return !tcpstate_stock_init(&tcpstate->stock, 0) &&
	       !tcpstate_stats_init(&tcpstate->netns.unattributed.stats) &&
	       !tcpstate_dwell_init(&tcpstate->dwell) &&
	       !tcpstate_sockets_init(&tcpstate->sockets, TABLE_BUCKETS, TCPSTATE_SOCKETS_MAX, 0);
}

struct scene *scene_make(void)
{
	struct scene *scene = kzalloc(sizeof(*scene), GFP_KERNEL);

	if (!scene)
		return NULL;
	if (!make_machine(&scene->tcpstate) || !make_net(scene))
		goto err;
	scene->client = make_socket(scene->net, 40000);
	scene->server = make_socket(scene->net, 80);
	if (!scene->client || !scene->server || !leave_minisock(scene))
		goto err;
	return scene;

err:
	scene_free(scene);
	return NULL;
}

static void free_net(struct scene *scene)
{
	if (scene->part && scene->part->stats.counts) {
		tcpstate_netns_end(&scene->tcpstate, scene->net);
		synchronize_rcu();
		tcpstate_netns_leave(&scene->tcpstate, scene->net);
	}
	if (scene->net)
		kfree(rcu_access_pointer(scene->net->gen));
	kfree(scene->net);
	kfree(scene->part);
}

void scene_free(struct scene *scene)
{
	struct tcpstate *tcpstate = &scene->tcpstate;

	free_net(scene);
	kfree(scene->client);
	kfree(scene->server);
	kfree(scene->minisock);
	kfree(scene->chains.ehash);
	tcpstate_sockets_uninit(&tcpstate->sockets);
	tcpstate_stock_uninit(&tcpstate->stock);
	tcpstate_dwell_uninit(&tcpstate->dwell);
	tcpstate_stats_uninit(&tcpstate->netns.unattributed.stats);
	kfree(scene);
}

void scene_give_up_table(struct scene *scene)
{
	tcpstate_sockets_bound(&scene->tcpstate.sockets, 0);
}
