/* SPDX-License-Identifier: GPL-2.0-only */
/* What connections with unsent or unread data wait for: in no list, but sock_diag(7) knows. */
#ifndef TCPSTATE_TOOLS_HOST_STALLED_H
#define TCPSTATE_TOOLS_HOST_STALLED_H

#include <stddef.h>

#include "tools/host/socket_info.h"

/* One of them; listeners on all IPv6 addresses are among them, since they may take IPv4 too. */
struct stalled {
	struct socket_end local;
	struct socket_end remote;
	struct socket_info info;
};

struct stalled_list {
	struct stalled *stalled;
	size_t count;
	size_t room;
};

/* Return: a new one at the end of the list, to be filled. */
struct stalled *stalled_append(struct stalled_list *list);

/**
 * stalled_collect() - ask for those of this network namespace
 * @list: overwritten
 *
 * Return: false, and there is nothing to free, if the kernel does not say, for want of tcp_diag.
 */
bool stalled_collect(struct stalled_list *list);

void stalled_free(struct stalled_list *list);

#endif
