/* SPDX-License-Identifier: GPL-2.0-only */
/* The two queues of a listener, as rules judge them. */
#ifndef TCPSTATE_TOOLS_WHY_QUEUES_H
#define TCPSTATE_TOOLS_WHY_QUEUES_H

#include <stdbool.h>
#include <stdint.h>

#include "tools/why/evidence.h"
#include "tools/why/findings.h"

/* The same listener in the first reading, NULL if it was not there. */
const struct listener *listener_in_first_reading(const struct evidence *evidence,
						 const struct listener *listener);

/* Whether a queue is that full; one alone is no queue, whatever the backlog. */
bool queue_has_share(struct number queue, struct number backlog, uint64_t percent);

/* Whether last ACKs are ignored and SYNs dropped, because the program does not accept. */
bool listener_is_full(const struct listener *listener);

/* Whether so many requests wait for their last ACKs, in both readings, that others are affected. */
bool listener_has_full_syn_queue(const struct evidence *evidence, const struct listener *listener);

/* Adds what became of SYNs between the readings: completed handshakes, cookies, drops. */
void finding_add_syn_answers(struct finding *finding, const struct evidence *evidence);

#endif
