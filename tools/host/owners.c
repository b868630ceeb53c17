// SPDX-License-Identifier: GPL-2.0-only
/* Finds the processes that hold sockets. */

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/failure.h"
#include "tools/host/owners.h"

static void add_owner(struct owners *owners, const struct owner *owner)
{
	if (owners->count == owners->room) {
		owners->room = owners->room ? 2 * owners->room : 256;
		owners->owner = xreallocarray(owners->owner, owners->room, sizeof(*owner));
	}
	owners->owner[owners->count++] = *owner;
}

/* A process may end, or be none of ours to look into. */
static void refuse_shortage(void)
{
	if (failure_is_shortage(errno))
		err(failure_status, "cannot look for the processes that hold sockets");
}

/* Any process may take any name, and a name must not spoil a table or a document. */
static void read_comm(int process, char comm[OWNER_COMM_MAX])
{
	int file = openat(process, "comm", O_RDONLY | O_CLOEXEC);
	ssize_t length = 0, i;

	if (file < 0)
		refuse_shortage();
	if (file >= 0) {
		length = read(file, comm, OWNER_COMM_MAX - 1);
		close(file);
	}
	if (length < 0)
		length = 0;
	if (length && comm[length - 1] == '\n')
		length--;
	for (i = 0; i < length; i++)
		if (comm[i] < ' ' || comm[i] > '~')
			comm[i] = '?';
	comm[length] = '\0';
}

/* "socket:[INODE]" */
static bool read_inode(int descriptors, const char *name, uint64_t *inode)
{
	static const char prefix[] = "socket:[";
	char target[64], *end;
	ssize_t length = readlinkat(descriptors, name, target, sizeof(target) - 1);

	if (length <= 0)
		return false;
	target[length] = '\0';
	if (strncmp(target, prefix, sizeof(prefix) - 1) != 0)
		return false;
	*inode = strtoull(target + sizeof(prefix) - 1, &end, 10);
	return *end == ']';
}

static void collect_from(struct owners *owners, int process, pid_t pid)
{
	struct owner owner = { .pid = pid };
	struct dirent *entry;
	int descriptors;
	DIR *folder;

	descriptors = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptors < 0) {
		refuse_shortage();
		return;
	}
	folder = fdopendir(descriptors);
	if (!folder) {
		/* It ended just now. */
		refuse_shortage();
		close(descriptors);
		return;
	}
	while ((entry = readdir(folder))) {
		if (!read_inode(descriptors, entry->d_name, &owner.inode))
			continue;
		/* Most processes have no socket at all. */
		if (!*owner.comm)
			read_comm(process, owner.comm);
		owner.fd = atoi(entry->d_name);
		add_owner(owners, &owner);
	}
	closedir(folder);
}

static int compare(const void *one, const void *other)
{
	const struct owner *a = one, *b = other;

	if (a->inode != b->inode)
		return a->inode < b->inode ? -1 : 1;
	if (a->pid != b->pid)
		return a->pid < b->pid ? -1 : 1;
	return a->fd < b->fd ? -1 : a->fd > b->fd;
}

void owners_collect(struct owners *owners)
{
	DIR *folder = opendir("/proc");
	struct dirent *entry;
	int process;

	memset(owners, 0, sizeof(*owners));
	if (!folder)
		err(failure_status, "cannot read /proc");
	while ((entry = readdir(folder))) {
		if (*entry->d_name < '1' || *entry->d_name > '9')
			continue;
		process = openat(dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (process < 0) {
			refuse_shortage();
			continue;
		}
		collect_from(owners, process, atoi(entry->d_name));
		close(process);
	}
	closedir(folder);
	if (owners->count)
		qsort(owners->owner, owners->count, sizeof(*owners->owner), compare);
}

const struct owner *owners_of(const struct owners *owners, uint64_t inode, size_t *count)
{
	size_t low = 0, high = owners->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (owners->owner[middle].inode < inode)
			low = middle + 1;
		else
			high = middle;
	}
	for (*count = 0; low + *count < owners->count; ++*count)
		if (owners->owner[low + *count].inode != inode)
			break;
	return *count ? &owners->owner[low] : NULL;
}

void owners_free(struct owners *owners)
{
	free(owners->owner);
}
