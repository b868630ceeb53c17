// SPDX-License-Identifier: GPL-2.0-only
/* Whoever reads this iterator destroys every TCP socket of its network namespace. */

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

/* The verifier finds the fields in the running kernel, wherever they are there. */
struct sock_common {
	unsigned short skc_family;
} __attribute__((preserve_access_index));

struct bpf_iter__tcp {
	struct sock_common *sk_common;
} __attribute__((preserve_access_index));

/* Since 6.5. */
extern int bpf_sock_destroy(struct sock_common *sock) __ksym;

SEC("iter/tcp")
int destroy(struct bpf_iter__tcp *context)
{
	struct sock_common *sock = context->sk_common;

	/* The compiler keeps only the name of a type that nothing looks into. */
	if (sock && sock->skc_family)
		bpf_sock_destroy(sock);
	return 0;
}

char gpl[] SEC("license") = "GPL";
