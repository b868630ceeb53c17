// SPDX-License-Identifier: GPL-2.0-only
/* Prints what the lists of sockets and of listeners share. */

#include <linux/cred.h>
#include <linux/seq_file.h>
#include <linux/uidgid.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>
#include <net/sock.h>

#include "module/compat.h"
#include "module/sockets.h"
#include "procfs/abi.h"
#include "procfs/socket_columns.h"

enum {
	ADDRESS_WIDTH = 22,
	/* "[" eight groups of four, seven colons "]:" and a port */
	ADDRESS_MAX = 1 + 8 * 4 + 7 + 2 + 5 + 1,
};

/*
 * By hand: printf's %pI4 costs ten times as much, and there may be hundreds of
 * thousands of lines.
 */
static char *append_number(char *end, unsigned int number)
{
	char digits[10];
	unsigned int n = 0;

	do {
		digits[n++] = '0' + number % 10;
		number /= 10;
	} while (number);
	while (n)
		*end++ = digits[--n];
	return end;
}

static char *append_ipv4(char *end, const u8 *octet)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		if (i)
			*end++ = '.';
		end = append_number(end, octet[i]);
	}
	return end;
}

void tcpstate_put_address(struct seq_file *m, unsigned short family, const void *address, int port)
{
	char text[ADDRESS_MAX], *end = text;

	if (family == AF_INET) {
		end = append_ipv4(end, address);
		*end++ = ':';
	} else {
		end += scnprintf(text, sizeof(text) - 6, "[%pI6c]:", address);
	}
	if (port < 0)
		*end++ = '*';
	else
		end = append_number(end, port);
	while (end < text + ADDRESS_WIDTH)
		*end++ = ' ';
	*end++ = ' ';
	seq_write(m, text, end - text);
}

void tcpstate_put_right(struct seq_file *m, u64 number, unsigned int width)
{
	char text[32];
	char *begin = text + sizeof(text);

	do {
		*--begin = '0' + number % 10;
		number /= 10;
	} while (number);
	while (begin > text + sizeof(text) - width)
		*--begin = ' ';
	*--begin = ' ';
	seq_write(m, begin, text + sizeof(text) - begin);
}

void tcpstate_put_age(struct seq_file *m, u64 word, u64 now_ns)
{
	u64 since_ns = tcpstate_word_since_ns(word);

	if (!word) {
		seq_printf(m, "%-8s %-16s ", TCPSTATE_SINCE_UNKNOWN, TCPSTATE_NOT_KNOWN);
		return;
	}
	seq_puts(m, word & TCPSTATE_WORD_AT_LEAST ? TCPSTATE_SINCE_ATLEAST "  " :
						    TCPSTATE_SINCE_EXACT "    ");
	seq_setwidth(m, 16);
	seq_put_decimal_ull(m, "", now_ns > since_ns ? now_ns - since_ns : 0);
	seq_pad(m, ' ');
}

void tcpstate_put_owner(struct seq_file *m, struct sock *sk)
{
	tcpstate_put_right(m, from_kuid_munged(seq_user_ns(m), tcpstate_sock_uid(sk)), 6);
	tcpstate_put_right(m, sock_i_ino(sk), 8);
	seq_putc(m, '\n');
}

const void *tcpstate_local_of(const struct sock *sk)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6)
		return &sk->sk_v6_rcv_saddr;
#endif
	return &sk->sk_rcv_saddr;
}
