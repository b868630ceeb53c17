// SPDX-License-Identifier: GPL-2.0-only
/* Keeps entries for parked minisocks ready. */

#include <linux/minmax.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "module/stock.h"

/* Allocations between two offers to be scheduled. */
enum { ALLOCATIONS_A_TURN = 256 };

static int fill(struct tcpstate_stock *stock, unsigned int wanted)
{
	struct tcpstate_parked *parked;
	unsigned int i;

	for (i = 1; atomic_read(&stock->free) < (int)wanted; i++) {
		parked = kmalloc(sizeof(*parked), GFP_KERNEL | __GFP_NOWARN);
		if (!parked)
			return -ENOMEM;
		tcpstate_stock_give(stock, parked);
		if (i % ALLOCATIONS_A_TURN == 0)
			cond_resched();
	}
	return 0;
}

static void refill(struct work_struct *work)
{
	struct tcpstate_stock *stock = container_of(work, struct tcpstate_stock, refill);

	fill(stock, stock->target);
}

int tcpstate_stock_init(struct tcpstate_stock *stock, unsigned long target)
{
	int ret;

	raw_spin_lock_init(&stock->lock);
	init_llist_head(&stock->entries);
	INIT_WORK(&stock->refill, refill);
	stock->target = clamp_t(unsigned long, target, TCPSTATE_STOCK_MIN, TCPSTATE_STOCK_MAX);
	ret = fill(stock, stock->target);
	if (ret)
		tcpstate_stock_uninit(stock);
	return ret;
}

void tcpstate_stock_uninit(struct tcpstate_stock *stock)
{
	struct tcpstate_parked *parked, *next;

	cancel_work_sync(&stock->refill);
	llist_for_each_entry_safe(parked, next, llist_del_all(&stock->entries), node)
		kfree(parked);
}

int tcpstate_stock_add(struct tcpstate_stock *stock, unsigned int more)
{
	return fill(stock, stock->target + more);
}

void tcpstate_stock_trim(struct tcpstate_stock *stock)
{
	unsigned int i;

	for (i = 1; atomic_read(&stock->free) > (int)stock->target; i++) {
		kfree(tcpstate_stock_take(stock));
		if (i % ALLOCATIONS_A_TURN == 0)
			cond_resched();
	}
}

struct tcpstate_parked *tcpstate_stock_take(struct tcpstate_stock *stock)
{
	struct llist_node *node;
	unsigned long flags;

	raw_spin_lock_irqsave(&stock->lock, flags);
	node = llist_del_first(&stock->entries);
	raw_spin_unlock_irqrestore(&stock->lock, flags);
	if (likely(node))
		atomic_dec(&stock->free);
	if (unlikely(atomic_read(&stock->free) < (int)stock->target / 2) &&
	    !work_pending(&stock->refill))
		schedule_work(&stock->refill);
	return node ? llist_entry(node, struct tcpstate_parked, node) : NULL;
}

void tcpstate_stock_give(struct tcpstate_stock *stock, struct tcpstate_parked *parked)
{
	llist_add(&parked->node, &stock->entries);
	atomic_inc(&stock->free);
}

void tcpstate_stock_release(struct tcpstate_stock *stock, struct tcpstate_parked *parked)
{
	if (atomic_read(&stock->free) < (int)stock->target)
		tcpstate_stock_give(stock, parked);
	else
		kfree(parked);
}
