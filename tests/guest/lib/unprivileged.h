/* SPDX-License-Identifier: GPL-2.0-only */
/* How a test becomes somebody who owns nothing but namespaces. */
#ifndef TCPSTATE_TESTS_GUEST_UNPRIVILEGED_H
#define TCPSTATE_TESTS_GUEST_UNPRIVILEGED_H

#include <sys/types.h>

/* Each of these fails the scenario when a system call does. */

/* From now on the process is @user's, without any privilege. */
void become(uid_t user);

/* Where the user is called root, and so is the owner of its sockets. */
void enter_own_users(uid_t user);

void set_loopback_up(void);

#endif
