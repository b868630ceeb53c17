/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The worker that rechecks parked minisocks and closed listeners once a second, so
 * that they are counted on and let go also when nobody reads.
 */
#ifndef TCPSTATE_MODULE_REVIEW_H
#define TCPSTATE_MODULE_REVIEW_H

#include <linux/workqueue.h>

struct tcpstate;

struct tcpstate_review {
	struct workqueue_struct *queue;
	struct delayed_work work;
	struct tcpstate *tcpstate;
};

/**
 * tcpstate_review_init() - begin to review
 * @tcpstate: the instance
 *
 * Return: 0 or -ENOMEM.
 */
int tcpstate_review_init(struct tcpstate *tcpstate);

/**
 * tcpstate_review_uninit() - end it, waiting for a review that is under way
 * @tcpstate: the instance
 */
void tcpstate_review_uninit(struct tcpstate *tcpstate);

#endif
