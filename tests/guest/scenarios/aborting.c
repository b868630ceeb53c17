// SPDX-License-Identifier: GPL-2.0-only
/* Scenarios of connections that end by a RST, a timeout or the administrator. */

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/moves.h"
#include "tests/guest/scenarios/scenario.h"
#include "tests/guest/lib/scenario_exit.h"

static void reset_by_linger(enum family family, bool by_client)
{
	struct pair pair = open_pair(family);
	int first = by_client ? pair.client : pair.server;

	reset_on_close(first);
	close_socket(first);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(by_client ? pair.server : pair.client);
	close_listener(pair.listener);
}

static void reset_by_client(enum family family)
{
	reset_by_linger(family, true);
}

static void reset_by_server(enum family family)
{
	reset_by_linger(family, false);
}

static void close_unread(enum family family, bool by_client)
{
	struct pair pair = open_pair(family);
	int first = by_client ? pair.client : pair.server;
	int second = by_client ? pair.server : pair.client;

	send_byte(second);
	wait_readable(first);
	close_socket(first);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(second);
	close_listener(pair.listener);
}

static void unread_data_at_client(enum family family)
{
	close_unread(family, true);
}

static void unread_data_at_server(enum family family)
{
	close_unread(family, false);
}

static void disconnect_and_reuse(enum family family)
{
	struct pair pair = open_pair(family);
	struct address address = local_address(pair.listener);

	disconnect(pair.client);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(pair.server);

	connect_to(pair.client, &address);
	pair.server = accept_from(pair.listener);
	moves(HANDSHAKE);
	close_in_turn(pair.client, pair.server);
	moves(ORDERLY_CLOSE);
	close_listener(pair.listener);
}

static void unread_data_in_close_wait(enum family family)
{
	struct pair pair = open_pair(family);

	send_byte(pair.client);
	close_write(pair.client);
	moves(FIRST_FIN);
	close_socket(pair.server);
	moves("CLOSE_WAIT>CLOSE FIN_WAIT2>CLOSE");
	close_socket(pair.client);
	close_listener(pair.listener);
}

static void reset_in_close_wait(enum family family)
{
	struct pair pair = open_pair(family);

	close_write(pair.client);
	moves(FIRST_FIN);
	reset_on_close(pair.client);
	close_socket(pair.client);
	moves("FIN_WAIT2>CLOSE CLOSE_WAIT>CLOSE");
	close_socket(pair.server);
	close_listener(pair.listener);
}

static void reset_in_fin_wait1(enum family family)
{
	struct pair pair = open_pair(family);

	drop_input(pair.server);
	close_write(pair.client);
	moves("ESTABLISHED>FIN_WAIT1");
	reset_on_close(pair.server);
	close_socket(pair.server);
	moves("ESTABLISHED>CLOSE FIN_WAIT1>CLOSE");
	close_socket(pair.client);
	close_listener(pair.listener);
}

static void reset_in_closing(enum family family)
{
	struct pair pair = open_pair(family);

	drop_input(pair.client);
	drop_input(pair.server);
	close_write(pair.client);
	close_write(pair.server);
	moves("ESTABLISHED>FIN_WAIT1*2");
	accept_input(pair.client);
	moves("FIN_WAIT1>CLOSING");
	reset_on_close(pair.server);
	close_socket(pair.server);
	moves("FIN_WAIT1>CLOSE CLOSING>CLOSE");
	close_socket(pair.client);
	close_listener(pair.listener);
}

static void reset_in_last_ack(enum family family)
{
	struct pair pair = open_pair(family);

	close_write(pair.client);
	moves(FIRST_FIN);
	drop_input(pair.client);
	close_socket(pair.server);
	moves("CLOSE_WAIT>LAST_ACK");
	reset_on_close(pair.client);
	close_socket(pair.client);
	moves("FIN_WAIT2>CLOSE LAST_ACK>CLOSE");
	close_listener(pair.listener);
}

/* Data for a side that reads no more. */
static void data_after_shutdown(enum family family)
{
	struct pair pair = open_pair(family);

	must(!shutdown(pair.client, SHUT_RDWR), "shutdown");
	moves(FIRST_FIN);
	send_byte(pair.server);
	moves("FIN_WAIT2>CLOSE CLOSE_WAIT>CLOSE");
	close_socket(pair.client);
	close_socket(pair.server);
	close_listener(pair.listener);
}

/* TCP_LINGER2 below zero: FIN_WAIT2 is not waited for. */
static void no_fin_wait2(enum family family)
{
	struct pair pair = open_pair(family);

	set_option(pair.client, IPPROTO_TCP, TCP_LINGER2, -1);
	close_socket(pair.client);
	moves(FIRST_FIN "FIN_WAIT2>CLOSE CLOSE_WAIT>CLOSE");
	close_socket(pair.server);
	close_listener(pair.listener);
}

enum { TIMEOUT_MS = 300 };

static void timeout_in_established(enum family family)
{
	struct pair pair = open_pair(family);

	set_option(pair.client, IPPROTO_TCP, TCP_USER_TIMEOUT, TIMEOUT_MS);
	drop_input(pair.server);
	send_byte(pair.client);
	moves("ESTABLISHED>CLOSE");
	close_socket(pair.client);
	reset_on_close(pair.server);
	close_socket(pair.server);
	moves("ESTABLISHED>CLOSE");
	close_listener(pair.listener);
}

static void timeout_in_fin_wait1(enum family family)
{
	struct pair pair = open_pair(family);

	set_option(pair.client, IPPROTO_TCP, TCP_USER_TIMEOUT, TIMEOUT_MS);
	drop_input(pair.server);
	close_write(pair.client);
	moves("ESTABLISHED>FIN_WAIT1 FIN_WAIT1>CLOSE");
	close_socket(pair.client);
	reset_on_close(pair.server);
	close_socket(pair.server);
	moves("ESTABLISHED>CLOSE");
	close_listener(pair.listener);
}

static void timeout_in_last_ack(enum family family)
{
	struct pair pair = open_pair(family);

	set_option(pair.server, IPPROTO_TCP, TCP_USER_TIMEOUT, TIMEOUT_MS);
	close_write(pair.client);
	moves(FIRST_FIN);
	drop_input(pair.client);
	close_write(pair.server);
	moves("CLOSE_WAIT>LAST_ACK LAST_ACK>CLOSE");
	close_socket(pair.server);
	reset_on_close(pair.client);
	close_socket(pair.client);
	moves("FIN_WAIT2>CLOSE");
	close_listener(pair.listener);
}

static void copy_address(const struct address *address, __be16 *port, __be32 *words)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)&address->storage;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&address->storage;

	if (in->sin_family == AF_INET) {
		*port = in->sin_port;
		memcpy(words, &in->sin_addr, sizeof(in->sin_addr));
	} else {
		*port = in6->sin6_port;
		memcpy(words, &in6->sin6_addr, sizeof(in6->sin6_addr));
	}
}

/* What "ss --kill" asks the kernel for. @remote: NULL for a listener. */
static void kill_socket(const struct address *local, const struct address *remote)
{
	struct {
		struct nlmsghdr head;
		struct inet_diag_req_v2 socket;
	} request = {
		.head = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = SOCK_DESTROY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
		},
		.socket = {
			.sdiag_family = local->storage.ss_family,
			.sdiag_protocol = IPPROTO_TCP,
			.idiag_states = ~0U,
			.id.idiag_cookie = { INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE },
		},
	};
	struct {
		struct nlmsghdr head;
		struct nlmsgerr result;
		char rest[256];
	} answer;
	int netlink = socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);

	must(netlink >= 0, "socket(NETLINK_SOCK_DIAG)");
	copy_address(local, &request.socket.id.idiag_sport, request.socket.id.idiag_src);
	if (remote)
		copy_address(remote, &request.socket.id.idiag_dport,
			     request.socket.id.idiag_dst);
	must(send(netlink, &request, sizeof(request), 0) == sizeof(request), "send(SOCK_DESTROY)");
	must(recv(netlink, &answer, sizeof(answer), 0) >=
	     (ssize_t)(sizeof(answer.head) + sizeof(answer.result)), "recv(SOCK_DESTROY)");
	errno = -answer.result.error;
	if (errno == EOPNOTSUPP)
		skip("this kernel has no CONFIG_INET_DIAG_DESTROY");
	must(!errno, "SOCK_DESTROY (is the kernel module tcp_diag there?)");
	close(netlink);
}

static void killed_connection(enum family family)
{
	struct pair pair = open_pair(family);
	struct address local = local_address(pair.client);
	struct address remote = local_address(pair.server);

	kill_socket(&local, &remote);
	moves("ESTABLISHED>CLOSE*2");
	close_socket(pair.client);
	close_socket(pair.server);
	close_listener(pair.listener);
}

/* tcp_abort() closes a listener twice. */
static void killed_listener(enum family family)
{
	int listener = new_listener(family);
	struct address local = local_address(listener);

	moves("CLOSE>LISTEN");
	kill_socket(&local, NULL);
	moves("LISTEN>CLOSE CLOSE>CLOSE");
	close_socket(listener);
	moves("");
}

const struct scenario aborting_scenarios[] = {
	{ "reset by client", reset_by_client, ON_ALL },
	{ "reset by server", reset_by_server, ON_ALL },
	{ "unread data at client", unread_data_at_client, ON_ALL },
	{ "unread data at server", unread_data_at_server, ON_ALL },
	{ "disconnect and reuse", disconnect_and_reuse, ON_ALL },
	{ "unread data in CLOSE_WAIT", unread_data_in_close_wait, ON_ALL },
	{ "reset in CLOSE_WAIT", reset_in_close_wait, ON_IPV4 },
	{ "reset in FIN_WAIT1", reset_in_fin_wait1, ON_IPV4 },
	{ "reset in CLOSING", reset_in_closing, ON_IPV4 },
	{ "reset in LAST_ACK", reset_in_last_ack, ON_IPV4 },
	{ "data after shutdown", data_after_shutdown, ON_IPV4 },
	{ "no FIN_WAIT2", no_fin_wait2, ON_IPV4 },
	{ "timeout in ESTABLISHED", timeout_in_established, ON_IPV4 },
	{ "timeout in FIN_WAIT1", timeout_in_fin_wait1, ON_IPV4 },
	{ "timeout in LAST_ACK", timeout_in_last_ack, ON_IPV4 },
	{ "killed connection", killed_connection, ON_IPV4 | ON_IPV6 },
	{ "killed listener", killed_listener, ON_IPV4 | ON_IPV6 },
	{ 0 },
};
