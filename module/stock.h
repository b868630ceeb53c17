/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The stock of what the lists of parked minisocks are made of.
 *
 * The probe takes from it and may not allocate, on PREEMPT_RT at least. So it is filled
 * ahead, in process context: at load, and again whenever half of it is gone. It is the
 * host's, so that namespaces in which nothing is parked cost nothing; what a namespace may
 * have of it at one time is limited by timewait.c.
 */
#ifndef TCPSTATE_MODULE_STOCK_H
#define TCPSTATE_MODULE_STOCK_H

#include <linux/atomic.h>
#include <linux/llist.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/workqueue.h>

struct inet_timewait_sock;

enum {
	TCPSTATE_STOCK_MIN = 256,
	TCPSTATE_STOCK_MAX = 1 << 18,
};

/**
 * struct tcpstate_parked - a minisock that was in FIN_WAIT2 when last seen
 * @node: in the list of its namespace, or in the stock
 * @tw: the minisock, held
 * @counted: false for a reference that is only to be given back
 */
struct tcpstate_parked {
	struct llist_node node;
	struct inet_timewait_sock *tw;
	bool counted;
};

/**
 * struct tcpstate_stock - entries that nobody uses
 * @lock: serialises those who take; raw, as the probe does
 * @entries: struct tcpstate_parked
 * @free: how many
 * @target: how many there should be
 * @refill: brings @free to @target
 */
struct tcpstate_stock {
	raw_spinlock_t lock;
	struct llist_head entries;
	atomic_t free;
	unsigned int target;
	struct work_struct refill;
};

/**
 * tcpstate_stock_init() - fill the stock
 * @stock: zeroed memory
 * @target: how many entries to have ready, within the limits above
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_stock_init(struct tcpstate_stock *stock, unsigned long target);

/**
 * tcpstate_stock_uninit() - empty the stock
 * @stock: from which nobody takes any more, and to which all was given back
 */
void tcpstate_stock_uninit(struct tcpstate_stock *stock);

/**
 * tcpstate_stock_add() - have more entries ready, until tcpstate_stock_trim()
 * @stock: the stock
 * @more: beside what it should have anyway
 *
 * May sleep.
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_stock_add(struct tcpstate_stock *stock, unsigned int more);

/**
 * tcpstate_stock_trim() - free what is more than there should be
 * @stock: the stock
 *
 * May sleep.
 */
void tcpstate_stock_trim(struct tcpstate_stock *stock);

/**
 * tcpstate_stock_take() - an entry for a minisock
 * @stock: the stock
 *
 * Context: any but hardirq and NMI.
 *
 * Return: the entry, NULL if there is none.
 */
struct tcpstate_parked *tcpstate_stock_take(struct tcpstate_stock *stock);

/**
 * tcpstate_stock_give() - put an entry back
 * @stock: the stock
 * @parked: from tcpstate_stock_take()
 *
 * Context: as tcpstate_stock_take().
 */
void tcpstate_stock_give(struct tcpstate_stock *stock, struct tcpstate_parked *parked);

/**
 * tcpstate_stock_release() - put an entry back, or free what is more than there should be
 * @stock: the stock
 * @parked: from tcpstate_stock_take()
 *
 * Context: process.
 */
void tcpstate_stock_release(struct tcpstate_stock *stock, struct tcpstate_parked *parked);

#endif
