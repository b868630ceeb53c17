// SPDX-License-Identifier: GPL-2.0-only
/* Notifies systemd of the state of the service. */

#include <err.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tools/exporter/notify.h"

void notify_manager(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t length;
	int file;

	if (!path || (*path != '/' && *path != '@') || strlen(path) >= sizeof(address.sun_path))
		return;
	strcpy(address.sun_path, path);
	length = offsetof(struct sockaddr_un, sun_path) + strlen(path);
	/* "@" stands for the NUL with which an abstract address begins. */
	if (*path == '@')
		address.sun_path[0] = '\0';
	file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (file < 0 ||
	    sendto(file, state, strlen(state), MSG_NOSIGNAL, (struct sockaddr *)&address,
		   length) < 0)
		warn("cannot notify the service manager '%s'", state);
	if (file >= 0)
		close(file);
}
