// SPDX-License-Identifier: GPL-2.0-only
/* Writes what the lines of sockets and of listeners share. */

#include <linux/bitops.h>
#include <linux/cred.h>
#include <linux/minmax.h>
#include <linux/seq_file.h>
#include <linux/string.h>
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
	AGE_WIDTH = 16,
	SINCE_WIDTH = 8,
	/* "[" eight groups of four, seven colons "]" */
	IPV6_MAX = 1 + 8 * 4 + 7 + 1,
};

/* Two digits at a time halve the divisions. */
static const char pairs[] =
	"0001020304050607080910111213141516171819"
	"2021222324252627282930313233343536373839"
	"4041424344454647484950515253545556575859"
	"6061626364656667686970717273747576777879"
	"8081828384858687888990919293949596979899";

char *tcpstate_line_begin(struct seq_file *m)
{
	char *begin;

	if (seq_get_buf(m, &begin) < TCPSTATE_LINE_ROOM) {
		seq_commit(m, -1);
		return NULL;
	}
	return begin;
}

void tcpstate_line_end(struct seq_file *m, const char *begin, char *end)
{
	*end++ = '\n';
	seq_commit(m, end - begin);
}

/* Of a fixed size: a few stores instead of a call. */
static __always_inline char *blank(char *end)
{
	memset(end, ' ', 32);
	return end;
}

static __always_inline unsigned int length_of(u64 number)
{
	static const u64 power[] = {
		0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
		10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
		1000000000000000, 10000000000000000, 100000000000000000,
		1000000000000000000, 10000000000000000000ull,
	};
	/* The binary logarithm times log10(2), which is 1233 / 4096. */
	unsigned int guess = fls64(number) * 1233 >> 12;

	return guess + (number >= power[guess]);
}

/* Writes the digits that end before END. */
static __always_inline void put_digits(char *end, u64 number)
{
	while (number >= 100) {
		end -= 2;
		memcpy(end, &pairs[number % 100 * 2], 2);
		number /= 100;
	}
	if (number >= 10)
		memcpy(end - 2, &pairs[number * 2], 2);
	else
		end[-1] = '0' + number;
}

static char *append_number(char *end, u64 number)
{
	end += number ? length_of(number) : 1;
	put_digits(end, number);
	return end;
}

char *tcpstate_put_text(char *end, const char *text, unsigned int width)
{
	char *next = blank(end) + width + 1;

	while (*text)
		*end++ = *text++;
	return max(next, end + 1);
}

char *tcpstate_put_right(char *end, u64 number, unsigned int width)
{
	unsigned int length = number ? length_of(number) : 1;

	end = blank(end) + 1 + max(width, length);
	put_digits(end, number);
	return end;
}

static char *append_ipv4(char *end, const u8 *octet)
{
	unsigned int i;

	for (i = 0; i < 4; i++) {
		if (octet[i] >= 100) {
			*end++ = '0' + octet[i] / 100;
			memcpy(end, &pairs[octet[i] % 100 * 2], 2);
			end += 2;
		} else if (octet[i] >= 10) {
			memcpy(end, &pairs[octet[i] * 2], 2);
			end += 2;
		} else {
			*end++ = '0' + octet[i];
		}
		*end++ = '.';
	}
	return end - 1;
}

char *tcpstate_put_address(char *end, unsigned short family, const void *address, int port)
{
	char *next = blank(end) + ADDRESS_WIDTH;

	if (family == AF_INET)
		end = append_ipv4(end, address);
	else
		end += scnprintf(end, IPV6_MAX + 1, "[%pI6c]", address);
	*end++ = ':';
	if (port < 0)
		*end++ = '*';
	else
		end = append_number(end, port);
	/* A long one ends beyond the blanks. */
	*end = ' ';
	return max(next, end) + 1;
}

char *tcpstate_put_age(char *end, u64 entry, u64 now_ns)
{
	u64 since_ns = tcpstate_entry_since_ns(entry);
	char *next;

	if (!entry) {
		end = tcpstate_put_text(end, TCPSTATE_SINCE_UNKNOWN, SINCE_WIDTH);
		return tcpstate_put_text(end, TCPSTATE_NOT_KNOWN, AGE_WIDTH);
	}
	end = tcpstate_put_text(end, entry & TCPSTATE_ENTRY_AT_LEAST ? TCPSTATE_SINCE_ATLEAST :
								     TCPSTATE_SINCE_EXACT,
				SINCE_WIDTH);
	next = blank(end) + AGE_WIDTH + 1;
	end = append_number(end, now_ns > since_ns ? now_ns - since_ns : 0);
	return max(next, end + 1);
}

char *tcpstate_put_owner(struct seq_file *m, char *end, struct sock *sk)
{
	end = tcpstate_put_right(end, from_kuid_munged(seq_user_ns(m), tcpstate_sock_uid(sk)), 6);
	return tcpstate_put_right(end, sock_i_ino(sk), 8);
}

const void *tcpstate_local_of(const struct sock *sk)
{
#if IS_ENABLED(CONFIG_IPV6)
	if (sk->sk_family == AF_INET6)
		return &sk->sk_v6_rcv_saddr;
#endif
	return &sk->sk_rcv_saddr;
}
