// SPDX-License-Identifier: GPL-2.0-only
/* Rechecks parked minisocks and closed listeners once a second. */

#include <linux/jiffies.h>
#include <linux/timer.h>

#include "module/tcpstate.h"

static void begin_second(struct tcpstate_recheck *self)
{
	queue_delayed_work(self->queue, &self->work, round_jiffies_relative(HZ));
}

static void recheck(struct work_struct *work)
{
	struct tcpstate_recheck *self =
		container_of(to_delayed_work(work), struct tcpstate_recheck, work);

	tcpstate_timewait_recheck_all(self->tcpstate);
	tcpstate_listeners_recheck(self->tcpstate);
	begin_second(self);
}

int tcpstate_recheck_init(struct tcpstate *tcpstate)
{
	struct tcpstate_recheck *self = &tcpstate->recheck;

	self->tcpstate = tcpstate;
	/* Unbound, as a recheck of many is long: nobody's work waits behind it on a CPU. */
	self->queue = alloc_workqueue("tcpstate", WQ_UNBOUND, 1);
	if (!self->queue)
		return -ENOMEM;
	INIT_DELAYED_WORK(&self->work, recheck);
	begin_second(self);
	return 0;
}

void tcpstate_recheck_uninit(struct tcpstate *tcpstate)
{
	cancel_delayed_work_sync(&tcpstate->recheck.work);
	destroy_workqueue(tcpstate->recheck.queue);
}
