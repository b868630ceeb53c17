// SPDX-License-Identifier: GPL-2.0-only
/* Enters network namespaces. */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/command.h"
#include "tools/netns.h"
#include "tools/options.h"

void netns_enter(const char *name)
{
	char path[280];
	int file;

	if (!*name || strchr(name, '/') || strlen(name) > 255)
		usage_error("no name of a network namespace", name);
	snprintf(path, sizeof(path), "/run/netns/%s", name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 && errno == ENOENT)
		errx(EXIT_TROUBLE, "no network namespace '%s': 'ip netns list' names those there are", name);
	if (file < 0)
		err(EXIT_TROUBLE, "cannot open %s", path);
	if (setns(file, CLONE_NEWNET)) {
		if (errno == EPERM)
			errx(EXIT_TROUBLE, "only root may look into the network namespace '%s'", name);
		if (errno == EINVAL)
			errx(EXIT_TROUBLE, "%s is no network namespace", path);
		err(EXIT_TROUBLE, "cannot enter the network namespace '%s'", name);
	}
	close(file);
}
