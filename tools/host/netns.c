// SPDX-License-Identifier: GPL-2.0-only
/* Finds and enters network namespaces. */

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/host/netns.h"

/* Where ip-netns(8) keeps them. */
#define FOLDER "/run/netns"
#define OWN "/proc/self/ns/net"

enum { PATH_ROOM = sizeof(FOLDER) + 256 };

static void enter(int file, const char *name)
{
	if (!setns(file, CLONE_NEWNET))
		return;
	if (errno == EPERM)
		errx(failure_status, "only root may look into the network namespace '%s'", name);
	if (errno == EINVAL)
		errx(failure_status, "%s/%s is no network namespace", FOLDER, name);
	err(failure_status, "cannot enter the network namespace '%s'", name);
}

void netns_enter(const char *name)
{
	char path[PATH_ROOM];
	int file;

	if (!*name || strchr(name, '/') || strlen(name) > 255)
		usage_error("invalid name of a network namespace", name);
	snprintf(path, sizeof(path), FOLDER "/%s", name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0 && errno == ENOENT)
		errx(failure_status, "unknown network namespace '%s': 'ip netns list' lists them",
		     name);
	if (file < 0)
		err(failure_status, "cannot open %s", path);
	enter(file, name);
	close(file);
}

static void append(struct netns_list *list, const char *name, int file)
{
	list->netns = xreallocarray(list->netns, list->count + 1, sizeof(*list->netns));
	list->netns[list->count++] = (struct netns){ name ? xstrdup(name) : NULL, file };
}

static bool is_same(int file, int other)
{
	struct stat a, b;

	return !fstat(file, &a) && !fstat(other, &b) && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

/* One can have several names; it is shown once. */
static bool take_name(struct netns_list *list, const char *name, int file)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (!is_same(list->netns[i].file, file))
			continue;
		if (!list->netns[i].name)
			list->netns[i].name = xstrdup(name);
		return false;
	}
	append(list, name, file);
	return true;
}

static void add_named(struct netns_list *list, const char *name)
{
	char path[PATH_ROOM];
	int file;

	snprintf(path, sizeof(path), FOLDER "/%s", name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	/* Taken away since the folder was read. */
	if (file < 0 && errno == ENOENT)
		return;
	if (file < 0)
		err(failure_status, "cannot open %s", path);
	if (ioctl(file, NS_GET_NSTYPE) != CLONE_NEWNET) {
		warnx("%s is no network namespace and is left out: 'ip netns delete %s' removes it",
		      path, name);
		close(file);
	} else if (!take_name(list, name, file)) {
		close(file);
	}
}

static int is_name(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void add_all_named(struct netns_list *list)
{
	struct dirent **entry;
	int count = scandir(FOLDER, &entry, is_name, alphasort), i;

	/* The first name makes the folder. */
	if (count < 0 && errno == ENOENT)
		return;
	if (count < 0)
		err(failure_status, "cannot read %s", FOLDER);
	for (i = 0; i < count; i++) {
		add_named(list, entry[i]->d_name);
		free(entry[i]);
	}
	free(entry);
}

void netns_go(const struct netns *netns)
{
	int own;

	if (netns->file < 0)
		return;
	/* Who stays needs no privileges. */
	own = open(OWN, O_RDONLY | O_CLOEXEC);
	if (own < 0 || !is_same(own, netns->file))
		enter(netns->file, netns_name(netns));
	if (own >= 0)
		close(own);
}

void netns_choose(struct netns_list *list, const char *name, bool all)
{
	int own = -1;

	*list = (struct netns_list){ .all = all };
	if (all) {
		own = open(OWN, O_RDONLY | O_CLOEXEC);
		if (own < 0)
			err(failure_status, "cannot open %s", OWN);
	}
	append(list, name, own);
	if (!all)
		return;
	add_all_named(list);
	/* Who may not look into them hears of it before anything else. */
	netns_go(&list->netns[list->count - 1]);
	netns_go(&list->netns[0]);
}

const char *netns_summary(const struct netns_list *list)
{
	return list->all ? "/proc/net/" TCPSTATE_PROC_SUMMARY : "/proc/" TCPSTATE_PROC_SUMMARY;
}

const char *netns_name(const struct netns *netns)
{
	return netns->name ? netns->name : TCPSTATE_NOT_KNOWN;
}

void netns_free(struct netns_list *list)
{
	while (list->count) {
		free(list->netns[--list->count].name);
		if (list->netns[list->count].file >= 0)
			close(list->netns[list->count].file);
	}
	free(list->netns);
}
