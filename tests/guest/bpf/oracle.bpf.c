// SPDX-License-Identifier: GPL-2.0-only
/* Counts pairs of TCP states on the same tracepoint as the module, in an independent way. */

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

enum { STATES = 16, IPPROTO_TCP = 6 };

/* The verifier finds the field in the running kernel, wherever it is there. */
struct sock {
	unsigned short sk_protocol;
} __attribute__((preserve_access_index));

/* Key: old state * 16 + new state. The last cell counts what fits nowhere. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, STATES * STATES + 1);
	__type(key, __u32);
	__type(value, __u64);
} pairs SEC(".maps");

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(count_pair, const struct sock *sk, int oldstate, int newstate)
{
	__u32 key = STATES * STATES;
	__u64 *count;

	if (sk->sk_protocol != IPPROTO_TCP)
		return 0;
	if ((__u32)oldstate < STATES && (__u32)newstate < STATES)
		key = oldstate * STATES + newstate;
	count = bpf_map_lookup_elem(&pairs, &key);
	/* Atomic: a softirq on the same CPU may count in the middle of this. */
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

/* A tracing program must say so. */
char gpl[] SEC("license") = "GPL";
