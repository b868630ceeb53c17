// SPDX-License-Identifier: GPL-2.0-only
/* Rechecks parked minisocks and closed listeners once a second. */

#include <linux/jiffies.h>
#include <linux/timer.h>

#include "module/tcpstate.h"

static void begin_second(struct tcpstate_review *self)
{
	queue_delayed_work(self->queue, &self->work, round_jiffies_relative(HZ));
}

static void review(struct work_struct *work)
{
	struct tcpstate_review *self =
		container_of(to_delayed_work(work), struct tcpstate_review, work);

	tcpstate_timewait_recheck_all(self->tcpstate);
	tcpstate_listeners_review(self->tcpstate);
	begin_second(self);
}

int tcpstate_review_init(struct tcpstate *tcpstate)
{
	struct tcpstate_review *self = &tcpstate->review;

	self->tcpstate = tcpstate;
	/* Unbound, as a recheck of many is long: nobody's work waits behind it on a CPU. */
	self->queue = alloc_workqueue("tcpstate", WQ_UNBOUND, 1);
	if (!self->queue)
		return -ENOMEM;
	INIT_DELAYED_WORK(&self->work, review);
	begin_second(self);
	return 0;
}

void tcpstate_review_uninit(struct tcpstate *tcpstate)
{
	cancel_delayed_work_sync(&tcpstate->review.work);
	destroy_workqueue(tcpstate->review.queue);
}
