// SPDX-License-Identifier: GPL-2.0-only
/* Writes the lines of sockets of every kind, and of those that are no more what they were. */

#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/seq_file.h>
#include <net/inet_timewait_sock.h>
#include <net/tcp.h>

#include "procfs/abi.h"
#include "procfs/listeners.h"
#include "procfs/socket_columns.h"
#include "procfs/socket_line.h"
#include "tests/kunit/world.h"

enum { AGE_NS = 2500, MINISOCK_S = TCP_TIMEWAIT_LEN / HZ };

/* What a column shows of a minisock or a request. */
#define NOBODY "-", "-", "-", "-"
#define ENDS "192.0.2.2:443", "192.0.2.1:80"

static struct tcpstate *instance_of(struct kunit *test)
{
	return &((struct world *)test->priv)->tcpstate;
}

static struct seq_file *make_text(struct kunit *test, size_t size)
{
	struct seq_file *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);
	struct file *file = kunit_kzalloc(test, sizeof(*file), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	KUNIT_ASSERT_NOT_NULL(test, file);
	m->buf = kunit_kzalloc(test, size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m->buf);
	m->size = size;
	file->f_cred = current_cred();
	m->file = file;
	return m;
}

/* The text of one socket's line; "" for none. */
static const char *line_of(struct kunit *test, struct sock *sk, enum tcpstate_state wanted_state,
			   u64 now_ns)
{
	struct seq_file *m = make_text(test, 2 * TCPSTATE_LINE_ROOM);

	tcpstate_socket_line_show(m, instance_of(test), sk, wanted_state, now_ns);
	KUNIT_ASSERT_FALSE(test, seq_has_overflowed(m));
	m->buf[m->count] = '\0';
	return m->buf;
}

/* The widths are those of the line that names the columns. */
static const char *line(struct kunit *test, const char *state, const char *since, const char *age,
			const char *local, const char *remote, const char *rxq, const char *txq,
			const char *uid, const char *inode)
{
	char *text = kunit_kzalloc(test, 2 * TCPSTATE_LINE_ROOM, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, text);
	snprintf(text, 2 * TCPSTATE_LINE_ROOM,
		 "%-12s %-12s %-8s %-16s %-22s %-22s %9s %9s %6s %8s\n", TCPSTATE_KW_SOCKET, state,
		 since, age, local, remote, rxq, txq, uid, inode);
	return text;
}

/* One that nobody holds open, as after close(): of root, without an inode. */
static struct sock *socket_in(struct kunit *test, enum tcpstate_state state)
{
	struct sock *sk = world_socket(test, ((struct world *)test->priv)->net);

	sk->sk_num = 443;
	rwlock_init(&sk->sk_callback_lock);
	world_walk(test, sk, state);
	sk->sk_state = state;
	return sk;
}

/* When a tracked socket has been in its state for AGE_NS. */
static u64 now_of(struct kunit *test, const struct sock *sk)
{
	u64 entry = tcpstate_sockets_entry(&instance_of(test)->sockets, sk);

	KUNIT_ASSERT_NE(test, entry, 0);
	return tcpstate_entry_since_ns(entry) + AGE_NS;
}

static void line_established(struct kunit *test)
{
	struct sock *sk = socket_in(test, TCPSTATE_ESTABLISHED);

	tcp_sk(sk)->rcv_nxt = 105;
	tcp_sk(sk)->copied_seq = 100;
	/* Numbers of bytes wrap around. */
	tcp_sk(sk)->write_seq = 3;
	tcp_sk(sk)->snd_una = -4;
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, now_of(test, sk)),
			   line(test, "ESTABLISHED", "exact", "2500", ENDS, "5", "7", "0", "0"));
	/* A FIN that was read is a number, and no byte that waits. */
	tcp_sk(sk)->copied_seq = 106;
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, now_of(test, sk)),
			   line(test, "ESTABLISHED", "exact", "2500", ENDS, "0", "7", "0", "0"));
}

static void line_listener(struct kunit *test)
{
	struct sock *sk = socket_in(test, TCPSTATE_LISTEN);

	sk->sk_ack_backlog = 3;
	sk->sk_max_ack_backlog = 511;
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, now_of(test, sk)),
			   line(test, "LISTEN", "exact", "2500", "192.0.2.2:443", "192.0.2.1:*",
				"3", "511", "0", "0"));
}

static void line_ipv6(struct kunit *test)
{
	struct sock *sk = socket_in(test, TCPSTATE_CLOSE_WAIT);

	sk->sk_family = AF_INET6;
	sk->sk_v6_rcv_saddr = (struct in6_addr)IN6ADDR_LOOPBACK_INIT;
	sk->sk_v6_daddr.s6_addr[0] = 0xfe;
	sk->sk_v6_daddr.s6_addr[1] = 0x80;
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, now_of(test, sk)),
			   line(test, "CLOSE_WAIT", "exact", "2500", "[::1]:443", "[fe80::]:80",
				"0", "0", "0", "0"));
}

static void line_untracked(struct kunit *test)
{
	struct sock *sk;

	world_limit(test, 0);
	sk = socket_in(test, TCPSTATE_ESTABLISHED);
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, AGE_NS),
			   line(test, "ESTABLISHED", "unknown", "-", ENDS, "0", "0", "0", "0"));
}

/* The event comes before the store: the table is ahead. */
static void line_during_event(struct kunit *test)
{
	struct sock *sk = socket_in(test, TCPSTATE_CLOSE_WAIT);

	sk->sk_state = TCP_ESTABLISHED;
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, now_of(test, sk)),
			   line(test, "CLOSE_WAIT", "exact", "2500", ENDS, "0", "0", "0", "0"));
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, TCPSTATE_ESTABLISHED, AGE_NS), "");
	sk->sk_state = TCP_CLOSE;
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, now_of(test, sk)), "");
}

static struct sock *minisock(struct kunit *test, int substate, long expires)
{
	struct inet_timewait_sock *tw;
	struct sock *sk = socket_in(test, TCPSTATE_FIN_WAIT2);

	tw = world_minisock(test, sk, substate);
	tw->tw_num = 443;
	tw->tw_timer.expires = jiffies + expires;
	world_event(test, sk, TCP_FIN_WAIT2, TCP_CLOSE);
	return (struct sock *)tw;
}

/* A timer that is late, and one that was armed for longer than it ever is. */
static void line_time_wait(struct kunit *test)
{
	static const u64 now_ns = 2 * MINISOCK_S * NSEC_PER_SEC;

	KUNIT_ASSERT_EQ(test, MINISOCK_S, 60);
	KUNIT_EXPECT_STREQ(test, line_of(test, minisock(test, TCP_TIME_WAIT, 0), 0, now_ns),
			   line(test, "TIME_WAIT", "atleast", "60000000000", ENDS, NOBODY));
	KUNIT_EXPECT_STREQ(test, line_of(test, minisock(test, TCP_TIME_WAIT, 2 * TCP_TIMEWAIT_LEN),
					 0, now_ns),
			   line(test, "TIME_WAIT", "atleast", "0", ENDS, NOBODY));
}

/* It has the age that its socket had. */
static void line_parked(struct kunit *test)
{
	struct sock *sk = minisock(test, TCP_FIN_WAIT2, 0);
	u64 entry = tcpstate_timewait_entry(instance_of(test), inet_twsk(sk));

	KUNIT_ASSERT_NE(test, entry, 0);
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, tcpstate_entry_since_ns(entry) + AGE_NS),
			   line(test, "FIN_WAIT2", "exact", "2500", ENDS, NOBODY));
	/* And none, if it is not known who it was. */
	sk = world_socket(test, ((struct world *)test->priv)->net);
	sk = (struct sock *)world_minisock(test, sk, TCP_FIN_WAIT2);
	inet_twsk(sk)->tw_num = 443;
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, AGE_NS),
			   line(test, "FIN_WAIT2", "unknown", "-", ENDS, NOBODY));
}

static void line_request(struct kunit *test)
{
	struct tcp_request_sock *req = kunit_kzalloc(test, sizeof(*req), GFP_KERNEL);
	struct sock *sk;

	KUNIT_ASSERT_NOT_NULL(test, req);
	sk = req_to_sk((struct request_sock *)req);
	sk->sk_state = TCP_NEW_SYN_RECV;
	sk->sk_family = AF_INET;
	sk->sk_rcv_saddr = htonl(0xc0000202);
	sk->sk_daddr = htonl(0xc0000201);
	sk->sk_num = 443;
	sk->sk_dport = htons(80);
	req->snt_synack = 3;
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, 0, 3 * NSEC_PER_USEC + AGE_NS),
			   line(test, "SYN_RECV", "exact", "2500", ENDS, NOBODY));
	KUNIT_EXPECT_STREQ(test, line_of(test, sk, TCPSTATE_LISTEN, AGE_NS), "");
}

/* seq_file makes more room and asks again: there must be nothing of the line yet. */
static void line_without_room(struct kunit *test)
{
	struct sock *sk = socket_in(test, TCPSTATE_ESTABLISHED);
	struct seq_file *m = make_text(test, TCPSTATE_LINE_ROOM);

	m->count = 1;
	tcpstate_socket_line_show(m, instance_of(test), sk, 0, now_of(test, sk));
	KUNIT_EXPECT_TRUE(test, seq_has_overflowed(m));
	KUNIT_EXPECT_EQ(test, m->buf[1], '\0');
}

/* What a socket's kind leaves open, its line decides. */
struct candidate {
	const char *name;
	int state;
	enum tcpstate_state asked;
	bool maybe;
};

static const struct candidate candidates[] = {
	{ "a full socket in it", TCP_CLOSE_WAIT, TCPSTATE_CLOSE_WAIT, true },
	{ "a full socket in another", TCP_CLOSE_WAIT, TCPSTATE_ESTABLISHED, false },
	{ "a minisock for TIME_WAIT", TCP_TIME_WAIT, TCPSTATE_TIME_WAIT, true },
	{ "a minisock for FIN_WAIT2", TCP_TIME_WAIT, TCPSTATE_FIN_WAIT2, true },
	{ "a minisock for CLOSING", TCP_TIME_WAIT, TCPSTATE_CLOSING, false },
	{ "a request for SYN_RECV", TCP_NEW_SYN_RECV, TCPSTATE_SYN_RECV, true },
	{ "a request for LISTEN", TCP_NEW_SYN_RECV, TCPSTATE_LISTEN, false },
};

static void name_candidate(const struct candidate *candidate, char *name)
{
	strscpy(name, candidate->name, KUNIT_PARAM_DESC_SIZE);
}
KUNIT_ARRAY_PARAM(candidate, candidates, name_candidate);

static void line_candidate(struct kunit *test)
{
	const struct candidate *candidate = test->param_value;
	struct sock *sk = world_socket(test, ((struct world *)test->priv)->net);

	sk->sk_state = candidate->state;
	KUNIT_EXPECT_EQ(test, tcpstate_socket_line_may_be_in(sk, candidate->asked),
			candidate->maybe);
}

static const char *listener_of(struct kunit *test, struct sock *sk, u64 now_ns)
{
	struct seq_file *m = make_text(test, 2 * TCPSTATE_LINE_ROOM);

	tcpstate_listeners_show(m, instance_of(test), sk, now_ns);
	KUNIT_ASSERT_FALSE(test, seq_has_overflowed(m));
	m->buf[m->count] = '\0';
	return m->buf;
}

/* As wide as the line that names the columns; one that was closed meanwhile has no line. */
static void line_of_listener(struct kunit *test)
{
	struct sock *sk = socket_in(test, TCPSTATE_LISTEN);
	struct seq_file *head = make_text(test, 2 * TCPSTATE_LINE_ROOM);
	u64 now_ns = now_of(test, sk);
	char text[TCPSTATE_LINE_ROOM], name[64];

	atomic_set(&inet_csk(sk)->icsk_accept_queue.qlen, 7);
	sk->sk_ack_backlog = 3;
	sk->sk_max_ack_backlog = 511;
	snprintf(text, sizeof(text), "%-12s %-22s %10d %13d %10d  %-8s %-16d  %6d %8d\n",
		 TCPSTATE_KW_LISTENER, "192.0.2.2:443", 7, 3, 511, "exact", AGE_NS, 0, 0);
	KUNIT_EXPECT_STREQ(test, listener_of(test, sk, now_ns), text);
	tcpstate_listeners_show_head(head, sock_net(sk));
	snprintf(name, sizeof(name), "tcpstate_listeners 1 netns:%u\n# listener ",
		 sock_net(sk)->ns.inum);
	KUNIT_EXPECT_TRUE(test, !strncmp(head->buf, name, strlen(name)));
	KUNIT_EXPECT_EQ(test, strlen(strchr(head->buf, '#')), strlen(text));
	sk->sk_state = TCP_CLOSE;
	KUNIT_EXPECT_STREQ(test, listener_of(test, sk, now_ns), "");
}

static void line_of_listener_without_room(struct kunit *test)
{
	struct sock *sk = socket_in(test, TCPSTATE_LISTEN);
	struct seq_file *m = make_text(test, TCPSTATE_LINE_ROOM);

	m->count = 1;
	tcpstate_listeners_show(m, instance_of(test), sk, now_of(test, sk));
	KUNIT_EXPECT_TRUE(test, seq_has_overflowed(m));
	KUNIT_EXPECT_EQ(test, m->buf[1], '\0');
}

static struct kunit_case line_cases[] = {
	KUNIT_CASE(line_established),
	KUNIT_CASE(line_listener),
	KUNIT_CASE(line_ipv6),
	KUNIT_CASE(line_untracked),
	KUNIT_CASE(line_during_event),
	KUNIT_CASE(line_time_wait),
	KUNIT_CASE(line_parked),
	KUNIT_CASE(line_request),
	KUNIT_CASE(line_without_room),
	KUNIT_CASE(line_of_listener),
	KUNIT_CASE(line_of_listener_without_room),
	KUNIT_CASE_PARAM(line_candidate, candidate_gen_params),
	{}
};

static struct kunit_suite line_suite = {
	.name = "tcpstate_line",
	.init = world_init,
	.test_cases = line_cases,
};
kunit_test_suite(line_suite);
