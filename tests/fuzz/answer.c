// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the decoding of the kernel's answers by sock_diag(7). */

#include <linux/inet_diag.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tools/host/sock_diag.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

struct seen {
	uint64_t sockets;
	struct inet_diag_msg last;
};

/* The sanitizer looks at all that is read. */
static void see(const struct inet_diag_msg *socket, void *data)
{
	struct seen *seen = data;

	seen->sockets++;
	seen->last = *socket;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	/* A copy of its own, so that a byte read behind its end is noticed. */
	uint8_t *answer = malloc(size ? size : 1);
	struct seen seen = { 0 };

	if (!answer)
		abort();
	memcpy(answer, input, size);
	sock_diag_decode(answer, size, 2, 0, see, &seen);
	/* A socket takes at least a header and its message. */
	if (seen.sockets > size / 88)
		abort();
	free(answer);
	return 0;
}
