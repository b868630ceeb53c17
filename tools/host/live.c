// SPDX-License-Identifier: GPL-2.0-only
/* Finds the texts of now. */

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/host/diag_text.h"
#include "tools/host/live.h"
#include "tools/text/report.h"

/* Texts that sock_diag can replace in part, and what is missing then. */
static const struct substitute {
	const char *path;
	bool (*print)(FILE *out);
	const char *missing;
} substitutes[] = {
	{ "/proc/" TCPSTATE_PROC_SUMMARY, diag_text_summary,
	  "no ages, nothing of what entered and left, no other network namespaces" },
	{ "/proc/net/" TCPSTATE_PROC_SUMMARY, diag_text_summary,
	  "no ages, nothing of what entered and left" },
	{ "/proc/net/" TCPSTATE_PROC_SOCKETS, diag_text_sockets,
	  "no ages but those in TIME_WAIT" },
	{ "/proc/net/" TCPSTATE_PROC_LISTENERS, diag_text_listeners,
	  "no SYN queues, no ages" },
};

bool live_module(void)
{
	return !access("/proc/" TCPSTATE_PROC_SUMMARY, F_OK);
}

static const struct substitute *find_substitute(const char *path)
{
	size_t i;

	for (i = 0; i < sizeof(substitutes) / sizeof(substitutes[0]); i++)
		if (!strcmp(substitutes[i].path, path))
			return &substitutes[i];
	return NULL;
}

/* One file for all: its reader is done with a text when the next one is asked for. */
static FILE *empty_file(char path[32])
{
	static FILE *file;
	int descriptor;

	if (!file) {
		descriptor = memfd_create("tcpstate", MFD_CLOEXEC);
		file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	}
	if (!file || ftruncate(fileno(file), 0))
		err(failure_status, "cannot keep the answer of sock_diag");
	rewind(file);
	snprintf(path, 32, "/proc/self/fd/%d", fileno(file));
	return file;
}

static const char *make_text(const struct substitute *substitute)
{
	static char path[32];
	static bool warned;
	FILE *file = empty_file(path);

	if (!substitute->print(file))
		err(failure_status, "%s is missing, and sock_diag failed too: load the module with 'modprobe tcpstate' or 'insmod ./tcpstate.ko', or at least tcp_diag",
		    substitute->path);
	if (fflush(file) || ferror(file))
		err(failure_status, "cannot keep the answer of sock_diag");
	if (!warned)
		warnx("the module is not loaded, using sock_diag: %s; 'modprobe tcpstate' or 'insmod ./tcpstate.ko' gets them",
		      substitute->missing);
	warned = true;
	return path;
}

const char *live_text(const char *path)
{
	const struct substitute *substitute = find_substitute(path);

	if (!substitute || !access(path, F_OK) || errno != ENOENT)
		return path;
	return make_text(substitute);
}

const char *live_sockets(bool (*wants_state)(const void *data, const char *state),
			 const void *data)
{
	static const char folder[] = "/proc/net/" TCPSTATE_PROC_SOCKETS_IN;
	static char path[sizeof(folder) + 1 + NAME_MAX];
	DIR *states = opendir(folder);
	unsigned int wanted = 0;
	struct dirent *state;

	while (states && (state = readdir(states)))
		if (state->d_name[0] != '.' && wants_state(data, state->d_name) && !wanted++)
			snprintf(path, sizeof(path), "%s/%s", folder, state->d_name);
	if (states)
		closedir(states);
	return wanted == 1 ? path : live_text("/proc/net/" TCPSTATE_PROC_SOCKETS);
}
