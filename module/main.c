// SPDX-License-Identifier: GPL-2.0-only
/* The order in which the parts come and go. */

#include <linux/ktime.h>
#include <linux/module.h>
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>

#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/procfs.h"

static unsigned int max_sockets = 4 * 1024 * 1024;
module_param(max_sockets, uint, 0444);
MODULE_PARM_DESC(max_sockets, "most sockets whose age is kept; 0: counters and gauges only");

static unsigned int hash_buckets;
module_param(hash_buckets, uint, 0444);
MODULE_PARM_DESC(hash_buckets, "buckets of four sockets in the table, rounded up to a power of two; 0: four times the kernel's TCP hash table, at most 1048576");

static struct tcpstate tcpstate;

static bool __init parameters_are_in_range(void)
{
	if (max_sockets > TCPSTATE_SOCKETS_MAX) {
		pr_err("max_sockets=%u is out of range: use 0 to %u\n", max_sockets,
		       TCPSTATE_SOCKETS_MAX);
		return false;
	}
	if (hash_buckets && (hash_buckets < TCPSTATE_BUCKETS_MIN ||
			     hash_buckets > TCPSTATE_BUCKETS_MAX)) {
		pr_err("hash_buckets=%u is out of range: use 0, or %u to %u\n", hash_buckets,
		       TCPSTATE_BUCKETS_MIN, TCPSTATE_BUCKETS_MAX);
		return false;
	}
	return true;
}

/* What else can be wrong is said where it is found. */
static int __init made(int ret, const char *what)
{
	if (ret == -ENOMEM)
		pr_err("no memory for %s\n", what);
	return ret;
}

static int __init tcpstate_init(void)
{
	int ret;

	if (!parameters_are_in_range())
		return -EINVAL;

	tcpstate.loading = true;
	raw_spin_lock_init(&tcpstate.load_lock);
	ret = made(tcpstate_dwell_init(&tcpstate.dwell), "the histograms");
	if (ret)
		return ret;
	ret = made(tcpstate_listeners_init(&tcpstate), "the lists of listeners");
	if (ret)
		goto err_listeners;
	/* As many as the kernel lets a namespace have minisocks by default: tcp_sk_init(). */
	ret = made(tcpstate_stock_init(&tcpstate.stock,
				       (tcpstate_hashinfo(&init_net)->ehash_mask + 1ul) / 2),
		   "parked minisocks");
	if (ret)
		goto err_stock;
	ret = made(tcpstate_netns_init(&tcpstate), "the network namespaces");
	if (ret)
		goto err_netns;
	ret = made(tcpstate_sockets_init(&tcpstate.sockets, hash_buckets, max_sockets,
					 tcpstate_baseline_estimate(&tcpstate)),
		   "the table of sockets (see hash_buckets)");
	if (ret)
		goto err_sockets;
	tcpstate.loaded_ns = ktime_get_ns();
	ret = made(tcpstate_probe_init(&tcpstate), "the probe");
	if (ret)
		goto err_probe;
	ret = made(tcpstate_baseline_take(&tcpstate), "the sockets that are open");
	if (ret)
		goto err_baseline;
	tcpstate_sockets_bound(&tcpstate.sockets, max_sockets);
	ret = made(tcpstate_recheck_init(&tcpstate), "the recheck");
	if (ret)
		goto err_baseline;
	ret = made(tcpstate_procfs_init(&tcpstate), "the files in /proc");
	if (ret)
		goto err_procfs;
	return 0;

err_procfs:
	tcpstate_recheck_uninit(&tcpstate);
err_baseline:
	tcpstate_probe_uninit(&tcpstate);
err_probe:
	tcpstate_sockets_uninit(&tcpstate.sockets);
err_sockets:
	tcpstate_netns_uninit(&tcpstate);
err_netns:
	tcpstate_stock_uninit(&tcpstate.stock);
err_stock:
	tcpstate_listeners_uninit(&tcpstate);
err_listeners:
	tcpstate_dwell_uninit(&tcpstate.dwell);
	return ret;
}

static void __exit tcpstate_exit(void)
{
	tcpstate_procfs_uninit(&tcpstate);
	tcpstate_recheck_uninit(&tcpstate);
	tcpstate_probe_uninit(&tcpstate);
	tcpstate_sockets_uninit(&tcpstate.sockets);
	tcpstate_netns_uninit(&tcpstate);
	tcpstate_stock_uninit(&tcpstate.stock);
	tcpstate_listeners_uninit(&tcpstate);
	tcpstate_dwell_uninit(&tcpstate.dwell);
}

module_init(tcpstate_init);
module_exit(tcpstate_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The tcpstate developers");
MODULE_DESCRIPTION("Counts and ages of TCP sockets by state, in /proc");
MODULE_VERSION(TCPSTATE_VERSION);
