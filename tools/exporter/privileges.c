// SPDX-License-Identifier: GPL-2.0-only
/* Gives up the privileges that a server of two files does not need. */

#include <err.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tools/exporter/privileges.h"

/* The user and group of "nobody" on hosts without a list of users. */
enum { NOBODY = 65534 };

static void become_nobody(void)
{
	const struct passwd *nobody = getpwnam("nobody");
	uid_t user = nobody ? nobody->pw_uid : NOBODY;
	gid_t group = nobody ? nobody->pw_gid : NOBODY;

	if (setgroups(0, NULL) || setresgid(group, group, group) || setresuid(user, user, user))
		err(1, "cannot become nobody: start it as another user than root");
}

/*
 * Users other than root can have capabilities, too. Check first: the service may have none, and
 * be forbidden to call capset().
 */
static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };
	struct __user_cap_data_struct own[_LINUX_CAPABILITY_U32S_3] = { 0 };

	if (syscall(SYS_capget, &header, own))
		err(1, "cannot read capabilities");
	if (!memcmp(own, none, sizeof(none)))
		return;
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	if (syscall(SYS_capset, &header, none))
		err(1, "cannot give up capabilities");
}

void privileges_drop(void)
{
	if (!geteuid())
		become_nobody();
	drop_capabilities();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		err(1, "cannot give up gaining privileges");
}

void privileges_allow_files(unsigned int files)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		err(1, "cannot read the limit of open files");
	if (limit.rlim_cur >= files)
		return;
	limit.rlim_cur = files;
	if (limit.rlim_max < files || setrlimit(RLIMIT_NOFILE, &limit))
		errx(1, "needs %u open files, %llu are allowed: see ulimit -n, or LimitNOFILE= of the unit",
		     files, (unsigned long long)limit.rlim_max);
}
