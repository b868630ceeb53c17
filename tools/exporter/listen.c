// SPDX-License-Identifier: GPL-2.0-only
/* Opens the listening sockets. */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/exporter/listen.h"

/* The first file that systemd passes; others follow it. */
enum { FIRST_INHERITED = 3 };

enum { ADDRESS_MAX = 128 };

/* Splits an address into host, without brackets, and port. */
static void split(const char *address, char host[ADDRESS_MAX], const char **port)
{
	const char *colon = strrchr(address, ':');
	size_t length = colon ? (size_t)(colon - address) : 0;

	if (length >= 2 && address[0] == '[' && address[length - 1] == ']') {
		address++;
		length -= 2;
	} else if (length && memchr(address, ':', length)) {
		errx(2, "an IPv6 address stands in brackets, as in [::1]:9941, unlike '%s'",
		     address);
	}
	if (!length || length >= ADDRESS_MAX ||
	    strspn(colon + 1, "0123456789") != strlen(colon + 1) || strlen(colon + 1) > 5 ||
	    !atoi(colon + 1) || atoi(colon + 1) > 65535)
		errx(2, "an address to listen on is like " LISTEN_DEFAULT " or [::1]:9941, unlike '%s'",
		     address);
	memcpy(host, address, length);
	host[length] = '\0';
	*port = colon + 1;
}

int listen_on(const char *address)
{
	struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
		.ai_socktype = SOCK_STREAM,
	}, *found;
	char host[ADDRESS_MAX];
	const char *port;
	int file, yes = 1;

	split(address, host, &port);
	if (getaddrinfo(host, port, &hints, &found))
		errx(2, "'%s' is no address of IPv4 or IPv6 to listen on", host);
	file = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (file < 0)
		err(1, "cannot listen on %s", address);
	setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	/* [::] and 0.0.0.0 can both be given, whatever bindv6only is. */
	if (found->ai_family == AF_INET6)
		setsockopt(file, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes));
	if (bind(file, found->ai_addr, found->ai_addrlen) || listen(file, SOMAXCONN)) {
		if (errno == EADDRINUSE)
			errx(1, "cannot listen on %s: another program does; choose another port with --listen",
			     address);
		err(1, "cannot listen on %s", address);
	}
	freeaddrinfo(found);
	return file;
}

static void check_inherited(int file)
{
	int listening = 0, type = 0;
	socklen_t length = sizeof(int);

	if (getsockopt(file, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) || !listening ||
	    getsockopt(file, SOL_SOCKET, SO_TYPE, &type, &length) || type != SOCK_STREAM)
		errx(1, "file %d that was passed is no listening stream socket: see ListenStream= of the socket unit",
		     file);
	if (fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK) ||
	    fcntl(file, F_SETFD, FD_CLOEXEC))
		err(1, "cannot use the socket that was passed");
}

size_t listen_inherited(int *sockets, size_t room)
{
	const char *process = getenv("LISTEN_PID"), *number = getenv("LISTEN_FDS");
	size_t count = 0, i;

	if (process && number && atoi(process) == getpid() && atoi(number) > 0)
		count = atoi(number);
	if (count > room)
		errx(1, "%zu sockets were passed, at most %zu can be served", count, room);
	for (i = 0; i < count; i++) {
		sockets[i] = FIRST_INHERITED + i;
		check_inherited(sockets[i]);
	}
	/* They are not for our own child processes. */
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return count;
}
