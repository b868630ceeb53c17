/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels this module supports, and nothing else: the
 * only file that may test a kernel's version. The code calls the newest
 * interface; an entry here names the change that made it necessary, and goes
 * when the last kernel without that change is no longer supported.
 */
#ifndef TCPSTATE_MODULE_COMPAT_H
#define TCPSTATE_MODULE_COMPAT_H

#include <linux/preempt.h>
#include <linux/version.h>
#include <net/inet_hashtables.h>
#include <net/net_namespace.h>
#include <net/sock.h>

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

/*
 * Timewait minisocks of a namespace, as in /proc/net/sockstat. A count until
 * fbb8295248e1 ("tcp: allocate tcp_death_row outside of struct netns_ipv4"), 5.17;
 * since then a reference count that begins at 1. Goes with 5.10.
 */
static inline u64 tcpstate_minisocks(const struct net *net)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 17, 0)
	return atomic_read(&net->ipv4.tcp_death_row.tw_count);
#else
	unsigned int references = refcount_read(&net->ipv4.tcp_death_row.tw_refcount);

	return references ? references - 1 : 0;
#endif
}

/*
 * The table of listeners by port alone went away with cae3873c5b3a ("net:
 * inet: Retire port only listening_hash"), 5.19; that by port and address has
 * been complete since. Goes with 5.10.
 */
static inline unsigned int tcpstate_listener_buckets(const struct inet_hashinfo *hashinfo)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 19, 0)
	return INET_LHTABLE_SIZE;
#else
	return hashinfo->lhash2_mask + 1;
#endif
}

static inline struct inet_listen_hashbucket *
tcpstate_listener_bucket(struct inet_hashinfo *hashinfo, unsigned int i)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 19, 0)
	return &hashinfo->listening_hash[i];
#else
	return &hashinfo->lhash2[i];
#endif
}

/*
 * Whoever calls a tracepoint's probes has preemption off, which keeps an event on its
 * CPU and counts as an RCU read side (__DO_TRACE in include/linux/tracepoint.h). That
 * is so up to 6.12; a later kernel may leave it on, so switch it off there. Older
 * kernels stop paying for it here, so this stays as long as one of them is supported.
 */
static __always_inline void tcpstate_event_begin(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	preempt_disable_notrace();
#endif
}

static __always_inline void tcpstate_event_end(void)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	preempt_enable_notrace();
#endif
}

/*
 * Who owns a socket; root when nobody holds it open, as sock_diag says. An exported
 * function until e84a4927a404 ("net: annotate races around sk->sk_uid"), 6.17, when
 * sk_uid() took its place. Goes with 6.12.
 */
static inline kuid_t tcpstate_sock_uid(struct sock *sk)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
	return sock_i_uid(sk);
#else
	return sk->sk_socket ? sk_uid(sk) : GLOBAL_ROOT_UID;
#endif
}

#endif
