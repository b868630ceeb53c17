// SPDX-License-Identifier: GPL-2.0-only
/* Asks what connections wait for. */

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "tools/failure.h"
#include "tools/host/sock_diag.h"
#include "tools/host/stalled.h"
#include "tools/text/socket_end.h"

struct stalled *stalled_append(struct stalled_list *list)
{
	if (list->count == list->room) {
		list->room = list->room ? 2 * list->room : 64;
		list->stalled = xreallocarray(list->stalled, list->room, sizeof(*list->stalled));
	}
	return &list->stalled[list->count++];
}

static struct socket_end make_end(unsigned int family, const void *address, unsigned int port)
{
	struct socket_end end = { .family = family, .port = port };

	memcpy(end.address, address, family == AF_INET ? 4 : 16);
	socket_end_unmap(&end);
	return end;
}

static void add_stalled(const struct inet_diag_msg *socket, void *data)
{
	bool listens = socket->idiag_state == TCP_LISTEN;
	struct stalled stalled = {
		.local = make_end(socket->idiag_family, socket->id.idiag_src,
				  ntohs(socket->id.idiag_sport)),
		.remote = make_end(socket->idiag_family, socket->id.idiag_dst,
				   listens ? SOCKET_PORT_ANY : ntohs(socket->id.idiag_dport)),
	};

	if (listens ? stalled.local.family == AF_INET6 && socket_end_is_any(&stalled.local) :
		      socket->idiag_rqueue || socket->idiag_wqueue)
		*stalled_append(data) = stalled;
}

/* Those that are gone by now are left out. */
static void ask_each(struct stalled_list *list)
{
	size_t kept = 0, i;

	for (i = 0; i < list->count; i++) {
		list->stalled[kept] = list->stalled[i];
		kept += socket_info_ask(&list->stalled[kept].local, &list->stalled[kept].remote,
					&list->stalled[kept].info);
	}
	list->count = kept;
}

bool stalled_collect(struct stalled_list *list)
{
	memset(list, 0, sizeof(*list));
	if (sock_diag_dump(1 << TCP_ESTABLISHED | 1 << TCP_LISTEN, add_stalled, list)) {
		ask_each(list);
		return true;
	}
	if (failure_is_shortage(errno))
		err(failure_status, "cannot dump sockets by sock_diag");
	stalled_free(list);
	return false;
}

void stalled_free(struct stalled_list *list)
{
	free(list->stalled);
}
