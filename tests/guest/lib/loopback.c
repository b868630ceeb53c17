// SPDX-License-Identifier: GPL-2.0-only
/* Real TCP sockets on loopback. */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/moves.h"
#include "tests/guest/lib/scenario_exit.h"

enum { BACKLOG = 1024, WAIT_MS = 10000 };

struct address loopback_address(enum family family, unsigned int port)
{
	struct address address = { 0 };
	struct sockaddr_in *in = (struct sockaddr_in *)&address.storage;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&address.storage;
	uint32_t ipv4 = htonl(INADDR_LOOPBACK);

	if (family == IPV4) {
		in->sin_family = AF_INET;
		in->sin_addr.s_addr = ipv4;
		in->sin_port = htons(port);
		address.length = sizeof(*in);
		return address;
	}
	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(port);
	in6->sin6_addr = in6addr_loopback;
	if (family == MAPPED) {
		memset(&in6->sin6_addr, 0, 10);
		memset(&in6->sin6_addr.s6_addr[10], 0xff, 2);
		memcpy(&in6->sin6_addr.s6_addr[12], &ipv4, sizeof(ipv4));
	}
	address.length = sizeof(*in6);
	return address;
}

struct address local_address(int fd)
{
	struct address address = { .length = sizeof(address.storage) };

	must(!getsockname(fd, (struct sockaddr *)&address.storage, &address.length),
	     "getsockname");
	return address;
}

void set_option(int fd, int level, int option, int value)
{
	must(!setsockopt(fd, level, option, &value, sizeof(value)), "setsockopt");
}

int new_socket(enum family family)
{
	int fd = socket(family == IPV4 ? AF_INET : AF_INET6, SOCK_STREAM, IPPROTO_TCP);

	must(fd >= 0, "socket");
	set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	return fd;
}

void bind_to(int fd, const struct address *address)
{
	must(!bind(fd, (const struct sockaddr *)&address->storage, address->length), "bind");
}

int new_bound(enum family family)
{
	struct address any_port = loopback_address(family, 0);
	int fd = new_socket(family);

	bind_to(fd, &any_port);
	return fd;
}

int new_listener(enum family family)
{
	int fd = new_bound(family);

	must(!listen(fd, BACKLOG), "listen");
	return fd;
}

void connect_to(int fd, const struct address *address)
{
	must(!connect(fd, (const struct sockaddr *)&address->storage, address->length), "connect");
}

void begin_connect(int fd, const struct address *address)
{
	int flags = fcntl(fd, F_GETFL);

	must(!fcntl(fd, F_SETFL, flags | O_NONBLOCK), "fcntl");
	must(connect(fd, (const struct sockaddr *)&address->storage, address->length) &&
	     errno == EINPROGRESS, "connect, expected to be in progress");
	must(!fcntl(fd, F_SETFL, flags), "fcntl");
}

void disconnect(int fd)
{
	struct sockaddr nobody = { .sa_family = AF_UNSPEC };

	must(!connect(fd, &nobody, sizeof(nobody)), "connect to AF_UNSPEC");
}

int accept_from(int listener)
{
	int fd = accept(listener, NULL, NULL);

	must(fd >= 0, "accept");
	return fd;
}

struct pair open_pair(enum family family)
{
	struct address address;
	struct pair pair;

	pair.listener = new_listener(family);
	pair.client = new_socket(family);
	address = local_address(pair.listener);
	connect_to(pair.client, &address);
	pair.server = accept_from(pair.listener);
	moves("CLOSE>LISTEN " HANDSHAKE);
	return pair;
}

void close_listener(int listener)
{
	close_socket(listener);
	moves("LISTEN>CLOSE");
}

/*
 * A socket's own filter is asked for every segment that reaches it, a listener's
 * for the handshakes too. Unlike a packet filter it needs no kernel module.
 */
void drop_input(int fd)
{
	struct sock_filter drop = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { .len = 1, .filter = &drop };

	must(!setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)),
	     "setsockopt(SO_ATTACH_FILTER)");
}

void accept_input(int fd)
{
	set_option(fd, SOL_SOCKET, SO_DETACH_FILTER, 0);
}

void reset_on_close(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	must(!setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now)), "setsockopt(SO_LINGER)");
}

void send_byte(int fd)
{
	must(send(fd, "x", 1, MSG_NOSIGNAL) == 1, "send");
}

void wait_readable(int fd)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	must(poll(&ready, 1, WAIT_MS) >= 0, "poll");
	if (!ready.revents)
		fail("nothing to read after %d ms", WAIT_MS);
}

void close_write(int fd)
{
	must(!shutdown(fd, SHUT_WR), "shutdown");
}

void close_socket(int fd)
{
	must(!close(fd), "close");
}

void close_in_turn(int first, int second)
{
	close_socket(first);
	wait_readable(second);
	close_socket(second);
}

void park(int fd)
{
	close_write(fd);
	moves(FIRST_FIN);
	close_socket(fd);
	moves("FIN_WAIT2>FIN_WAIT2 FIN_WAIT2>PARKED");
}

void set_sysctl(const char *name, const char *value)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	file = fopen(path, "w");
	must(file, path);
	fputs(value, file);
	must(!fclose(file), path);
}
