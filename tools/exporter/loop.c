// SPDX-License-Identifier: GPL-2.0-only
/* Waits for files to become readable, and calls their handlers. */

#include <err.h>
#include <errno.h>
#include <sys/epoll.h>

#include "tools/clock.h"
#include "tools/exporter/loop.h"

void loop_init(struct loop *loop)
{
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (loop->epoll < 0)
		err(1, "cannot wait for clients");
}

void loop_add(struct loop *loop, struct watch *watch)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = watch };

	if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, watch->file, &event))
		err(1, "cannot wait for clients");
}

void loop_remove(struct loop *loop, struct watch *watch)
{
	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->file, NULL);
}

/* One event at a time, as its handler may remove the watch of another. */
void loop_turn(struct loop *loop, int timeout_ms)
{
	struct epoll_event event;
	struct watch *watch;
	int count;

	count = epoll_wait(loop->epoll, &event, 1, timeout_ms);
	if (count < 0 && errno != EINTR)
		err(1, "cannot wait for clients");
	if (count <= 0)
		return;
	watch = event.data.ptr;
	watch->ready(watch);
}

uint64_t loop_now_ms(void)
{
	return clock_now_ns(CLOCK_MONOTONIC) / MILLISECOND_NS;
}
