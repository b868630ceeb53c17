// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes the decoding of the kernel's answers by sock_diag(7). */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tools/census.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	/* Of its own, so that a byte read behind its end is noticed. */
	uint8_t *answer = malloc(size ? size : 1);
	struct census census = { { 0 } };
	uint64_t counted = 0;
	size_t i;

	if (!answer)
		abort();
	memcpy(answer, input, size);
	census_decode(&census, answer, size, 2, 0);
	for (i = 0; i < CENSUS_STATES; i++)
		counted += census.sockets[i];
	/* A socket takes at least a header and its message. */
	if (counted > size / 88)
		abort();
	free(answer);
	return 0;
}
