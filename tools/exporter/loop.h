/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits for files to become readable, and calls who wants to know. */
#ifndef TCPSTATE_TOOLS_EXPORTER_LOOP_H
#define TCPSTATE_TOOLS_EXPORTER_LOOP_H

#include <stdint.h>

/**
 * struct watch - a file that somebody waits for
 * @file: the file
 * @ready: called when it can be read
 */
struct watch {
	int file;
	void (*ready)(struct watch *watch);
};

struct loop {
	int epoll;
};

/* Ends the program with a message if there is no room. */
void loop_init(struct loop *loop);

/* Ends the program with a message if the file cannot be waited for. */
void loop_add(struct loop *loop, struct watch *watch);

/* Before the file is closed: until then it may be called, not after. */
void loop_remove(struct loop *loop, struct watch *watch);

/**
 * loop_turn() - wait once
 * @loop: the loop
 * @timeout_ms: how long at the most
 */
void loop_turn(struct loop *loop, int timeout_ms);

/* Return: milliseconds of CLOCK_MONOTONIC. */
uint64_t loop_now_ms(void);

#endif
