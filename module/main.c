// SPDX-License-Identifier: GPL-2.0-only
/* The order in which the parts come and go. */

#include <linux/ktime.h>
#include <linux/module.h>

#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/procfs.h"

static struct tcpstate tcpstate;

static int __init tcpstate_init(void)
{
	int ret;

	ret = tcpstate_stats_init(&tcpstate.stats);
	if (ret)
		return ret;

	tcpstate.loaded_ns = ktime_get_ns();
	ret = tcpstate_probe_init(&tcpstate);
	if (ret)
		goto err_probe;

	ret = tcpstate_procfs_init(&tcpstate);
	if (ret)
		goto err_procfs;

	return 0;

err_procfs:
	tcpstate_probe_uninit(&tcpstate);
err_probe:
	tcpstate_stats_uninit(&tcpstate.stats);
	return ret;
}

static void __exit tcpstate_exit(void)
{
	tcpstate_procfs_uninit(&tcpstate);
	tcpstate_probe_uninit(&tcpstate);
	tcpstate_stats_uninit(&tcpstate.stats);
}

module_init(tcpstate_init);
module_exit(tcpstate_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The tcpstate developers");
MODULE_DESCRIPTION("Counts and ages of TCP sockets by state, in /proc");
MODULE_VERSION(TCPSTATE_VERSION);
