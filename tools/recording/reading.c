// SPDX-License-Identifier: GPL-2.0-only
/* One reading: all that this host says about its TCP sockets, as a piece of a recording. */

#include <err.h>
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/host/live.h"
#include "tools/recording/index.h"
#include "tools/recording/owners.h"
#include "tools/recording/reading.h"
#include "tools/recording/stalled.h"
#include "tools/text/report.h"

/* What the meaning of the counts depends on. */
static const char * const settings[] = {
	"net.core.somaxconn",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.tcp_abort_on_overflow",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_max_orphans",
	"net.ipv4.tcp_max_syn_backlog",
	"net.ipv4.tcp_max_tw_buckets",
	"net.ipv4.tcp_orphan_retries",
	"net.ipv4.tcp_retries2",
	"net.ipv4.tcp_syn_retries",
	"net.ipv4.tcp_synack_retries",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.tcp_tw_reuse",
};

/* What a kernel does not have, or does not show to everybody, a reading goes without. */
static FILE *open_if_there(const char *path)
{
	FILE *file = fopen(path, "r");

	if (!file && failure_is_shortage(errno))
		err(failure_status, "cannot open %s", path);
	return file;
}

static void print_setting(FILE *out, const char *name)
{
	char path[128] = "/proc/sys/", value[256], *c;
	FILE *file;

	strncat(path, name, sizeof(path) - strlen(path) - 1);
	for (c = path; *c; c++)
		if (*c == '.')
			*c = '/';
	file = open_if_there(path);
	if (!file)
		return;
	if (fgets(value, sizeof(value), file)) {
		value[strcspn(value, "\n")] = '\0';
		for (c = value; *c; c++)
			if (*c == '\t')
				*c = ' ';
		fprintf(out, "%s %s %s\n", RECORDING_SYSCTL, name,
			*value ? value : TCPSTATE_NOT_KNOWN);
	}
	fclose(file);
}

/*
 * A line of names and one of values follow each other: net/ipv4/proc.c. Names are
 * those of nstat(8): "TcpCurrEstab".
 */
static void print_counters(FILE *out, const char *path, const char *group)
{
	char names[8192], values[8192], *name, *value, *rest_names, *rest_values;
	FILE *file = open_if_there(path);

	if (!file)
		return;
	while (fgets(names, sizeof(names), file) && fgets(values, sizeof(values), file)) {
		name = strtok_r(names, ": \n", &rest_names);
		value = strtok_r(values, ": \n", &rest_values);
		if (!name || !value || strcmp(name, group) || strcmp(value, group))
			continue;
		while ((name = strtok_r(NULL, " \n", &rest_names)) &&
		       (value = strtok_r(NULL, " \n", &rest_values)))
			fprintf(out, "%s %s%s %s\n", RECORDING_MIB, group, name, value);
	}
	fclose(file);
}

static void print_scope(FILE *out)
{
	struct recording host;
	struct report report;

	recording_open(&host, "/proc/" TCPSTATE_PROC_SUMMARY);
	recording_text(&host, &report, TCPSTATE_PROC_SUMMARY, REPORT_LAST);
	fprintf(out, "%s %d %s\n", REPORT_RECORDING, TCPSTATE_ABI_VERSION, report.scope);
	report_close(&report);
	recording_close(&host);
}

static void print_surroundings(FILE *out)
{
	time_t now = time(NULL);
	struct utsname kernel;
	char when[32];
	struct tm utc;
	size_t i;

	strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
	fprintf(out, "info time %s\n", when);
	fprintf(out, "info tool %s\n", TCPSTATE_VERSION);
	if (!uname(&kernel))
		fprintf(out, "info kernel %s\ninfo machine %s\n", kernel.release, kernel.machine);
	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		print_setting(out, settings[i]);
	print_counters(out, "/proc/net/snmp", "Tcp");
	print_counters(out, "/proc/net/netstat", "TcpExt");
}

static void copy_text(FILE *out, const char *path)
{
	FILE *file = fopen(path, "r");
	char buffer[65536];
	size_t length;

	if (!file)
		err(failure_status, "cannot open %s", path);
	while ((length = fread(buffer, 1, sizeof(buffer), file)))
		fwrite(buffer, 1, length, out);
	if (ferror(file))
		err(failure_status, "cannot read %s", path);
	fclose(file);
}

/* They are for the initial network namespace only: elsewhere a reading goes without. */
static void copy_dwells(FILE *out)
{
	static const char path[] = "/proc/" TCPSTATE_PROC_DWELL;
	FILE *file = open_if_there(path);
	bool denied = !file && (errno == EPERM || errno == EACCES);

	if (file)
		fclose(file);
	if (!denied)
		copy_text(out, path);
}

static void print_owners(FILE *out)
{
	struct owners owners;

	owners_collect(&owners);
	owners_write(&owners, out);
	owners_free(&owners);
}

static void write_stalled(FILE *out)
{
	struct stalled_list list;

	if (!stalled_collect(&list))
		return;
	stalled_write(&list, out);
	stalled_free(&list);
}

void reading_write(FILE *out, bool sockets)
{
	print_scope(out);
	print_surroundings(out);
	copy_text(out, "/proc/" TCPSTATE_PROC_SUMMARY);
	copy_dwells(out);
	copy_text(out, "/proc/net/" TCPSTATE_PROC_LISTENERS);
	if (sockets) {
		copy_text(out, "/proc/net/" TCPSTATE_PROC_SOCKETS);
		print_owners(out);
		write_stalled(out);
	}
	fprintf(out, "%s %d -\n", REPORT_RECORDING_END, TCPSTATE_ABI_VERSION);
}

void reading_write_without_module(FILE *out)
{
	fprintf(out, "%s %d %s\n", REPORT_RECORDING, TCPSTATE_ABI_VERSION, TCPSTATE_SCOPE_HOST);
	print_surroundings(out);
	copy_text(out, live_text("/proc/net/" TCPSTATE_PROC_SOCKETS));
	fprintf(out, "%s %d -\n", REPORT_RECORDING_END, TCPSTATE_ABI_VERSION);
}
