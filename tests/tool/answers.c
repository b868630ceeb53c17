// SPDX-License-Identifier: GPL-2.0-only
/* Prints what is made of answers of sock_diag(7) that a host seldom gives. */

#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>

#include "tools/host/sock_diag.h"

enum { SEQUENCE = 2 };

struct answer {
	struct nlmsghdr head;
	union {
		int error;
		struct nlmsgerr refusal;
		struct inet_diag_msg socket;
	} payload;
};

static void count(const struct inet_diag_msg *socket, void *data)
{
	unsigned int *counted = data;

	*counted += socket->idiag_state;
}

static void tell(const char *name, const struct answer *answer, size_t length)
{
	static const char * const parts[] = {
		[SOCK_DIAG_MORE] = "more follows",
		[SOCK_DIAG_COMPLETE] = "complete",
		[SOCK_DIAG_FAILED] = "failed",
	};
	enum sock_diag_part part;
	unsigned int counted = 0;

	errno = 0;
	part = sock_diag_decode(answer, length, SEQUENCE, 0, count, &counted);
	printf("%s: %s, states %u%s%s\n", name, parts[part], counted,
	       part == SOCK_DIAG_FAILED ? ", " : "",
	       part == SOCK_DIAG_FAILED ? strerror(errno) : "");
}

/* Return: a message of a type, with a payload of 0 bytes. */
static struct answer message(unsigned short type, size_t payload)
{
	struct answer answer;

	memset(&answer, 0, sizeof(answer));
	answer.head.nlmsg_type = type;
	answer.head.nlmsg_seq = SEQUENCE;
	answer.head.nlmsg_len = sizeof(answer.head) + payload;
	return answer;
}

static void tell_whole(const char *name, const struct answer *answer)
{
	tell(name, answer, answer->head.nlmsg_len);
}

int main(void)
{
	struct answer answer = message(NLMSG_DONE, sizeof(int));

	tell_whole("the end", &answer);
	answer.payload.error = -ENOENT;
	tell_whole("an end that says that there is no tcp_diag", &answer);
	answer = message(NLMSG_DONE, 0);
	tell_whole("an end that says nothing", &answer);
	answer = message(NLMSG_ERROR, sizeof(struct nlmsgerr));
	answer.payload.refusal.error = -EPERM;
	tell_whole("a refusal", &answer);
	answer = message(NLMSG_ERROR, 0);
	tell_whole("a refusal that says nothing", &answer);
	answer = message(NLMSG_MIN_TYPE, sizeof(struct inet_diag_msg));
	answer.payload.socket.idiag_state = 10;
	tell_whole("a socket", &answer);
	tell("half a socket", &answer, answer.head.nlmsg_len / 2);
	answer.head.nlmsg_seq++;
	tell_whole("a socket that nobody asked for", &answer);
	answer = message(NLMSG_MIN_TYPE, sizeof(struct inet_diag_msg) - 4);
	tell_whole("a socket without its inode", &answer);
	answer = message(NLMSG_MIN_TYPE, 0);
	answer.head.nlmsg_len = 0x80000000;
	tell("a message of 2 GiB", &answer, sizeof(answer));
	return 0;
}
