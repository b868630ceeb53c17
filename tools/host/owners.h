/* SPDX-License-Identifier: GPL-2.0-only */
/* Which processes hold which sockets, as /proc/PID/fd tells. */
#ifndef TCPSTATE_TOOLS_HOST_OWNERS_H
#define TCPSTATE_TOOLS_HOST_OWNERS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A comm is 15 bytes at the most; those of kernel threads can be longer. */
enum { OWNER_COMM_MAX = 64 };

/**
 * struct owner - one descriptor of a socket
 * @inode: of the socket
 * @pid: of the process
 * @fd: its descriptor
 * @comm: its name, in which '?' stands for what is not printable ASCII
 */
struct owner {
	uint64_t inode;
	pid_t pid;
	int fd;
	char comm[OWNER_COMM_MAX];
};

/* Ordered by inode, pid and fd. */
struct owners {
	struct owner *owner;
	size_t count;
	size_t room;
};

/**
 * owners_collect() - look through the descriptors of all processes
 * @owners: overwritten
 *
 * Processes that may not be looked into, or end meanwhile, are left out: without
 * privileges that is all processes of others.
 */
void owners_collect(struct owners *owners);

/**
 * owners_of() - the process that holds a socket
 * @owners: the collection
 * @inode: of the socket
 * @count: gets how many descriptors there are
 *
 * Return: the first of them; NULL if none is known.
 */
const struct owner *owners_of(const struct owners *owners, uint64_t inode, size_t *count);

void owners_free(struct owners *owners);

#endif
