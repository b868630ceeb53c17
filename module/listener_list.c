// SPDX-License-Identifier: GPL-2.0-only
/* The listeners of one namespace, for its readers. */

#include <linux/sched.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "module/tcpstate.h"

struct tcpstate_listener_list *tcpstate_listener_list_of(const struct net *net)
{
	return &((struct tcpstate_net *)net_generic(net, tcpstate_net_id))->listeners;
}

void tcpstate_listener_list_init(struct tcpstate_listener_list *list)
{
	raw_spin_lock_init(&list->lock);
	INIT_LIST_HEAD(&list->list);
	/* Whatever listened in it before: see struct tcpstate_listeners. */
	list->missed = 1;
}

void tcpstate_listener_place_begin(struct tcpstate_listener_list *list,
				   struct tcpstate_listener *place)
{
	unsigned long flags;

	*place = (struct tcpstate_listener){};
	raw_spin_lock_irqsave(&list->lock, flags);
	list_add(&place->list, &list->list);
	raw_spin_unlock_irqrestore(&list->lock, flags);
}

void tcpstate_listener_place_end(struct tcpstate_listener_list *list,
				 struct tcpstate_listener *place)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&list->lock, flags);
	list_del(&place->list);
	raw_spin_unlock_irqrestore(&list->lock, flags);
}

static unsigned int pin_batch(struct tcpstate_listener_list *list,
			      struct tcpstate_listener *place, struct sock **sk,
			      unsigned int room, bool *more)
{
	unsigned int left = TCPSTATE_LISTENER_BATCH, pinned = 0;
	struct tcpstate_listener *listener = place;
	unsigned long flags;

	raw_spin_lock_irqsave(&list->lock, flags);
	list_for_each_entry_continue(listener, &list->list, list) {
		if (!left-- || pinned == room)
			break;
		if (!listener->sk || listener->held)
			continue;
		sock_hold(listener->sk);
		sk[pinned++] = listener->sk;
	}
	list_move_tail(&place->list, &listener->list);
	*more = !list_is_last(&place->list, &list->list);
	raw_spin_unlock_irqrestore(&list->lock, flags);
	return pinned;
}

unsigned int tcpstate_listeners_pin(struct tcpstate_listener_list *list,
				    struct tcpstate_listener *place, struct sock **sk,
				    unsigned int room)
{
	unsigned int pinned;
	bool more;

	do {
		pinned = pin_batch(list, place, sk, room, &more);
		cond_resched();
	} while (!pinned && more);
	return pinned;
}
