/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the kernels this module supports, and nothing else. The code calls
 * the newest interface; an entry here names the change that made it necessary, and goes
 * when the last kernel without that change is no longer supported. Which one a kernel has
 * is found in its headers, see Kbuild; only its age is told by its version.
 */
#ifndef TCPSTATE_MODULE_COMPAT_H
#define TCPSTATE_MODULE_COMPAT_H

#include <linux/preempt.h>
#include <linux/version.h>
#include <net/inet_hashtables.h>
#include <net/ip.h>
#include <net/ipv6.h>
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

/* 359745d78351 ("proc: remove PDE_DATA() completely"), 5.17. */
#ifndef TCPSTATE_HAVE_PDE_DATA
#define pde_data(inode) PDE_DATA(inode)
#endif

/*
 * What a namespace keeps for timewait minisocks: part of struct net, but from fbb8295248e1
 * ("tcp: allocate tcp_death_row outside of struct netns_ipv4"), 5.17, to e9bd0cca09d1 ("tcp:
 * Don't allocate tcp_death_row outside of struct netns_ipv4."), 6.1.
 */
static inline const struct inet_timewait_death_row *tcpstate_death_row(const struct net *net)
{
#ifdef TCPSTATE_HAVE_DEATH_ROW_POINTER
	return net->ipv4.tcp_death_row;
#else
	return &net->ipv4.tcp_death_row;
#endif
}

/**
 * tcpstate_hashinfo() - the kernel's hash tables of a namespace
 * @net: which; init_net's are shared by all that have no own, and its listeners by all
 *
 * Return: the tables.
 */
static inline struct inet_hashinfo *tcpstate_hashinfo(const struct net *net)
{
	return tcpstate_death_row(net)->hashinfo;
}

/*
 * Timewait minisocks of a namespace, as in /proc/net/sockstat. A count until
 * fbb8295248e1, 5.17; since then a reference count that begins at 1.
 */
static inline u64 tcpstate_minisocks(const struct net *net)
{
#ifdef TCPSTATE_HAVE_TW_REFCOUNT
	unsigned int references = refcount_read(&tcpstate_death_row(net)->tw_refcount);

	return references ? references - 1 : 0;
#else
	return atomic_read(&tcpstate_death_row(net)->tw_count);
#endif
}

/*
 * The table of listeners by port alone went away with cae3873c5b3a ("net:
 * inet: Retire port only listening_hash"), 5.19; that by port and address has
 * been complete since.
 */
static inline unsigned int tcpstate_listener_buckets(const struct inet_hashinfo *hashinfo)
{
#ifdef TCPSTATE_HAVE_LISTENING_HASH
	return INET_LHTABLE_SIZE;
#else
	return hashinfo->lhash2_mask + 1;
#endif
}

static inline struct inet_listen_hashbucket *
tcpstate_listener_bucket(struct inet_hashinfo *hashinfo, unsigned int i)
{
#ifdef TCPSTATE_HAVE_LISTENING_HASH
	return &hashinfo->listening_hash[i];
#else
	return &hashinfo->lhash2[i];
#endif
}

/* As inet_hash() and before it __inet_hash() in net/ipv4/inet_hashtables.c choose it. */
static inline unsigned int tcpstate_listener_bucket_of(const struct inet_hashinfo *hashinfo,
						       const struct sock *sk)
{
#ifdef TCPSTATE_HAVE_LISTENING_HASH
	return inet_sk_listen_hashfn(sk);
#else
	unsigned int port = inet_sk(sk)->inet_num;

#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6)
		return ipv6_portaddr_hash(sock_net(sk), &sk->sk_v6_rcv_saddr, port) &
		       hashinfo->lhash2_mask;
#endif
	return ipv4_portaddr_hash(sock_net(sk), sk->sk_rcv_saddr, port) & hashinfo->lhash2_mask;
#endif
}

/*
 * Preemption off keeps an event on its CPU and counts as an RCU read side. Up to 6.12 a
 * tracepoint switches it off for its probes (__DO_TRACE in include/linux/tracepoint.h);
 * where the headers do not show that, it is switched off here.
 */
static __always_inline void tcpstate_event_begin(void)
{
#ifndef TCPSTATE_HAVE_PREEMPTION_OFF
	preempt_disable_notrace();
#endif
}

static __always_inline void tcpstate_event_end(void)
{
#ifndef TCPSTATE_HAVE_PREEMPTION_OFF
	preempt_enable_notrace();
#endif
}

/*
 * Who owns a socket; root when nobody holds it open, as sock_diag says. An exported
 * function until e84a4927a404 ("net: annotate races around sk->sk_uid"), 6.17, when
 * sk_uid() took its place.
 */
static inline kuid_t tcpstate_sock_uid(struct sock *sk)
{
#ifdef TCPSTATE_HAVE_SK_UID
	return sk->sk_socket ? sk_uid(sk) : GLOBAL_ROOT_UID;
#else
	return sock_i_uid(sk);
#endif
}

#endif
