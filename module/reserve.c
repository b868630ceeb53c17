// SPDX-License-Identifier: GPL-2.0-only
/* Keeps entries for listeners ready. */

#include <linux/slab.h>

#include "module/listeners.h"

struct tcpstate_listener *tcpstate_reserve_take(struct tcpstate_reserve *reserve)
{
	struct tcpstate_listener *listener;
	unsigned long flags;

	raw_spin_lock_irqsave(&reserve->lock, flags);
	listener = list_first_entry_or_null(&reserve->list, struct tcpstate_listener, list);
	if (listener) {
		list_del(&listener->list);
		WRITE_ONCE(reserve->count, reserve->count - 1);
	}
	raw_spin_unlock_irqrestore(&reserve->lock, flags);
	return listener;
}

void tcpstate_reserve_give(struct tcpstate_reserve *reserve, struct tcpstate_listener *listener)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&reserve->lock, flags);
	list_add(&listener->list, &reserve->list);
	WRITE_ONCE(reserve->count, reserve->count + 1);
	raw_spin_unlock_irqrestore(&reserve->lock, flags);
}

int tcpstate_reserve_fill(struct tcpstate_reserve *reserve, unsigned int count)
{
	struct tcpstate_listener *listener;

	while (READ_ONCE(reserve->count) < count) {
		listener = kmalloc(sizeof(*listener), GFP_KERNEL);
		if (!listener)
			return -ENOMEM;
		tcpstate_reserve_give(reserve, listener);
	}
	while (READ_ONCE(reserve->count) > 2 * count)
		kfree(tcpstate_reserve_take(reserve));
	return 0;
}

static void refill(struct work_struct *work)
{
	/* Without memory the next event tries again. */
	tcpstate_reserve_fill(container_of(work, struct tcpstate_reserve, refill),
			      TCPSTATE_RESERVE);
}

void tcpstate_reserve_keep(struct tcpstate_reserve *reserve)
{
	unsigned int count = READ_ONCE(reserve->count);

	if (unlikely(count < TCPSTATE_RESERVE / 2 || count > 4 * TCPSTATE_RESERVE))
		schedule_work(&reserve->refill);
}

void tcpstate_reserve_init(struct tcpstate_reserve *reserve)
{
	raw_spin_lock_init(&reserve->lock);
	INIT_LIST_HEAD(&reserve->list);
	INIT_WORK(&reserve->refill, refill);
}

void tcpstate_reserve_uninit(struct tcpstate_reserve *reserve)
{
	cancel_work_sync(&reserve->refill);
	while (reserve->count)
		kfree(tcpstate_reserve_take(reserve));
}
