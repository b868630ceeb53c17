// SPDX-License-Identifier: GPL-2.0-only
/*
 * Measures for how long a process has interrupts or softirqs off with a spinlock: from the
 * outermost lock to its unlock, what interrupts it included. The network stack takes no other
 * locks where packets are.
 *
 * A hold that begins in the page allocator is the kernel's own: whoever allocates has it, and
 * where pages of another kind are taken over it lasts for 50,000 instructions and more.
 */

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "tests/guest/lib/lock_holds.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct holds);
} holds SEC(".maps");

static __always_inline struct holds *of_reader(void)
{
	struct holds *reader = bpf_map_lookup_elem(&holds, &(__u32){ 0 });

	return reader && bpf_get_current_pid_tgid() >> 32 == reader->reader ? reader : 0;
}

static __always_inline int took(void)
{
	struct holds *reader = of_reader();

	if (!reader || (reader->allocating && !reader->depth))
		return 0;
	if (!reader->depth++) {
		reader->taken++;
		reader->begin_ns = bpf_ktime_get_ns();
	}
	return 0;
}

static __always_inline int gave(void *context)
{
	struct holds *reader = of_reader();
	unsigned long long held_ns;

	/* One that was taken before this was attached. */
	if (!reader || !reader->depth || --reader->depth)
		return 0;
	held_ns = bpf_ktime_get_ns() - reader->begin_ns;
	if (held_ns > reader->longest_ns) {
		reader->longest_ns = held_ns;
		bpf_get_stack(context, reader->stack, sizeof(reader->stack), 0);
	}
	return 0;
}

/* Allocations are not nested, but an interrupt may have one of its own. */
SEC("fentry/get_page_from_freelist")
int BPF_PROG(allocate)
{
	struct holds *reader = of_reader();

	if (reader)
		reader->allocating++;
	return 0;
}

SEC("fexit/get_page_from_freelist")
int BPF_PROG(allocated)
{
	struct holds *reader = of_reader();

	if (reader && reader->allocating)
		reader->allocating--;
	return 0;
}

#define TAKES(name) SEC("fentry/_raw_spin_" #name) int BPF_PROG(name) { return took(); }
#define TRIES(name) SEC("fexit/_raw_spin_" #name) \
	int BPF_PROG(name, void *lock, int taken) { return taken ? took() : 0; }
#define GIVES(name) SEC("fentry/_raw_spin_" #name) int BPF_PROG(name) { return gave(ctx); }

TAKES(lock_bh)
TAKES(lock_irq)
TAKES(lock_irqsave)
TRIES(trylock_bh)
GIVES(unlock_bh)
GIVES(unlock_irq)
GIVES(unlock_irqrestore)

/* A tracing program must say so. */
char gpl[] SEC("license") = "GPL";
