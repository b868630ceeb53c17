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

static int read_int(const struct report *report, const char *column)
{
	struct number number = report_number(report, column);

	if (!number.known || number.value > INT32_MAX)
		report_fail(report, "'%s' of an owner is not possible", column);
	return number.value;
}

void owners_read(struct owners *owners, const struct recording *recording)
{
	struct report report;
	struct owner *owner;

	memset(owners, 0, sizeof(*owners));
	recording_text(recording, &report, OWNERS_TEXT, REPORT_LAST);
	while (report_next(&report)) {
		if (strcmp(report.keyword, OWNERS_OWNER) != 0)
			continue;
		/* They stand in the order that owners_of() needs. */
		if (owners->count == owners->room) {
			owners->room = owners->room ? 2 * owners->room : 256;
			owners->owner = xreallocarray(owners->owner, owners->room, sizeof(*owner));
		}
		owner = &owners->owner[owners->count++];
		owner->inode = report_number(&report, "inode").value;
		owner->pid = read_int(&report, "pid");
		owner->fd = read_int(&report, "fd");
		read_comm(owner, report_text(&report, "comm"));
	}
	report_close(&report);
}
