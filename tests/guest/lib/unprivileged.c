// SPDX-License-Identifier: GPL-2.0-only
/* Gives privileges away. */

#include <grp.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/guest/lib/unprivileged.h"
#include "tests/guest/lib/scenario_exit.h"

void become(uid_t user)
{
	must(!setgroups(0, NULL), "setgroups");
	must(!setresgid(user, user, user), "setresgid");
	must(!setresuid(user, user, user), "setresuid");
}

void enter_own_users(uid_t user)
{
	FILE *map;

	/* A process that changed its user may not write its own files in /proc otherwise. */
	must(!prctl(PR_SET_DUMPABLE, 1), "prctl(PR_SET_DUMPABLE)");
	must(!unshare(CLONE_NEWUSER | CLONE_NEWNET), "unshare(CLONE_NEWUSER)");
	map = fopen("/proc/self/uid_map", "w");
	must(map, "/proc/self/uid_map");
	fprintf(map, "0 %u 1\n", user);
	must(!fclose(map), "/proc/self/uid_map");
}

void set_loopback_up(void)
{
	struct ifreq loopback = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	must(fd >= 0, "socket");
	must(!ioctl(fd, SIOCSIFFLAGS, &loopback), "ioctl(SIOCSIFFLAGS)");
	close(fd);
}
