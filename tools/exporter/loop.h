/* SPDX-License-Identifier: GPL-2.0-only */
/* Waits for files to become readable, and calls their handlers. */
#ifndef TCPSTATE_TOOLS_EXPORTER_LOOP_H
#define TCPSTATE_TOOLS_EXPORTER_LOOP_H

#include <stdint.h>

/**
 * struct watch - a file to wait for
 * @file: the file
 * @ready: called when the file is readable
 */
struct watch {
	int file;
	void (*ready)(struct watch *watch);
};

struct loop {
	int epoll;
};

/* Begins without any watch. Ends the program with a message if it cannot. */
void loop_init(struct loop *loop);

/* Adds a watch. Ends the program with a message if its file cannot be waited for. */
void loop_add(struct loop *loop, struct watch *watch);

/* Removes a watch, which is not called any more. Has to precede the close of its file. */
void loop_remove(struct loop *loop, struct watch *watch);

/**
 * loop_turn() - wait for one event and handle it
 * @loop: the loop
 * @timeout_ms: how long to wait at most
 */
void loop_turn(struct loop *loop, int timeout_ms);

/* Return: milliseconds of CLOCK_MONOTONIC. */
uint64_t loop_now_ms(void);

#endif
