// SPDX-License-Identifier: GPL-2.0-only
/* Sockets in a BPF sockmap, whose functions it replaces: ends, listeners, and their children. */

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/oracle.h"
#include "tests/guest/lib/scenario_exit.h"

enum { ENTRIES = 64 };

static int map;
static unsigned int used;

/* Lets every segment pass, so that the socket's data take the way through its psock. */
static int load_verdict(void)
{
	/* r0 = SK_PASS; exit */
	const struct bpf_insn pass[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = SK_PASS },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_SK_SKB,
		.insn_cnt = sizeof(pass) / sizeof(pass[0]),
		.insns = (uintptr_t)pass,
		.license = (uintptr_t)"GPL",
		.expected_attach_type = BPF_SK_SKB_STREAM_VERDICT,
	};
	int program = bpf(BPF_PROG_LOAD, &attr);

	must(program >= 0, "BPF_PROG_LOAD");
	return program;
}

static void make_map(enum family family)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_SOCKMAP, .key_size = 4, .value_size = 4,
		.max_entries = ENTRIES,
	};

	(void)family;
	map = bpf(BPF_MAP_CREATE, &attr);
	must(map >= 0, "BPF_MAP_CREATE");
}

static void make_map_with_verdict(enum family family)
{
	union bpf_attr attr = { 0 };

	make_map(family);
	attr.target_fd = map;
	attr.attach_bpf_fd = load_verdict();
	attr.attach_type = BPF_SK_SKB_STREAM_VERDICT;
	must(!bpf(BPF_PROG_ATTACH, &attr), "BPF_PROG_ATTACH");
}

static void put_into_map(int fd)
{
	union bpf_attr attr = {
		.map_fd = map, .key = (uintptr_t)&used, .value = (uintptr_t)&fd,
	};

	if (used == ENTRIES)
		fail("more than %d sockets for a sockmap", ENTRIES);
	must(!bpf(BPF_MAP_UPDATE_ELEM, &attr), "BPF_MAP_UPDATE_ELEM");
	used++;
}

const struct odd_kind sockmap_kinds[] = {
	{ "sockmap", ON_IPV4 | ON_IPV6, .begin = make_map, .alter = put_into_map,
	  .alters_listeners = true },
	{ "sockmap with a verdict", ON_IPV4 | ON_IPV6, .begin = make_map_with_verdict,
	  .alter = put_into_map },
	{ 0 },
};
