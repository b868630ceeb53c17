/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The worker that rechecks parked minisocks and closed listeners once a second, so
 * that they are counted on and let go also when nobody reads.
 */
#ifndef TCPSTATE_MODULE_RECHECK_H
#define TCPSTATE_MODULE_RECHECK_H

#include <linux/workqueue.h>

struct tcpstate;

struct tcpstate_recheck {
	struct workqueue_struct *queue;
	struct delayed_work work;
	struct tcpstate *tcpstate;
};

/**
 * tcpstate_recheck_init() - begin to recheck
 * @tcpstate: the instance
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_recheck_init(struct tcpstate *tcpstate);

/**
 * tcpstate_recheck_uninit() - end it, waiting for a recheck that is under way
 * @tcpstate: the instance
 */
void tcpstate_recheck_uninit(struct tcpstate *tcpstate);

#endif
