// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attaches a pinned BPF program to the tracepoint that it was compiled for, and pins the
 * link, so that it counts on: bpftool itself can only since its version 7.2 (autoattach).
 */

#include <stdint.h>
#include <stdio.h>

#include "tests/guest/lib/oracle.h"
#include "tests/guest/lib/scenario_exit.h"

int main(int argc, char **argv)
{
	union bpf_attr get = { 0 }, attach = { 0 }, pin = { 0 };
	int program, link;

	if (argc != 3) {
		fputs("usage: attach PINNED_PROGRAM LINK_TO_PIN\n", stderr);
		return 2;
	}
	get.pathname = (uintptr_t)argv[1];
	program = bpf(BPF_OBJ_GET, &get);
	must(program >= 0, argv[1]);
	/* No name: a program of type tp_btf carries its tracepoint. */
	attach.raw_tracepoint.prog_fd = program;
	link = bpf(BPF_RAW_TRACEPOINT_OPEN, &attach);
	must(link >= 0, "BPF_RAW_TRACEPOINT_OPEN");
	pin.pathname = (uintptr_t)argv[2];
	pin.bpf_fd = link;
	must(!bpf(BPF_OBJ_PIN, &pin), argv[2]);
	return PASSED;
}
