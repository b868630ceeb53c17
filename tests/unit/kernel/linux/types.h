/* SPDX-License-Identifier: GPL-2.0-only */
/* Stands in for the kernel's <linux/types.h>: lets shipped code compile in userspace. */
#ifndef TCPSTATE_TESTS_UNIT_LINUX_TYPES_H
#define TCPSTATE_TESTS_UNIT_LINUX_TYPES_H

#include <asm/types.h>
#include <stdbool.h>
#include <stddef.h>

typedef __u8 u8;
typedef __u32 u32;
typedef __u64 u64;
typedef __s64 s64;

#endif
