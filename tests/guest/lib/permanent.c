// SPDX-License-Identifier: GPL-2.0-only
/* Counts the inodes in a list of sockets. Only looks at ends of lines: lists can be long. */

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tests/guest/lib/permanent.h"
#include "tests/guest/lib/scenario_exit.h"

/* The kernel counts inodes up from 1; a guest is young. */
enum { INODES = 1 << 22 };

static uint8_t stays[INODES], listed[INODES];
static unsigned int permanent;

/* The last word of a line, 0 if it is no number. */
static unsigned int inode_of(const char *begin, const char *end)
{
	unsigned int inode = 0, unit = 1;

	for (; end > begin && end[-1] >= '0' && end[-1] <= '9'; end--, unit *= 10)
		inode += (end[-1] - '0') * unit;
	if (inode >= INODES)
		fail("inode %u is more than these tests expect of a guest", inode);
	return inode;
}

static void count(const char *text, size_t length, uint8_t *counts)
{
	const char *end;

	memset(counts, 0, INODES);
	for (; length; length -= end + 1 - text, text = end + 1) {
		end = memchr(text, '\n', length);
		if (!end)
			fail("the list ends in the middle of a line");
		if (*text == 's' && counts[inode_of(text, end)] < UINT8_MAX)
			counts[inode_of(text, end)]++;
	}
	counts[0] = 0;
}

unsigned int permanent_begin(const char *text, size_t length)
{
	unsigned int inode;

	count(text, length, stays);
	permanent = 0;
	for (inode = 0; inode < INODES; inode++) {
		if (stays[inode] > 1)
			fail("inode %u is listed %u times at rest", inode, stays[inode]);
		permanent += stays[inode];
	}
	return permanent;
}

void permanent_check(const char *text, size_t length, const char *how)
{
	unsigned int inode, wrong = 0;

	count(text, length, listed);
	for (inode = 0; inode < INODES; inode++)
		if (stays[inode] && listed[inode] != 1 && !wrong++)
			note("%s: inode %u is listed %u times", how, inode, listed[inode]);
	if (wrong)
		fail("%s: %u of %u that stay are not listed exactly once", how, wrong, permanent);
}
