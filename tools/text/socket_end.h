/* SPDX-License-Identifier: GPL-2.0-only */
/* What can be asked of one end of a connection: is it here, is it any, how is it written. */
#ifndef TCPSTATE_TOOLS_TEXT_SOCKET_END_H
#define TCPSTATE_TOOLS_TEXT_SOCKET_END_H

#include <stdbool.h>

#include "tools/text/sockets.h"

enum { SOCKET_END_MAX = 64 };

/**
 * socket_end_unmap() - an IPv4 address that an IPv6 socket has, as an IPv4 address
 * @end: changed if it is one; its text is void then
 *
 * Both kinds share one space of ports, and one end of a connection may have the one while the
 * other end has the other.
 */
void socket_end_unmap(struct socket_end *end);

/* Whether it is 0.0.0.0 or [::]. */
bool socket_end_is_any(const struct socket_end *end);

bool socket_end_is_loopback(const struct socket_end *end);

bool socket_end_same_address(const struct socket_end *a, const struct socket_end *b);

/* Like memcmp(): by family and address, not by port. */
int socket_end_compare(const struct socket_end *a, const struct socket_end *b);

/* The same of the two ends of two connections, which it puts in order; by port as well. */
int socket_end_compare_pairs(const struct socket_end *local_a, const struct socket_end *remote_a,
			     const struct socket_end *local_b, const struct socket_end *remote_b);

/* As in the files: "192.0.2.1:80", "[::]:*". Return: @text. */
const char *socket_end_format(const struct socket_end *end, char text[SOCKET_END_MAX]);

/* The address alone, without brackets. Return: @text. */
const char *socket_end_address(const struct socket_end *end, char text[SOCKET_END_MAX]);

#endif
