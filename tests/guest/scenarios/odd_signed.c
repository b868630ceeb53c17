// SPDX-License-Identifier: GPL-2.0-only
/* Sockets whose segments are signed: TCP_MD5SIG, and TCP_AO where the kernel has it. */

#include <errno.h>
#include <linux/types.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/scenario_exit.h"

static const char key[] = "as everybody knows";

static void sign_by_md5(int fd, enum family family)
{
	struct address peer = loopback_address(family, 0);
	struct tcp_md5sig signature = { .tcpm_keylen = sizeof(key) };

	memcpy(&signature.tcpm_addr, &peer.storage, peer.length);
	memcpy(signature.tcpm_key, key, sizeof(key));
	if (setsockopt(fd, IPPROTO_TCP, TCP_MD5SIG, &signature, sizeof(signature))) {
		if (errno == ENOPROTOOPT)
			skip("this kernel has no TCP_MD5SIG");
		must(false, "TCP_MD5SIG");
	}
}

/* As in <linux/tcp.h> since 6.7, which this system's C library need not have. */
enum { AO_ADD_KEY = 38, AO_KEY_MAX = 80 };

struct ao_add {
	struct sockaddr_storage addr;
	char alg_name[64];
	__s32 ifindex;
	__u32 set_current :1, set_rnext :1, reserved :30;
	__u16 reserved2;
	__u8 prefix;
	__u8 sndid;
	__u8 rcvid;
	__u8 maclen;
	__u8 keyflags;
	__u8 keylen;
	__u8 key[AO_KEY_MAX];
} __attribute__((aligned(8)));

static void sign_by_ao(int fd, enum family family)
{
	struct address peer = loopback_address(family, 0);
	struct ao_add add = {
		.addr = peer.storage, .alg_name = "hmac(sha1)", .sndid = 100, .rcvid = 100,
		.prefix = family == IPV4 ? 32 : 128, .keylen = sizeof(key),
	};

	memcpy(add.key, key, sizeof(key));
	if (setsockopt(fd, IPPROTO_TCP, AO_ADD_KEY, &add, sizeof(add))) {
		if (errno == ENOPROTOOPT)
			skip("this kernel has no TCP_AO");
		must(false, "TCP_AO_ADD_KEY");
	}
}

const struct odd_kind signed_kinds[] = {
	{ "TCP_MD5SIG", ON_ALL, .prepare = sign_by_md5 },
	{ "TCP_AO", ON_IPV4 | ON_IPV6, .prepare = sign_by_ao },
	{ 0 },
};
