// SPDX-License-Identifier: GPL-2.0-only
/* Shows the processes that hold a socket. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/output/processes.h"

char *processes_format(const struct owner *owner, size_t owners)
{
	char *text = NULL;
	size_t length, i;
	FILE *out = xopen_memstream(&text, &length);

	if (!owners)
		fputs(TCPSTATE_NOT_KNOWN, out);
	for (i = 0; i < owners; i++)
		if (!i || owner[i].pid != owner[i - 1].pid)
			fprintf(out, "%s%s(%d)", i ? "," : "", owner[i].comm, (int)owner[i].pid);
	xclose_memstream(out);
	return text;
}

void processes_json(struct json *json, const struct owner *owner, size_t owners)
{
	size_t i;

	if (!owners) {
		json_number(json, "process", (struct number){ .known = false });
		return;
	}
	json_begin_array(json, "process");
	for (i = 0; i < owners; i++) {
		json_begin_object(json, NULL);
		json_text(json, "comm", owner[i].comm);
		json_number(json, "pid", (struct number){ true, owner[i].pid });
		json_number(json, "fd", (struct number){ true, owner[i].fd });
		json_end_object(json);
	}
	json_end_array(json);
}
