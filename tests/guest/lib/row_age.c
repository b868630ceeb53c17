// SPDX-License-Identifier: GPL-2.0-only
/* Finds a socket in a list and judges its age. */

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/guest/lib/row_age.h"
#include "tests/guest/lib/scenario_exit.h"

struct moment rows_take_own(struct rows *rows)
{
	struct moment taken = begin_moment();

	rows_take(rows, ROWS_OWN);
	return end_moment(taken);
}

const struct row *rows_of_file(const struct rows *rows, int fd)
{
	struct stat file;

	must(!fstat(fd, &file), "fstat");
	return rows_of_inode(rows, file.st_ino);
}

const struct row *rows_of_peer(const struct rows *rows, int fd)
{
	const struct row *here = rows_of_file(rows, fd);
	const struct row *there = rows_of_ends(rows, &here->remote, &here->local);

	if (!there)
		fail("the peer of a socket in %s is not listed", here->state);
	return there;
}

void row_expect(const struct row *row, const char *state, const char *since, struct moment age)
{
	if (strcmp(row->state, state) || strcmp(row->since, since))
		fail("a socket in %s, age %s, is listed as %s, %s", state, since, row->state,
		     row->since);
	if (row->age_ns < age.begin_ns || row->age_ns > age.end_ns)
		fail("%s for %" PRIu64 " ns, the list says; it is %" PRIu64 " to %" PRIu64, state,
		     row->age_ns, age.begin_ns, age.end_ns);
}
