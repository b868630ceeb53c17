// SPDX-License-Identifier: GPL-2.0-only
/* Makes machines, namespaces and sockets for tests. */

#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/inet_timewait_sock.h>
#include <net/netns/generic.h>
#include <net/tcp_states.h>

#include "module/reading.h"
#include "tests/kunit/world.h"

/* The arcs that lead from CLOSE to every state a socket can have. */
static const int ways[][TCPSTATE_STATES] = {
	[TCPSTATE_CLOSE] = { TCP_CLOSE },
	[TCPSTATE_LISTEN] = { TCP_CLOSE, TCP_LISTEN },
	[TCPSTATE_SYN_SENT] = { TCP_CLOSE, TCP_SYN_SENT },
	[TCPSTATE_SYN_RECV] = { TCP_CLOSE, TCP_SYN_SENT, TCP_SYN_RECV },
	[TCPSTATE_ESTABLISHED] = { TCP_CLOSE, TCP_SYN_SENT, TCP_ESTABLISHED },
	[TCPSTATE_FIN_WAIT1] = { TCP_CLOSE, TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1 },
	[TCPSTATE_FIN_WAIT2] = { TCP_CLOSE, TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1,
				 TCP_FIN_WAIT2 },
	[TCPSTATE_CLOSING] = { TCP_CLOSE, TCP_SYN_SENT, TCP_ESTABLISHED, TCP_FIN_WAIT1,
			       TCP_CLOSING },
	[TCPSTATE_CLOSE_WAIT] = { TCP_CLOSE, TCP_SYN_SENT, TCP_ESTABLISHED, TCP_CLOSE_WAIT },
	[TCPSTATE_LAST_ACK] = { TCP_CLOSE, TCP_SYN_SENT, TCP_ESTABLISHED, TCP_CLOSE_WAIT,
				TCP_LAST_ACK },
};

/* A namespace as the kernel hands it to us, and who has joined it. */
struct world_net {
	struct net net;
	struct tcpstate_net part;
	struct tcpstate *tcpstate;
};

static void free_net(void *world_net_)
{
	struct world_net *world_net = world_net_;

	/* No event is under way any more that a grace period would be for. */
	if (world_net->part.target == &world_net->part) {
		tcpstate_netns_end(world_net->tcpstate, &world_net->net);
		tcpstate_netns_leave(world_net->tcpstate, &world_net->net);
	}
	kfree(world_net->net.gen);
	kfree(world_net);
}

struct net *world_make_net(struct kunit *test)
{
	struct world *world = test->priv;
	struct world_net *world_net = kzalloc(sizeof(*world_net), GFP_KERNEL);
	struct net_generic *gen;
	static unsigned int made;
	struct net *net;

	KUNIT_ASSERT_NOT_NULL(test, world_net);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_net, world_net), 0);
	world_net->tcpstate = &world->tcpstate;
	net = &world_net->net;
	gen = kzalloc(struct_size(gen, ptr, tcpstate_net_id + 1), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, gen);
	gen->ptr[tcpstate_net_id] = &world_net->part;
	rcu_assign_pointer(net->gen, gen);
	net->ns.inum = ++made;
	refcount_set(&net->ns.count, 1);
	net->ipv4.tcp_death_row.hashinfo = &world->chains;
	net->ipv4.tcp_death_row.sysctl_max_tw_buckets = WORLD_SOCKETS;
	refcount_set(&net->ipv4.tcp_death_row.tw_refcount, 1);
	return net;
}

struct tcpstate_net *world_part_of(const struct net *net)
{
	return net_generic(net, tcpstate_net_id);
}

void world_leave(struct kunit *test, struct net *net)
{
	struct tcpstate *tcpstate = &((struct world *)test->priv)->tcpstate;

	tcpstate_netns_end(tcpstate, net);
	synchronize_rcu();
	tcpstate_netns_leave(tcpstate, net);
}

/* The last to go: sockets too, which it may hold references to. */
static void free_machine(void *world_)
{
	struct world *world = world_;
	struct tcpstate *tcpstate = &world->tcpstate;

	tcpstate_sockets_uninit(&tcpstate->sockets);
	if (tcpstate->listeners.buckets)
		tcpstate_listeners_uninit(tcpstate);
	tcpstate_stock_uninit(&tcpstate->stock);
	tcpstate_dwell_uninit(&tcpstate->dwell);
	tcpstate_stats_uninit(&tcpstate->netns.unattributed.stats);
	while (world->sockets)
		kfree(world->socket[--world->sockets]);
	while (world->minisocks)
		kfree(world->minisock[--world->minisocks]);
}

static int make_chains(struct kunit *test, struct inet_hashinfo *chains)
{
	unsigned int i;

	chains->ehash = kunit_kcalloc(test, WORLD_CHAINS, sizeof(*chains->ehash), GFP_KERNEL);
	chains->ehash_locks = kunit_kzalloc(test, sizeof(*chains->ehash_locks), GFP_KERNEL);
	if (!chains->ehash || !chains->ehash_locks)
		return -ENOMEM;
	spin_lock_init(chains->ehash_locks);
	for (i = 0; i < WORLD_CHAINS; i++)
		INIT_HLIST_NULLS_HEAD(&chains->ehash[i].chain, i);
	chains->ehash_mask = WORLD_CHAINS - 1;
	return 0;
}

int world_init(struct kunit *test)
{
	struct world *world = kunit_kzalloc(test, sizeof(*world), GFP_KERNEL);
	struct tcpstate *tcpstate;

	if (!world)
		return -ENOMEM;
	test->priv = world;
	tcpstate = &world->tcpstate;
	raw_spin_lock_init(&tcpstate->load_lock);
	mutex_init(&tcpstate->netns.passing);
	mutex_init(&tcpstate->netns.lock);
	INIT_LIST_HEAD(&tcpstate->netns.list);
	tcpstate_listener_list_init(&tcpstate->netns.unattributed.listeners);
	tcpstate->loaded_ns = ktime_get_ns();
	KUNIT_ASSERT_EQ(test, make_chains(test, &world->chains), 0);
	/* Actions run in reverse: namespaces leave a machine that is still there. */
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, free_machine, world), 0);
	KUNIT_ASSERT_EQ(test, tcpstate_stock_init(&tcpstate->stock, 0), 0);
	KUNIT_ASSERT_EQ(test, tcpstate_stats_init(&tcpstate->netns.unattributed.stats), 0);
	KUNIT_ASSERT_EQ(test, tcpstate_dwell_init(&tcpstate->dwell), 0);
	KUNIT_ASSERT_EQ(test, tcpstate_listeners_init(tcpstate), 0);
	KUNIT_ASSERT_EQ(test, tcpstate_sockets_init(&tcpstate->sockets, WORLD_BUCKETS,
						    TCPSTATE_SOCKETS_MAX, 0), 0);
	world->net = world_make_net(test);
	KUNIT_ASSERT_EQ(test, tcpstate_netns_join(tcpstate, world->net), 0);
	return 0;
}

void world_limit(struct kunit *test, unsigned int max_sockets)
{
	struct tcpstate_sockets *sockets = &((struct world *)test->priv)->tcpstate.sockets;

	tcpstate_sockets_uninit(sockets);
	memset(sockets, 0, sizeof(*sockets));
	KUNIT_ASSERT_EQ(test, tcpstate_sockets_init(sockets, WORLD_BUCKETS, max_sockets, 0), 0);
	tcpstate_sockets_bound(sockets, max_sockets);
}

unsigned int world_stay(struct kunit *test)
{
	unsigned int here = raw_smp_processor_id();
	unsigned int other = cpumask_any_but(cpu_online_mask, here);

	KUNIT_ASSERT_LT_MSG(test, other, nr_cpu_ids, "this test needs two CPUs");
	KUNIT_ASSERT_EQ(test, set_cpus_allowed_ptr(current, cpumask_of(here)), 0);
	return other;
}

struct sock *world_socket(struct kunit *test, struct net *net)
{
	struct world *world = test->priv;
	static u16 made;
	struct sock *sk;

	KUNIT_ASSERT_LT(test, world->sockets, (unsigned int)WORLD_SOCKETS);
	sk = kzalloc(sizeof(struct tcp6_sock), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, sk);
	world->socket[world->sockets++] = sk;
	sk->sk_protocol = IPPROTO_TCP;
	sk->sk_family = AF_INET;
	sk->sk_state = TCP_CLOSE;
	write_pnet(&sk->sk_net, net);
	refcount_set(&sk->sk_refcnt, 1);
	sk->sk_daddr = htonl(0xc0000201);
	sk->sk_rcv_saddr = htonl(0xc0000202);
	sk->sk_dport = htons(80);
	inet_sk(sk)->inet_sport = htons(++made);
	sk->sk_hash = made;
	return sk;
}

void world_event(struct kunit *test, const struct sock *sk, int from, int to)
{
	/* As tracepoints call their probes up to 6.12. */
	preempt_disable();
	tcpstate_probe_event(&((struct world *)test->priv)->tcpstate, sk, from, to);
	preempt_enable();
}

void world_walk(struct kunit *test, const struct sock *sk, enum tcpstate_state state)
{
	const int *step = ways[state];

	for (; *step != (int)state; step++)
		world_event(test, sk, step[0], step[1]);
}

void world_hash(struct kunit *test, struct inet_timewait_sock *tw)
{
	struct world *world = test->priv;

	hlist_nulls_add_head_rcu(&tw->tw_node,
				 &inet_ehash_bucket(&world->chains, tw->tw_hash)->chain);
}

void world_unhash(struct inet_timewait_sock *tw)
{
	hlist_nulls_del_init_rcu(&tw->tw_node);
}

struct inet_timewait_sock *world_minisock(struct kunit *test, const struct sock *sk, int substate)
{
	struct tcp_timewait_sock *tcptw = kzalloc(sizeof(*tcptw), GFP_KERNEL);
	struct world *world = test->priv;
	struct inet_timewait_sock *tw;

	KUNIT_ASSERT_LT(test, world->minisocks, (unsigned int)WORLD_SOCKETS);
	KUNIT_ASSERT_NOT_NULL(test, tcptw);
	tw = &tcptw->tw_sk;
	world->minisock[world->minisocks++] = tw;
	refcount_set(&tw->tw_refcnt, WORLD_HELD);
	tw->tw_family = sk->sk_family;
	tw->tw_state = TCP_TIME_WAIT;
	tw->tw_substate = substate;
	tw->tw_hash = sk->sk_hash;
	tw->tw_daddr = sk->sk_daddr;
	tw->tw_rcv_saddr = sk->sk_rcv_saddr;
	tw->tw_dport = sk->sk_dport;
	tw->tw_sport = inet_sk(sk)->inet_sport;
	tw->tw_v6_daddr = sk->sk_v6_daddr;
	tw->tw_v6_rcv_saddr = sk->sk_v6_rcv_saddr;
	twsk_net_set(tw, sock_net(sk));
	world_hash(test, tw);
	return tw;
}

/* Events are counted as a whole: a reading of the host trusts in it to tell what changed. */
static void expect_whole_events(struct kunit *test, const struct tcpstate_stats *stats)
{
	const struct tcpstate_counts *share;
	int cpu;

	for_each_possible_cpu(cpu) {
		share = per_cpu_ptr(stats->counts, cpu);
		KUNIT_EXPECT_EQ(test, share->begun, share->ended);
	}
}

static bool is_minisock(const struct world *world, const struct sock *sk)
{
	unsigned int i;

	for (i = 0; i < world->minisocks; i++)
		if ((const struct sock *)world->minisock[i] == sk)
			return true;
	return false;
}

/* The table holds who is tracked, and since when; parked minisocks are not. */
static void expect_ages_of_table(struct kunit *test, const struct world *world)
{
	const struct tcpstate_sockets *sockets = &world->tcpstate.sockets;
	const struct tcpstate_slot *slot = sockets->buckets->slot;
	u64 count[TCPSTATE_STATES] = {}, since[TCPSTATE_STATES] = {}, tracked = 0;
	unsigned int left = (WORLD_BUCKETS + TCPSTATE_WINDOW_BUCKETS - 1) * TCPSTATE_BUCKET_SLOTS;
	enum tcpstate_state state;
	unsigned int i;
	s64 age;

	for (; left--; slot++) {
		if (!slot->sk || is_minisock(world, slot->sk))
			continue;
		state = tcpstate_entry_state(slot->entry);
		count[state]++;
		since[state] += tcpstate_stats_time(tcpstate_entry_since_ns(slot->entry));
		tracked++;
	}
	KUNIT_EXPECT_EQ(test, world->host.tracked, tracked);
	for (i = 0; i < TCPSTATE_STATES_COUNTED; i++) {
		state = tcpstate_state_in_order(i);
		if (state == TCPSTATE_TIME_WAIT)
			continue;
		age = count[state] * tcpstate_stats_time(world->host.now_ns) - since[state];
		KUNIT_EXPECT_EQ_MSG(test, world->host.state[state].age_sum_ns,
				    age < 0 ? 0 : (u64)age << TCPSTATE_STATS_TIME_LOG2, "%s",
				    tcpstate_state_name(state));
	}
}

void world_read(struct kunit *test)
{
	struct world *world = test->priv;

	expect_whole_events(test, &world_part_of(world->net)->stats);
	expect_whole_events(test, &world->tcpstate.netns.unattributed.stats);

	KUNIT_ASSERT_EQ(test, tcpstate_reading_take(&world->tcpstate, NULL, &world->host), 0);
	KUNIT_ASSERT_EQ(test, tcpstate_reading_take(&world->tcpstate, world->net, &world->own), 0);
	if (!world->tcpstate.sockets.off)
		expect_ages_of_table(test, world);
}

struct perf_event * __percpu *world_watch(struct kunit *test, const void *address, int length,
					  perf_overflow_handler_t on_access, void *context)
{
	struct perf_event * __percpu *breakpoint;
	struct perf_event_attr attr;

	hw_breakpoint_init(&attr);
	attr.bp_addr = (unsigned long)address;
	attr.bp_len = length;
	attr.bp_type = HW_BREAKPOINT_RW;
	breakpoint = register_wide_hw_breakpoint(&attr, on_access, context);
	KUNIT_ASSERT_FALSE(test, IS_ERR((void __force *)breakpoint));
	return breakpoint;
}

struct sock *world_closed(struct kunit *test, enum tcpstate_state from)
{
	struct world *world = test->priv;
	struct sock *sk = world_socket(test, world->net);

	world_walk(test, sk, from);
	return sk;
}

struct inet_timewait_sock *world_close_leaving(struct kunit *test, enum tcpstate_state from,
					       int substate)
{
	struct world *world = test->priv;
	struct sock *sk = world_closed(test, from);
	struct inet_timewait_sock *tw = world_minisock(test, sk, substate);

	refcount_inc(&world->net->ipv4.tcp_death_row.tw_refcount);
	world_event(test, sk, from, TCP_CLOSE);
	return tw;
}

void world_expire(struct kunit *test, struct inet_timewait_sock *tw)
{
	struct world *world = test->priv;

	world_unhash(tw);
	refcount_dec(&world->net->ipv4.tcp_death_row.tw_refcount);
}

void world_expect_minisocks(struct kunit *test, u64 fin_wait2, u64 time_wait, u64 parked)
{
	struct world *world = test->priv;

	world_read(test);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_FIN_WAIT2].now, fin_wait2);
	KUNIT_EXPECT_EQ(test, world->own.state[TCPSTATE_TIME_WAIT].now, time_wait);
	KUNIT_EXPECT_EQ(test, world->own.parked, parked);
	KUNIT_EXPECT_EQ(test, world->host.state[TCPSTATE_FIN_WAIT2].now, fin_wait2);
	KUNIT_EXPECT_EQ(test, world->host.state[TCPSTATE_TIME_WAIT].now, time_wait);
	KUNIT_EXPECT_EQ(test, world->host.parked, parked);
	KUNIT_EXPECT_EQ(test, world->host.tracked, 0);
}
