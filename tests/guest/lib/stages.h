/* SPDX-License-Identifier: GPL-2.0-only */
/* The stages of a connection's life, when each was, and the dwells that each ends. */
#ifndef TCPSTATE_TESTS_GUEST_STAGES_H
#define TCPSTATE_TESTS_GUEST_STAGES_H

#include "tests/guest/lib/clock.h"
#include "tests/guest/lib/loopback.h"

/* Each returns when the states of both sides changed; each side has when it returns. */

/* Connects to the pair's listener, and accepts. */
struct moment stage_open(struct pair *pair, enum family family);

/* The client to FIN_WAIT2, the server to CLOSE_WAIT. */
struct moment stage_half_close(struct pair *pair);

/* The server to LAST_ACK, the client, which was half closed, to TIME_WAIT. */
struct moment stage_close(struct pair *pair);

/* The server to LAST_ACK, where the client has no file any more. */
struct moment stage_close_to_orphan(struct pair *pair);

/* What dwells.h expects of each, of sockets that are measured. */
void expect_open(struct moment opened);
void expect_half_close(struct moment opened, struct moment half_closed);
void expect_close_wait(struct moment half_closed, struct moment closed);
void expect_fin_wait2(struct moment half_closed, struct moment closed);

/* The end of LAST_ACK: nobody can see when the last ACK of a closed socket comes. */
void expect_last_ack(struct moment closed);

#endif
