// SPDX-License-Identifier: GPL-2.0-only
/* Reads a pinned map and a pinned program, which bpftool takes a tenth of a second for. */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tests/guest/lib/oracle.h"
#include "tests/guest/lib/scenario_exit.h"

enum { CPUS_MAX = 64 };

static int open_pinned(const char *path)
{
	union bpf_attr get = { .pathname = (uintptr_t)path };
	int fd = bpf(BPF_OBJ_GET, &get);

	must(fd >= 0, path);
	return fd;
}

/* A cell is read with a value for each of these, whether it is there or not: "0" or "0-3". */
static unsigned int possible_cpus(void)
{
	FILE *file = fopen("/sys/devices/system/cpu/possible", "r");
	unsigned int last = 0;
	char line[64], end;

	must(file && fgets(line, sizeof(line), file), "/sys/devices/system/cpu/possible");
	fclose(file);
	if (strcmp(line, "0\n") && (sscanf(line, "0-%u%c", &last, &end) != 2 || end != '\n'))
		fail("the possible CPUs are not counted from 0 on: %s", line);
	if (last >= CPUS_MAX)
		fail("more than %d possible CPUs", CPUS_MAX);
	return last + 1;
}

void oracle_pairs(uint64_t *pair)
{
	int map = open_pinned("/sys/fs/bpf/maps/pairs");
	unsigned int cpu, cpus = possible_cpus();
	uint64_t of_cpu[CPUS_MAX];
	uint32_t key;
	union bpf_attr lookup = {
		.map_fd = map,
		.key = (uintptr_t)&key,
		.value = (uintptr_t)of_cpu,
	};

	memset(pair, 0, ORACLE_CELLS * sizeof(*pair));
	for (key = 0; key < ORACLE_CELLS; key++) {
		must(!bpf(BPF_MAP_LOOKUP_ELEM, &lookup), "a cell of the oracle's map");
		for (cpu = 0; cpu < cpus; cpu++)
			pair[key] += of_cpu[cpu];
	}
	close(map);
}

uint64_t oracle_missed(void)
{
	int program = open_pinned("/sys/fs/bpf/oracle/count_pair");
	struct bpf_prog_info info = { 0 };
	union bpf_attr ask = {
		.info.bpf_fd = program,
		.info.info_len = sizeof(info),
		.info.info = (uintptr_t)&info,
	};

	must(!bpf(BPF_OBJ_GET_INFO_BY_FD, &ask), "BPF_OBJ_GET_INFO_BY_FD");
	close(program);
	/* Kernels before 5.12 do not know of any. */
	return info.recursion_misses;
}
