// SPDX-License-Identifier: GPL-2.0-only
/* Asks sock_diag(7) for one socket. */

#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <string.h>

#include "tools/failure.h"
#include "tools/host/socket_info.h"

#define MS_NS UINT64_C(1000000)

/* idiag_timer of a connection that asks for room: net/ipv4/inet_diag.c. */
enum { TIMER_PROBE = 4 };

static void put_end(const struct socket_end *end, __be16 *port, __be32 address[4])
{
	*port = end->port == SOCKET_PORT_ANY ? 0 : htons(end->port);
	memcpy(address, end->address, sizeof(end->address));
}

static bool send_request(struct mnl_socket *netlink, const struct socket_end *local,
			 const struct socket_end *remote)
{
	char buffer[MNL_NLMSG_HDRLEN + MNL_ALIGN(sizeof(struct inet_diag_req_v2))]
		__attribute__((aligned(NLMSG_ALIGNTO)));
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct inet_diag_req_v2 *request;

	message->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	message->nlmsg_flags = NLM_F_REQUEST;
	request = mnl_nlmsg_put_extra_header(message, sizeof(*request));
	request->sdiag_family = local->family;
	request->sdiag_protocol = IPPROTO_TCP;
	request->idiag_ext = 1 << (INET_DIAG_INFO - 1) | 1 << (INET_DIAG_SKMEMINFO - 1);
	request->idiag_states = ~0U;
	put_end(local, &request->id.idiag_sport, request->id.idiag_src);
	put_end(remote, &request->id.idiag_dport, request->id.idiag_dst);
	request->id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
	request->id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
	return mnl_socket_sendto(netlink, message, message->nlmsg_len) >= 0;
}

static void take_info(const struct nlattr *attribute, struct socket_info *answer)
{
	struct tcp_info info = { 0 };
	size_t length = mnl_attr_get_payload_len(attribute);

	/* Members are only ever appended: an older kernel sends less, a newer one more. */
	memcpy(&info, mnl_attr_get_payload(attribute),
	       length < sizeof(info) ? length : sizeof(info));
	answer->last_ack_ns = info.tcpi_last_ack_recv * MS_NS;
	answer->last_data_ns = info.tcpi_last_data_recv * MS_NS;
	answer->backoff = info.tcpi_backoff;
}

static void take_memory(const struct nlattr *attribute, struct socket_info *answer)
{
	uint32_t memory[SK_MEMINFO_RCVBUF + 1];

	if (mnl_attr_get_payload_len(attribute) < sizeof(memory))
		return;
	memcpy(memory, mnl_attr_get_payload(attribute), sizeof(memory));
	answer->rmem = memory[SK_MEMINFO_RMEM_ALLOC];
	answer->rcvbuf = memory[SK_MEMINFO_RCVBUF];
}

static int take_socket(const struct nlmsghdr *message, void *data)
{
	const struct inet_diag_msg *socket = mnl_nlmsg_get_payload(message);
	struct socket_info *answer = data;
	const struct nlattr *attribute;

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*socket))
		return MNL_CB_ERROR;
	answer->zero_window = socket->idiag_timer == TIMER_PROBE;
	mnl_attr_for_each(attribute, message, sizeof(*socket)) {
		if (mnl_attr_get_type(attribute) == INET_DIAG_INFO)
			take_info(attribute, answer);
		else if (mnl_attr_get_type(attribute) == INET_DIAG_SKMEMINFO)
			take_memory(attribute, answer);
		else if (mnl_attr_get_type(attribute) == INET_DIAG_SKV6ONLY)
			answer->only_ipv6 = mnl_attr_get_u8(attribute);
	}
	return MNL_CB_STOP;
}

bool socket_info_ask(const struct socket_end *local, const struct socket_end *remote,
		     struct socket_info *answer)
{
	char buffer[8192] __attribute__((aligned(NLMSG_ALIGNTO)));
	struct mnl_socket *netlink = mnl_socket_open(NETLINK_SOCK_DIAG);
	ssize_t length = -1;

	memset(answer, 0, sizeof(*answer));
	if (!netlink && failure_is_shortage(errno))
		err(failure_status, "cannot ask sock_diag");
	if (!netlink)
		return false;
	if (send_request(netlink, local, remote))
		length = mnl_socket_recvfrom(netlink, buffer, sizeof(buffer));
	mnl_socket_close(netlink);
	return length > 0 && mnl_cb_run(buffer, length, 0, 0, take_socket, answer) == MNL_CB_STOP;
}
