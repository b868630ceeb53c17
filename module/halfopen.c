// SPDX-License-Identifier: GPL-2.0-only
/* Counts half-open requests, those of closed listeners included. */

#include <linux/sched.h>

#include "module/tcpstate.h"

static u64 count_all(struct tcpstate_listeners *listeners)
{
	struct tcpstate_listener_bucket *bucket;
	struct tcpstate_listener *listener;
	unsigned long flags;
	unsigned int i;
	u64 count = 0;

	for (i = 0; i < TCPSTATE_LISTENER_BUCKETS; i++) {
		bucket = &listeners->buckets[i];
		if (hlist_empty(&bucket->chain))
			continue;
		raw_spin_lock_irqsave(&bucket->lock, flags);
		hlist_for_each_entry(listener, &bucket->chain, hash)
			count += tcpstate_listener_requests(listener->sk);
		raw_spin_unlock_irqrestore(&bucket->lock, flags);
		cond_resched();
	}
	return count;
}

/* Return: whether the list goes on behind the batch. */
static bool count_batch(struct tcpstate_listener_list *list, struct tcpstate_listener *place,
			u64 *count)
{
	unsigned int left = TCPSTATE_LISTENER_BATCH;
	struct tcpstate_listener *listener = place;
	unsigned long flags;
	bool more;

	raw_spin_lock_irqsave(&list->lock, flags);
	list_for_each_entry_continue(listener, &list->list, list) {
		if (!left--)
			break;
		if (listener->sk)
			*count += tcpstate_listener_requests(listener->sk);
	}
	/* In front of the one that comes next, which is the head at the end. */
	list_move_tail(&place->list, &listener->list);
	more = !list_is_last(&place->list, &list->list);
	raw_spin_unlock_irqrestore(&list->lock, flags);
	return more;
}

u64 tcpstate_halfopen_count(struct tcpstate *tcpstate, const struct net *net)
{
	struct tcpstate_listener_list *list;
	struct tcpstate_listener place;
	u64 count = 0;

	if (!net)
		return count_all(&tcpstate->listeners);
	list = tcpstate_listener_list_of(net);
	tcpstate_listener_place_begin(list, &place);
	while (count_batch(list, &place, &count))
		cond_resched();
	tcpstate_listener_place_end(list, &place);
	return count;
}
