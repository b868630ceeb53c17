// SPDX-License-Identifier: GPL-2.0-only
/* Sockets with kernel TLS: the protocol alone, and with a cipher in both directions. */

#include <errno.h>
#include <linux/tls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/scenario_exit.h"

#ifndef SOL_TLS
#define SOL_TLS 282
#endif

static void set_tls(int fd)
{
	if (setsockopt(fd, IPPROTO_TCP, TCP_ULP, "tls", sizeof("tls"))) {
		if (errno == ENOENT || errno == ENOPROTOOPT)
			skip("this kernel has no TLS");
		must(false, "TCP_ULP");
	}
}

/* The same key both ways, so that each end can read what the other one writes. */
static void set_cipher(int fd)
{
	struct tls12_crypto_info_aes_gcm_128 cipher = {
		.info = { .version = TLS_1_2_VERSION, .cipher_type = TLS_CIPHER_AES_GCM_128 },
	};

	set_tls(fd);
	memset(cipher.key, 1, sizeof(cipher.key));
	must(!setsockopt(fd, SOL_TLS, TLS_TX, &cipher, sizeof(cipher)), "TLS_TX");
	must(!setsockopt(fd, SOL_TLS, TLS_RX, &cipher, sizeof(cipher)), "TLS_RX");
}

static void send_record(int from, int to)
{
	char byte;

	send_byte(from);
	must(read(to, &byte, 1) == 1, "read of a TLS record");
}

static void send_records(int client, int server)
{
	send_record(client, server);
	send_record(server, client);
}

const struct odd_kind ulp_kinds[] = {
	{ "TLS without a cipher", ON_IPV4 | ON_IPV6, .alter = set_tls, .keeps_peer = true },
	{ "TLS with AES-GCM", ON_IPV4 | ON_IPV6, .alter = set_cipher,
	  .exchange = send_records, .keeps_peer = true },
	{ 0 },
};
