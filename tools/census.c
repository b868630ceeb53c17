// SPDX-License-Identifier: GPL-2.0-only
/* Counts the TCP sockets of this network namespace by sock_diag(7). */

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "tools/census.h"

static const struct {
	const char *name;
	unsigned int number;
} states[] = {
	{ "LISTEN", TCP_LISTEN }, { "SYN_SENT", TCP_SYN_SENT },
	{ "SYN_RECV", TCP_SYN_RECV }, { "ESTABLISHED", TCP_ESTABLISHED },
	{ "FIN_WAIT1", TCP_FIN_WAIT1 }, { "FIN_WAIT2", TCP_FIN_WAIT2 },
	{ "TIME_WAIT", TCP_TIME_WAIT }, { "CLOSE_WAIT", TCP_CLOSE_WAIT },
	{ "LAST_ACK", TCP_LAST_ACK }, { "CLOSING", TCP_CLOSING },
};

static int count_message(const struct nlmsghdr *message, void *data)
{
	const struct inet_diag_msg *socket = mnl_nlmsg_get_payload(message);
	struct census *census = data;

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*socket)) {
		errno = EBADMSG;
		return MNL_CB_ERROR;
	}
	if (socket->idiag_state < CENSUS_STATES)
		census->sockets[socket->idiag_state]++;
	return MNL_CB_OK;
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

enum census_part census_decode(struct census *census, const void *answer, size_t length,
			       unsigned int sequence, unsigned int port)
{
	if (!lengths_fit(answer, length)) {
		errno = EBADMSG;
		return CENSUS_FAILED;
	}
	switch (mnl_cb_run(answer, length, sequence, port, count_message, census)) {
	case MNL_CB_OK:
		return CENSUS_MORE;
	case MNL_CB_STOP:
		return CENSUS_COMPLETE;
	default:
		return CENSUS_FAILED;
	}
}

static bool dump_family(struct mnl_socket *netlink, unsigned char family, struct census *census)
{
	char buffer[32768] __attribute__((aligned(NLMSG_ALIGNTO)));
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	enum census_part part = CENSUS_MORE;
	unsigned int sequence = family;
	struct inet_diag_req_v2 *request;
	ssize_t size;

	message->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	message->nlmsg_seq = sequence;
	request = mnl_nlmsg_put_extra_header(message, sizeof(*request));
	request->sdiag_family = family;
	request->sdiag_protocol = IPPROTO_TCP;
	request->idiag_states = ((1 << CENSUS_STATES) - 1) & ~(1 << TCP_CLOSE);
	if (mnl_socket_sendto(netlink, message, message->nlmsg_len) < 0)
		return false;
	while (part == CENSUS_MORE) {
		size = mnl_socket_recvfrom(netlink, buffer, sizeof(buffer));
		if (size < 0)
			return false;
		part = census_decode(census, buffer, size, sequence,
				     mnl_socket_get_portid(netlink));
	}
	return part == CENSUS_COMPLETE;
}

bool census_take(struct census *census)
{
	struct mnl_socket *netlink = mnl_socket_open(NETLINK_SOCK_DIAG);
	bool complete;

	memset(census, 0, sizeof(*census));
	if (!netlink)
		return false;
	complete = !mnl_socket_bind(netlink, 0, MNL_SOCKET_AUTOPID) &&
		   dump_family(netlink, AF_INET, census) && dump_family(netlink, AF_INET6, census);
	mnl_socket_close(netlink);
	return complete;
}

static const unsigned int *number_of(const char *state)
{
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (!strcmp(states[i].name, state))
			return &states[i].number;
	return NULL;
}

bool census_knows(const char *state)
{
	return number_of(state);
}

const char *census_state(size_t n)
{
	return n < sizeof(states) / sizeof(states[0]) ? states[n].name : NULL;
}

uint64_t census_of(const struct census *census, const char *state)
{
	const unsigned int *number = number_of(state);

	return number ? census->sockets[*number] : 0;
}

bool census_equal(const struct census *a, const struct census *b)
{
	return !memcmp(a, b, sizeof(*a));
}
