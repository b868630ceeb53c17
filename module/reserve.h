/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entries for listeners, made ahead: one is needed in an event, where PREEMPT_RT has no memory
 * to give. A worker makes more when half of them are gone, and frees what comes back.
 */
#ifndef TCPSTATE_MODULE_RESERVE_H
#define TCPSTATE_MODULE_RESERVE_H

#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

struct tcpstate_listener;

/* How many are kept ready: 64 KiB of them. */
enum { TCPSTATE_RESERVE = 1024 };

/**
 * struct tcpstate_reserve - entries that are not in use
 * @lock: protects the others; raw, as the probe takes it on PREEMPT_RT too
 * @list: the entries
 * @count: how many
 * @refill: the worker
 */
struct tcpstate_reserve {
	raw_spinlock_t lock;
	struct list_head list;
	unsigned int count;
	struct work_struct refill;
};

/**
 * tcpstate_reserve_init() - make a reserve, empty
 * @reserve: the reserve
 */
void tcpstate_reserve_init(struct tcpstate_reserve *reserve);

/**
 * tcpstate_reserve_uninit() - free the entries
 * @reserve: which nobody takes from or gives to any more
 */
void tcpstate_reserve_uninit(struct tcpstate_reserve *reserve);

/**
 * tcpstate_reserve_fill() - fill it up; may sleep
 * @reserve: the reserve
 * @count: how many there should be; of more than twice as many the rest is freed
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_reserve_fill(struct tcpstate_reserve *reserve, unsigned int count);

/**
 * tcpstate_reserve_keep() - have it filled up, or what is too much freed, if need be
 * @reserve: the reserve
 */
void tcpstate_reserve_keep(struct tcpstate_reserve *reserve);

/**
 * tcpstate_reserve_take() - use an entry
 * @reserve: the reserve
 *
 * Return: the entry, NULL if there is none.
 */
struct tcpstate_listener *tcpstate_reserve_take(struct tcpstate_reserve *reserve);

/**
 * tcpstate_reserve_give() - give an entry back
 * @reserve: the reserve
 * @listener: the entry
 */
void tcpstate_reserve_give(struct tcpstate_reserve *reserve, struct tcpstate_listener *listener);

#endif
