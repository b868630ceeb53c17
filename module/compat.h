/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels this module supports, and nothing else: the
 * only file that may test a kernel's version. The code calls the newest
 * interface; an entry here names the change that made it necessary, and goes
 * when the last kernel without that change is no longer supported.
 */
#ifndef TCPSTATE_MODULE_COMPAT_H
#define TCPSTATE_MODULE_COMPAT_H

#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
#error "tcpstate needs Linux 5.10 or later"
#endif

#ifndef CONFIG_64BIT
#error "tcpstate needs a 64-bit kernel: its per-CPU counters are read without locks"
#endif

#ifndef CONFIG_TRACEPOINTS
#error "tcpstate needs CONFIG_TRACEPOINTS: it hooks inet_sock_set_state"
#endif

/* 359745d78351 ("proc: remove PDE_DATA() completely"), 5.17. Goes with 5.10. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 17, 0)
#define pde_data(inode) PDE_DATA(inode)
#endif

#endif
