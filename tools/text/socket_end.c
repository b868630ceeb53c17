// SPDX-License-Identifier: GPL-2.0-only
/* What can be asked of one end of a connection. */

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "tools/text/socket_end.h"

void socket_end_unmap(struct socket_end *end)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (end->family != AF_INET6 || memcmp(end->address, mapped, sizeof(mapped)) != 0)
		return;
	end->family = AF_INET;
	memmove(end->address, end->address + 12, 4);
	memset(end->address + 4, 0, 12);
	end->text = NULL;
}

bool socket_end_is_any(const struct socket_end *end)
{
	static const uint8_t any[16];

	return !memcmp(end->address, any, sizeof(any));
}

bool socket_end_is_loopback(const struct socket_end *end)
{
	static const uint8_t one[16] = { [15] = 1 };

	if (end->family == AF_INET)
		return end->address[0] == 127;
	return !memcmp(end->address, one, sizeof(one));
}

int socket_end_compare(const struct socket_end *a, const struct socket_end *b)
{
	return a->family != b->family ? a->family - b->family :
					memcmp(a->address, b->address, sizeof(a->address));
}

bool socket_end_same_address(const struct socket_end *a, const struct socket_end *b)
{
	return !socket_end_compare(a, b);
}

int socket_end_compare_pairs(const struct socket_end *local_a, const struct socket_end *remote_a,
			     const struct socket_end *local_b, const struct socket_end *remote_b)
{
	int order = local_a->port - local_b->port;

	if (!order)
		order = remote_a->port - remote_b->port;
	if (!order)
		order = socket_end_compare(local_a, local_b);
	return order ? order : socket_end_compare(remote_a, remote_b);
}

const char *socket_end_address(const struct socket_end *end, char text[SOCKET_END_MAX])
{
	if (!inet_ntop(end->family, end->address, text, SOCKET_END_MAX))
		*text = '\0';
	return text;
}

const char *socket_end_format(const struct socket_end *end, char text[SOCKET_END_MAX])
{
	bool ipv6 = end->family == AF_INET6;
	char address[SOCKET_END_MAX - 10];

	if (!inet_ntop(end->family, end->address, address, sizeof(address)))
		*address = '\0';
	if (end->port == SOCKET_PORT_ANY)
		snprintf(text, SOCKET_END_MAX, "%s%s%s:*", ipv6 ? "[" : "", address, ipv6 ? "]" : "");
	else
		snprintf(text, SOCKET_END_MAX, "%s%s%s:%d", ipv6 ? "[" : "", address,
			 ipv6 ? "]" : "", end->port);
	return text;
}
