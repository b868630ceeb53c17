/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for the kernel's <linux/kernel.h>: lets shipped code compile in userspace. */
#ifndef TCPSTATE_TESTS_UNIT_LINUX_KERNEL_H
#define TCPSTATE_TESTS_UNIT_LINUX_KERNEL_H

#include <linux/types.h>

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif
