// SPDX-License-Identifier: GPL-2.0-only
/* Runs a command whose memory is spread over NUMA nodes, as numactl --interleave does. */

#include <linux/mempolicy.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/guest/lib/scenario_exit.h"

enum { BOTH_NODES = 1 << 0 | 1 << 1 };

int main(int argc, char **argv)
{
	unsigned long nodes = BOTH_NODES;

	if (argc < 2) {
		fputs("usage: interleave COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	must(!syscall(SYS_set_mempolicy, MPOL_INTERLEAVE, &nodes, 8 * sizeof(nodes)),
	     "set_mempolicy");
	execvp(argv[1], argv + 1);
	must(false, argv[1]);
}
