/* SPDX-License-Identifier: GPL-2.0-only */
/* The contents of /proc/net/tcpstate_listeners. */
#ifndef TCPSTATE_TOOLS_TEXT_LISTENERS_H
#define TCPSTATE_TOOLS_TEXT_LISTENERS_H

#include "tools/text/sockets.h"

/**
 * struct listener - one listening socket
 * @local: where
 * @syn_queue: requests that wait for the last ACK
 * @accept_queue: connections that wait for accept()
 * @backlog: the most that @accept_queue should be
 * @since: how well the age is known
 * @age_ns: since it listens; not known if since is unknown
 * @uid: of its owner
 * @inode: of its file
 */
struct listener {
	struct socket_end local;
	struct number syn_queue;
	struct number accept_queue;
	struct number backlog;
	enum socket_since since;
	struct number age_ns;
	struct number uid;
	struct number inode;
};

/**
 * struct listeners - all of a text
 * @scope: third word of its first line
 * @listener: each
 * @count: of them
 * @room: for so many
 */
struct listeners {
	char *scope;
	struct listener *listener;
	size_t count;
	size_t room;
};

/**
 * listeners_read() - read a text whole
 * @listeners: overwritten
 * @report: the text, TCPSTATE_PROC_LISTENERS, at its begin; is closed
 *
 * Ends the program with a message if it cannot be read or is not whole.
 */
void listeners_read(struct listeners *listeners, struct report *report);

void listeners_free(struct listeners *listeners);

#endif
