// SPDX-License-Identifier: GPL-2.0-only
/* Writes a line of the list of sockets. */

#include <linux/jiffies.h>
#include <linux/seq_file.h>
#include <linux/tcp.h>
#include <net/inet_timewait_sock.h>
#include <net/request_sock.h>
#include <net/tcp.h>

#include "module/tcpstate.h"
#include "procfs/abi.h"
#include "procfs/socket_columns.h"
#include "procfs/socket_line.h"

/* What the columns are filled with; the kinds of sockets differ in how it is found out. */
struct line {
	enum tcpstate_state state;
	u64 entry;
};

/*
 * A minisock's age is what has passed of its 60 s; the timer is armed anew by a
 * repeated FIN, so it may be older. A parked one has the age its socket had.
 */
static struct line minisock_line(struct tcpstate *tcpstate, const struct inet_timewait_sock *tw,
				 u64 now_ns)
{
	long left = READ_ONCE(tw->tw_timer.expires) - jiffies;
	u64 age_ns = jiffies64_to_nsecs(clamp_t(long, TCP_TIMEWAIT_LEN - left, 0,
						TCP_TIMEWAIT_LEN));
	struct line line = { .state = TCPSTATE_TIME_WAIT };

	if (READ_ONCE(tw->tw_substate) == TCP_TIME_WAIT) {
		line.entry = tcpstate_entry(TCPSTATE_TIME_WAIT, now_ns - age_ns) |
			    TCPSTATE_ENTRY_AT_LEAST;
	} else {
		line.state = TCPSTATE_FIN_WAIT2;
		line.entry = tcpstate_timewait_entry(tcpstate, tw);
	}
	return line;
}

static struct line request_line(const struct request_sock *req)
{
	return (struct line){
		.state = TCPSTATE_SYN_RECV,
		.entry = tcpstate_entry(TCPSTATE_SYN_RECV, tcp_rsk(req)->snt_synack * NSEC_PER_USEC),
	};
}

static struct line full_line(struct tcpstate *tcpstate, const struct sock *sk)
{
	struct line line = {
		.state = tcpstate_state_of(READ_ONCE(sk->sk_state)),
		.entry = tcpstate_sockets_entry(&tcpstate->sockets, sk),
	};

	/* If they differ, an event is under way: the entry is ahead of the socket. */
	if (line.entry && line.state != TCPSTATE_CLOSE)
		line.state = tcpstate_entry_state(line.entry);
	return line;
}

/* What a full socket, a minisock and a request have in common: struct sock_common. */
static char *put_ends(char *end, const struct sock *sk)
{
	const void *remote = &sk->sk_daddr;

#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6)
		remote = &sk->sk_v6_daddr;
#endif
	end = tcpstate_put_address(end, sk->sk_family, tcpstate_local_of(sk), sk->sk_num);
	return tcpstate_put_address(end, sk->sk_family, remote,
				    sk->sk_state == TCP_LISTEN ? -1 : ntohs(sk->sk_dport));
}

static char *put_nobody(char *end)
{
	static const char nobody[] = "        -         -      -        -";

	memcpy(end, nobody, sizeof(nobody) - 1);
	return end + sizeof(nobody) - 1;
}

/* As tcp_diag_get_info() in net/ipv4/tcp_diag.c. */
static char *put_queues(char *end, const struct sock *sk, enum tcpstate_state state)
{
	const struct tcp_sock *tp = tcp_sk(sk);

	if (state == TCPSTATE_LISTEN) {
		end = tcpstate_put_right(end, READ_ONCE(sk->sk_ack_backlog), 8);
		return tcpstate_put_right(end, READ_ONCE(sk->sk_max_ack_backlog), 9);
	}
	end = tcpstate_put_right(end, max_t(int, READ_ONCE(tp->rcv_nxt) -
						 READ_ONCE(tp->copied_seq), 0), 8);
	return tcpstate_put_right(end, READ_ONCE(tp->write_seq) - READ_ONCE(tp->snd_una), 9);
}

bool tcpstate_socket_line_may_be_in(const struct sock *sk, enum tcpstate_state state)
{
	switch (READ_ONCE(sk->sk_state)) {
	case TCP_TIME_WAIT:
		return state == TCPSTATE_TIME_WAIT || state == TCPSTATE_FIN_WAIT2;
	case TCP_NEW_SYN_RECV:
		return state == TCPSTATE_SYN_RECV;
	default:
		return READ_ONCE(sk->sk_state) == (int)state;
	}
}

void tcpstate_socket_line_show(struct seq_file *m, struct tcpstate *tcpstate, struct sock *sk,
			       enum tcpstate_state wanted_state, u64 now_ns)
{
	static const char keyword[] = TCPSTATE_KW_SOCKET "       ";
	char *begin = tcpstate_line_begin(m), *end;
	bool full = sk_fullsock(sk);
	struct line line;

	if (full)
		line = full_line(tcpstate, sk);
	else if (sk->sk_state == TCP_TIME_WAIT)
		line = minisock_line(tcpstate, inet_twsk(sk), now_ns);
	else
		line = request_line(inet_reqsk(sk));
	/* It left its bucket, or the state that is asked for, since it was pinned. */
	if (line.state == TCPSTATE_CLOSE || (wanted_state && line.state != wanted_state) || !begin)
		return;

	memcpy(begin, keyword, sizeof(keyword) - 1);
	end = tcpstate_put_text(begin + sizeof(keyword) - 1, tcpstate_state_name(line.state), 12);
	end = tcpstate_put_age(end, line.entry, now_ns);
	end = put_ends(end, sk);
	if (full) {
		end = put_queues(end, sk, line.state);
		end = tcpstate_put_owner(m, end, sk);
	} else {
		end = put_nobody(end);
	}
	tcpstate_line_end(m, begin, end);
}
