// SPDX-License-Identifier: GPL-2.0-only
/* Which processes held which sockets when a recording was made. */

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/recording/owners.h"
#include "tools/text/report.h"

static void write_comm(const char *comm, FILE *out)
{
	if (!*comm)
		fputs(TCPSTATE_NOT_KNOWN, out);
	for (; *comm; comm++)
		if (*comm == ' ' || *comm == '\\')
			fprintf(out, "\\%03o", *comm);
		else
			putc(*comm, out);
}

void owners_write(const struct owners *owners, FILE *out)
{
	const struct owner *owner;

	fprintf(out, "%s %d %s\n# %s inode pid fd comm\n", OWNERS_TEXT, TCPSTATE_ABI_VERSION,
		TCPSTATE_SCOPE_HOST, OWNERS_OWNER);
	for (owner = owners->owner; owner < owners->owner + owners->count; owner++) {
		fprintf(out, "%s %" PRIu64 " %d %d ", OWNERS_OWNER, owner->inode, owner->pid,
			owner->fd);
		write_comm(owner->comm, out);
		putc('\n', out);
	}
}

static void read_comm(struct owner *owner, const char *text)
{
	size_t used = 0;

	while (*text && used + 1 < sizeof(owner->comm)) {
		if (!strncmp(text, "\\040", 4) || !strncmp(text, "\\134", 4)) {
			owner->comm[used++] = text[2] == '4' ? ' ' : '\\';
			text += 4;
		} else {
			owner->comm[used++] = *text++;
		}
	}
	owner->comm[used] = '\0';
}

enum { INODE, PID, FD, COMM, COLUMNS };

static const struct report_column columns[COLUMNS] = {
	[INODE] = { "inode", false },
	[PID] = { "pid", false },
	[FD] = { "fd", false },
	[COMM] = { "comm", false },
};

static uint64_t read_number(const struct report *report, const char * const *field, size_t column,
			    uint64_t most)
{
	struct number number = report_parse_number(report, field[column]);

	if (!number.known || number.value > most)
		report_fail(report, "'%s' of an owner is not possible", columns[column].name);
	return number.value;
}

static void read_owner(struct owner *owner, const struct report *report)
{
	const char *field[COLUMNS];

	report_fields(report, columns, COLUMNS, field);
	owner->inode = read_number(report, field, INODE, UINT64_MAX);
	owner->pid = read_number(report, field, PID, INT32_MAX);
	owner->fd = read_number(report, field, FD, INT32_MAX);
	read_comm(owner, field[COMM]);
}

void owners_read(struct owners *owners, const struct recording *recording)
{
	struct report report;

	memset(owners, 0, sizeof(*owners));
	recording_text(recording, &report, OWNERS_TEXT, REPORT_LAST);
	while (report_next(&report)) {
		if (strcmp(report.keyword, OWNERS_OWNER) != 0)
			continue;
		/* They stand in the order that owners_of() needs. */
		if (owners->count == owners->room) {
			owners->room = owners->room ? 2 * owners->room : 256;
			owners->owner = xreallocarray(owners->owner, owners->room,
						      sizeof(*owners->owner));
		}
		read_owner(&owners->owner[owners->count++], &report);
	}
	report_close(&report);
}

void owners_find(struct owners *owners, const struct recording *input)
{
	if (input && recording_holds(input, OWNERS_TEXT))
		owners_read(owners, input);
	else if (input && input->complete)
		/* Processes of now may have the same inodes, and be innocent. */
		memset(owners, 0, sizeof(*owners));
	else
		owners_collect(owners);
}
