// SPDX-License-Identifier: GPL-2.0-only
/* Makes the histograms and adds them up. */

#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/overflow.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "module/dwell.h"
#include "module/snapshot.h"

/* The unit of unbounded_sum. */
enum { UNBOUNDED_LOG2 = 20 };

int tcpstate_dwell_init(struct tcpstate_dwell *dwell)
{
	dwell->counts = alloc_percpu(struct tcpstate_dwell_counts);
	return dwell->counts ? 0 : -ENOMEM;
}

void tcpstate_dwell_uninit(struct tcpstate_dwell *dwell)
{
	free_percpu(dwell->counts);
}

/* A softirq may raise it between our look and our write. */
noinline void tcpstate_dwell_raise_max(struct tcpstate_dwell_arc __percpu *arc, u64 dwell_ns)
{
	u64 max_ns = this_cpu_read(arc->max_ns), seen;

	while (dwell_ns > max_ns) {
		seen = this_cpu_cmpxchg(arc->max_ns, max_ns, dwell_ns);
		if (seen == max_ns)
			return;
		max_ns = seen;
	}
}

/* Shorter than the first bound, longer than the last, or less than nothing. */
noinline void tcpstate_dwell_count_extreme(struct tcpstate_dwell_arc __percpu *arc, u64 dwell_ns)
{
	unsigned int bucket;

	if ((s64)dwell_ns < 0)
		dwell_ns = 0;
	bucket = tcpstate_hist_bucket(dwell_ns);
	this_cpu_inc(arc->bucket[bucket]);
	this_cpu_add(arc->sum_ns, dwell_ns);
	if (bucket == TCPSTATE_HIST_INF)
		this_cpu_add(arc->unbounded_sum, dwell_ns >> UNBOUNDED_LOG2);
	tcpstate_dwell_raise_max(arc, dwell_ns);
}

/* Return: sum + count * ns, or U64_MAX if it is more. */
static u64 add_product(u64 sum, u64 count, u64 ns)
{
	u64 product;

	if (check_mul_overflow(count, ns, &product) || check_add_overflow(sum, product, &sum))
		return U64_MAX;
	return sum;
}

/* What the dwells add up to at least, by their buckets; U64_MAX if it is more. */
static u64 least_sum_ns(const struct tcpstate_dwell_arc *arc)
{
	u64 sum = add_product(0, arc->unbounded_sum, 1ull << UNBOUNDED_LOG2);
	unsigned int i;

	for (i = 1; i < TCPSTATE_HIST_FINITE; i++)
		sum = add_product(sum, arc->bucket[i], tcpstate_hist_bound(i - 1));
	return sum;
}

/*
 * A bucket's bounds are a quarter apart at most, so a sum that went once around 2^64 is far
 * below what the buckets say, and they pass 2^64 themselves before it can come near again.
 */
static bool has_wrapped(const struct tcpstate_dwell_arc *arc)
{
	u64 least = least_sum_ns(arc);

	return least == U64_MAX || (least > S64_MAX && arc->sum_ns < least / 2);
}

void tcpstate_dwell_read(const struct tcpstate_dwell *dwell, enum tcpstate_arc arc,
			 struct tcpstate_dwell_arc *sum)
{
	const struct tcpstate_dwell_arc *share;
	unsigned int i;
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		share = &per_cpu_ptr(dwell->counts, cpu)->arc[arc - TCPSTATE_DWELL_FIRST];
		sum->sum_ns += READ_ONCE(share->sum_ns);
		sum->max_ns = max(sum->max_ns, READ_ONCE(share->max_ns));
		sum->unbounded_sum += READ_ONCE(share->unbounded_sum);
		for (i = 0; i < TCPSTATE_HIST_BUCKETS; i++)
			sum->bucket[i] += READ_ONCE(share->bucket[i]);
	}
	if (has_wrapped(sum))
		sum->sum_ns = TCPSTATE_NO_NUMBER;
	cond_resched();
}
