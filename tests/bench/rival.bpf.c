// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fairest rival: the same counters, ages and histograms kept by a BPF program on the same
 * tracepoint, by the quickest means that BPF has for each: one look-up for all counters of a
 * CPU, a map of sockets that allocates nothing. It leaves out what BPF cannot do here: minisocks
 * and what was open before, and hence TIME_WAIT; and whole events for readers.
 *
 * STORAGE keeps the ages in the sockets' own storage in place of a hash map, NAMESPACES counts
 * for network namespaces as well.
 */

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "module/hist.h"
#include "module/states.h"

enum { IPPROTO_TCP = 6, SOCKETS_MAX = 262144, NAMESPACES_MAX = 1024 };

/* The verifier finds the fields in the running kernel, wherever they are there. */
struct net {
	__u64 net_cookie;
} __attribute__((preserve_access_index));

typedef struct {
	struct net *net;
} possible_net_t;

struct sock_common {
	possible_net_t skc_net;
} __attribute__((preserve_access_index));

struct sock {
	struct sock_common __sk_common;
	__u16 sk_protocol;
} __attribute__((preserve_access_index));

struct ages {
	__u64 tracked;
	__u64 since_sum_ns;
};

struct dwell {
	__u64 sum_ns;
	__u64 max_ns;
	__u64 bucket[TCPSTATE_HIST_BUCKETS];
};

/* As the module's, of a namespace or the host. */
struct counts {
	__u64 arc[TCPSTATE_ARCS];
	__u64 untracked;
	struct ages ages[TCPSTATE_STATES];
};

struct host {
	struct counts counts;
	struct dwell dwell[TCPSTATE_ARCS];
};

struct entry {
	__u64 since_ns;
	__u32 state;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct host);
} hosts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, NAMESPACES_MAX);
	__type(key, __u64);
	__type(value, struct counts);
} namespaces SEC(".maps");

#ifdef STORAGE
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct entry);
} sockets SEC(".maps");

static __always_inline struct entry *find(struct sock *sk)
{
	return bpf_sk_storage_get(&sockets, sk, NULL, 0);
}

static __always_inline int insert(struct sock *sk, struct entry *entry)
{
	return bpf_sk_storage_get(&sockets, sk, entry, BPF_SK_STORAGE_GET_F_CREATE) ? 0 : -1;
}

static __always_inline void forget(struct sock *sk)
{
	bpf_sk_storage_delete(&sockets, sk);
}
#else
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, SOCKETS_MAX);
	__type(key, __u64);
	__type(value, struct entry);
} sockets SEC(".maps");

static __always_inline struct entry *find(struct sock *sk)
{
	__u64 key = (__u64)sk;

	return bpf_map_lookup_elem(&sockets, &key);
}

static __always_inline int insert(struct sock *sk, struct entry *entry)
{
	__u64 key = (__u64)sk;

	return bpf_map_update_elem(&sockets, &key, entry, BPF_ANY);
}

static __always_inline void forget(struct sock *sk)
{
	__u64 key = (__u64)sk;

	bpf_map_delete_elem(&sockets, &key);
}
#endif

/* BPF has no instruction that counts leading zeros. */
static __always_inline __u32 log2_of(__u64 value)
{
	__u32 log2 = 0, step;

#pragma clang loop unroll(full)
	for (step = 32; step; step >>= 1)
		if (value >> step) {
			value >>= step;
			log2 += step;
		}
	return log2;
}

/* tcpstate_hist_bucket() by other means. */
static __always_inline __u32 bucket_of(__u64 ns)
{
	__u32 log2;

	if (ns > 1ull << TCPSTATE_HIST_MAX_LOG2)
		return TCPSTATE_HIST_INF;
	if (ns)
		ns--;
	if (ns < (1u << TCPSTATE_HIST_MIN_LOG2))
		ns = (1u << TCPSTATE_HIST_MIN_LOG2) - 1;
	log2 = log2_of(ns);
	return ((log2 - TCPSTATE_HIST_MIN_LOG2) << TCPSTATE_HIST_SPLIT_LOG2) +
	       (__u32)(ns >> (log2 - TCPSTATE_HIST_SPLIT_LOG2)) -
	       ((1u << TCPSTATE_HIST_SPLIT_LOG2) - 1);
}

/* Atomic adds: a softirq on the same CPU may count in the middle of this. */
static __always_inline void count(__u64 *counter, __u64 much)
{
	__sync_fetch_and_add(counter, much);
}

static __always_inline void count_event(struct counts *counts, __u32 arc, struct entry *entry,
					__u32 to, __u64 now_ns)
{
	count(&counts->arc[arc], 1);
	if (entry) {
		struct ages *ages = &counts->ages[entry->state & 15];

		if ((entry->state & 15) < TCPSTATE_STATES) {
			count(&ages->tracked, -1);
			count(&ages->since_sum_ns, -entry->since_ns);
		}
	}
	if (to != TCPSTATE_CLOSE && to < TCPSTATE_STATES) {
		count(&counts->ages[to].tracked, 1);
		count(&counts->ages[to].since_sum_ns, now_ns);
	}
}

static __always_inline void count_dwell(struct dwell *dwell, __u64 dwell_ns)
{
	__u32 bucket = bucket_of(dwell_ns);

	count(&dwell->sum_ns, dwell_ns);
	if (dwell_ns > dwell->max_ns)
		dwell->max_ns = dwell_ns;
	if (bucket < TCPSTATE_HIST_BUCKETS)
		count(&dwell->bucket[bucket], 1);
}

#ifdef NAMESPACES
static __always_inline struct counts *counts_of(struct sock *sk)
{
	static const struct counts none;
	__u64 cookie = sk->__sk_common.skc_net.net->net_cookie;
	struct counts *counts = bpf_map_lookup_elem(&namespaces, &cookie);

	if (counts)
		return counts;
	bpf_map_update_elem(&namespaces, &cookie, &none, BPF_NOEXIST);
	return bpf_map_lookup_elem(&namespaces, &cookie);
}
#endif

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(count_state, struct sock *sk, int oldstate, int newstate)
{
	struct entry *entry = NULL, fresh;
	struct host *host;
	__u32 zero = 0, arc, from = oldstate, to = newstate;

	if (sk->sk_protocol != IPPROTO_TCP)
		return 0;
	/* The verifier wants to see that both are below 16, one by one. */
	from &= 15;
	to &= 15;
	barrier_var(from);
	barrier_var(to);
	arc = tcpstate_arc(from, to);
	host = bpf_map_lookup_elem(&hosts, &zero);
	if (!host || arc >= TCPSTATE_ARCS || to >= TCPSTATE_STATES)
		return 0;
	fresh.since_ns = bpf_ktime_get_ns();
	fresh.state = to;
	if (arc > TCPSTATE_ARC_LAST_BIRTH)
		entry = find(sk);
	count_event(&host->counts, arc, entry, to, fresh.since_ns);
#ifdef NAMESPACES
	struct counts *own = counts_of(sk);

	if (own)
		count_event(own, arc, entry, to, fresh.since_ns);
#endif
	if (entry)
		count_dwell(&host->dwell[arc], fresh.since_ns - entry->since_ns);
	if (to == TCPSTATE_CLOSE) {
		forget(sk);
	} else if (entry) {
		*entry = fresh;
	} else if (insert(sk, &fresh)) {
		count(&host->counts.untracked, 1);
	}
	return 0;
}

/* A tracing program must say so. */
char gpl[] SEC("license") = "GPL";
