// SPDX-License-Identifier: GPL-2.0-only
/* Reviews parked minisocks and closed listeners once a second. */

#include <linux/jiffies.h>
#include <linux/limits.h>

#include "module/tcpstate.h"

static void review(struct work_struct *work)
{
	struct tcpstate_review *self =
		container_of(to_delayed_work(work), struct tcpstate_review, work);

	tcpstate_timewait_recheck_all(self->tcpstate, UINT_MAX);
	tcpstate_halfopen_review(self->tcpstate);
	schedule_delayed_work(&self->work, HZ);
}

void tcpstate_review_init(struct tcpstate *tcpstate)
{
	tcpstate->review.tcpstate = tcpstate;
	/* Deferrable: an idle CPU is not woken for it. */
	INIT_DEFERRABLE_WORK(&tcpstate->review.work, review);
	schedule_delayed_work(&tcpstate->review.work, HZ);
}

void tcpstate_review_uninit(struct tcpstate *tcpstate)
{
	cancel_delayed_work_sync(&tcpstate->review.work);
}
