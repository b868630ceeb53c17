// SPDX-License-Identifier: GPL-2.0-only
/* Dumps the TCP sockets of this network namespace by sock_diag(7). */

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>

#include "tools/host/sock_diag.h"

struct visitor {
	sock_diag_visit visit;
	void *data;
};

static int take_message(const struct nlmsghdr *message, void *data)
{
	const struct inet_diag_msg *socket = mnl_nlmsg_get_payload(message);
	const struct visitor *visitor = data;

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*socket)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	visitor->visit(socket, visitor->data);
	return MNL_CB_OK;
}

/* The kernel's are small and negative (MAX_ERRNO in include/linux/err.h). */
static int errno_of(int error)
{
	return error < 0 && error >= -4095 ? -error : EBADMSG;
}

/*
 * A dump that fails ends as others do, with the error in its last message:
 * netlink_dump_done() in net/netlink/af_netlink.c. Without tcp_diag it is ENOENT.
 */
static int take_end(const struct nlmsghdr *message, void *data)
{
	int error;

	(void)data;
	if (mnl_nlmsg_get_payload_len(message) < sizeof(error))
		return MNL_CB_STOP;
	memcpy(&error, mnl_nlmsg_get_payload(message), sizeof(error));
	if (error >= 0)
		return MNL_CB_STOP;
	errno = errno_of(error);
	return MNL_CB_ERROR;
}

static int take_error(const struct nlmsghdr *message, void *data)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);

	(void)data;
	errno = mnl_nlmsg_get_payload_len(message) < sizeof(*error) ? EBADMSG :
								      errno_of(error->error);
	return MNL_CB_ERROR;
}

/* libmnl takes a length of 2 GiB or more for a negative one, which fits anywhere. */
static bool lengths_fit(const char *answer, size_t length)
{
	struct nlmsghdr head;
	size_t step;

	for (; length >= sizeof(head); answer += step, length -= step) {
		memcpy(&head, answer, sizeof(head));
		if (head.nlmsg_len < sizeof(head) || head.nlmsg_len > length)
			return false;
		step = NLMSG_ALIGN(head.nlmsg_len);
		if (step > length)
			step = length;
	}
	return true;
}

enum sock_diag_part sock_diag_decode(const void *answer, size_t length, unsigned int sequence,
				     unsigned int port, sock_diag_visit visit, void *data)
{
	mnl_cb_t control[NLMSG_MIN_TYPE] = {
		[NLMSG_ERROR] = take_error,
		[NLMSG_DONE] = take_end,
	};
	struct visitor visitor = { visit, data };

	if (!lengths_fit(answer, length)) {
		errno = EBADMSG;
		return SOCK_DIAG_FAILED;
	}
	switch (mnl_cb_run2(answer, length, sequence, port, take_message, &visitor, control,
			    NLMSG_MIN_TYPE)) {
	case MNL_CB_OK:
		return SOCK_DIAG_MORE;
	case MNL_CB_STOP:
		return SOCK_DIAG_COMPLETE;
	default:
		return SOCK_DIAG_FAILED;
	}
}

static bool dump_family(struct mnl_socket *netlink, unsigned char family, unsigned int states,
			sock_diag_visit visit, void *data)
{
	char buffer[32768] __attribute__((aligned(NLMSG_ALIGNTO)));
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	enum sock_diag_part part = SOCK_DIAG_MORE;
	unsigned int sequence = family;
	struct inet_diag_req_v2 *request;
	ssize_t size;

	message->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	message->nlmsg_seq = sequence;
	request = mnl_nlmsg_put_extra_header(message, sizeof(*request));
	request->sdiag_family = family;
	request->sdiag_protocol = IPPROTO_TCP;
	request->idiag_states = states;
	if (mnl_socket_sendto(netlink, message, message->nlmsg_len) < 0)
		return false;
	while (part == SOCK_DIAG_MORE) {
		size = mnl_socket_recvfrom(netlink, buffer, sizeof(buffer));
		if (size < 0)
			return false;
		part = sock_diag_decode(buffer, size, sequence, mnl_socket_get_portid(netlink),
					visit, data);
	}
	return part == SOCK_DIAG_COMPLETE;
}

bool sock_diag_dump(unsigned int states, sock_diag_visit visit, void *data)
{
	struct mnl_socket *netlink = mnl_socket_open(NETLINK_SOCK_DIAG);
	bool complete;

	if (!netlink)
		return false;
	complete = !mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) &&
		   dump_family(netlink, AF_INET, states, visit, data) &&
		   dump_family(netlink, AF_INET6, states, visit, data);
	mnl_socket_close(netlink);
	return complete;
}
