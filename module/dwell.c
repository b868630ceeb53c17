// SPDX-License-Identifier: GPL-2.0-only
/* Makes the histograms and adds them up. */

#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "module/dwell.h"

int tcpstate_dwell_init(struct tcpstate_dwell *dwell)
{
	dwell->counts = alloc_percpu(struct tcpstate_dwell_counts);
	if (!dwell->counts)
		return -ENOMEM;
	dwell->arc_0 = (void __percpu *)dwell->counts -
		       TCPSTATE_DWELL_FIRST * sizeof(struct tcpstate_dwell_arc);
	return 0;
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
	if ((s64)dwell_ns < 0)
		dwell_ns = 0;
	this_cpu_inc(arc->bucket[tcpstate_hist_bucket(dwell_ns)]);
	this_cpu_add(arc->sum_ns, dwell_ns);
	tcpstate_dwell_raise_max(arc, dwell_ns);
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
		for (i = 0; i < TCPSTATE_HIST_BUCKETS; i++)
			sum->bucket[i] += READ_ONCE(share->bucket[i]);
	}
}
