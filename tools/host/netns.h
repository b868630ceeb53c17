/* SPDX-License-Identifier: GPL-2.0-only */
/* Network namespaces by the names that ip-netns(8) gives them. */
#ifndef TCPSTATE_TOOLS_HOST_NETNS_H
#define TCPSTATE_TOOLS_HOST_NETNS_H

#include <stdbool.h>
#include <stddef.h>

/**
 * netns_enter() - from now on /proc shows another network namespace
 * @name: its name
 *
 * Ends the program with a message if there is none of that name, or it may not be entered.
 */
void netns_enter(const char *name);

/**
 * struct netns - a network namespace to look into
 * @name: its name; NULL if it has none, or nobody asked
 * @file: opens it; -1 for the one that the program is in and stays in
 */
struct netns {
	char *name;
	int file;
};

/**
 * struct netns_list - those to look into, the program's own first
 * @netns: of which there is one at least
 * @count: how many
 * @all: they were asked for by --all-netns, so that each has to be shown under its name
 */
struct netns_list {
	struct netns *netns;
	size_t count;
	bool all;
};

/**
 * netns_choose() - which ones to look into
 * @list: overwritten
 * @name: of the one that was entered, NULL if none was
 * @all: the program's own and all that are named, else only its own
 *
 * They stay while they are in the list, even if their names are taken away. What is among the
 * names and is no network namespace is left out, with a line on standard error.
 */
void netns_choose(struct netns_list *list, const char *name, bool all);

/**
 * netns_go() - from now on /proc shows one of the list
 * @netns: which one
 *
 * Ends the program with a message if it may not be entered.
 */
void netns_go(const struct netns *netns);

/**
 * netns_summary() - where states and transitions of one of the list are read
 * @list: the list
 *
 * Return: the path. From the initial network namespace /proc/tcpstate is the whole host, which is
 * none of the list: only a command without --all-netns reads that.
 */
const char *netns_summary(const struct netns_list *list);

/* Its name for people: "-" if it has none. */
const char *netns_name(const struct netns *netns);

void netns_free(struct netns_list *list);

#endif
