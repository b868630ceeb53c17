// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate ports: how many local ports each destination takes, and when none is left. */

#include <inttypes.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/analysis/port_use.h"
#include "tools/clock.h"
#include "tools/command.h"
#include "tools/options.h"
#include "tools/output/document.h"
#include "tools/output/duration.h"
#include "tools/output/json.h"
#include "tools/output/table.h"
#include "tools/recording/capture.h"
#include "tools/text/socket_end.h"

enum { LOCAL, REMOTE, OPEN, TIME_WAIT, REUSABLE, SHARE, RATE, LEFT, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[LOCAL] = { "LOCAL", false },
	[REMOTE] = { "REMOTE", false },
	[OPEN] = { "OPEN", true },
	[TIME_WAIT] = { "TIME_WAIT", true },
	[REUSABLE] = { "REUSABLE", true },
	[SHARE] = { "SHARE", true },
	[RATE] = { "PER SECOND", true },
	[LEFT] = { "NONE LEFT IN", true },
};

static double share_of(const struct port_uses *uses, const struct port_use *use)
{
	return uses->available ? (double)port_use_taken(use) / uses->available : 0;
}

static void set_left(struct libscols_line *line, const struct port_uses *uses,
		     const struct port_use *use)
{
	char text[DURATION_MAX] = TCPSTATE_NOT_KNOWN;
	uint64_t seconds;
	bool ends = uses->available && port_use_seconds_left(uses, use, &seconds);

	if (ends && seconds)
		duration_format(seconds * SECOND_NS, text);
	else if (ends)
		strcpy(text, "now");
	else if (uses->available)
		strcpy(text, "never");
	table_set(line, LEFT, text);
}

static void add_line(struct libscols_table *table, const struct port_uses *uses,
		     const struct port_use *use)
{
	struct libscols_line *line = table_add_line(table);
	char text[SOCKET_END_MAX] = TCPSTATE_NOT_KNOWN;

	table_set(line, LOCAL, socket_end_address(&use->local, text));
	table_set(line, REMOTE, socket_end_format(&use->remote, text));
	table_set_number(line, OPEN, (struct number){ true, use->open });
	table_set_number(line, TIME_WAIT, (struct number){ true, use->time_wait });
	table_set_number(line, REUSABLE, (struct number){ true, use->reusable });
	snprintf(text, sizeof(text), uses->available ? "%.1f%%" : TCPSTATE_NOT_KNOWN,
		 100 * share_of(uses, use));
	table_set(line, SHARE, text);
	snprintf(text, sizeof(text), "%.1f", port_use_rate(use));
	table_set(line, RATE, text);
	set_left(line, uses, use);
}

static void print_table(const struct port_uses *uses)
{
	struct libscols_table *table;
	size_t i;

	if (uses->available)
		printf("%" PRIu64 " local ports for each destination, %u to %u\n", uses->available,
		       uses->first, uses->last);
	else
		puts("how many local ports there are is not known, for want of net.ipv4.ip_local_port_range");
	if (!uses->count) {
		puts("no connection has one of them");
		return;
	}
	putchar('\n');
	table = table_new(columns, COLUMNS);
	for (i = 0; i < uses->count; i++)
		add_line(table, uses, &uses->use[i]);
	table_print(table);
}

static void json_end(struct json *json, const char *key, const struct socket_end *end, bool port)
{
	char text[SOCKET_END_MAX];

	json_begin_object(json, key);
	json_text(json, "address", socket_end_address(end, text));
	if (port)
		json_number(json, "port", (struct number){ true, end->port });
	json_end_object(json);
}

static void json_use(struct json *json, const struct port_uses *uses, const struct port_use *use)
{
	uint64_t seconds = 0;
	bool ends = uses->available && port_use_seconds_left(uses, use, &seconds);

	json_begin_object(json, NULL);
	json_end(json, "local", &use->local, false);
	json_end(json, "remote", &use->remote, true);
	json_number(json, "open", (struct number){ true, use->open });
	json_number(json, "time_wait", (struct number){ true, use->time_wait });
	json_number(json, "reusable", (struct number){ true, use->reusable });
	json_number(json, "taken", (struct number){ true, port_use_taken(use) });
	json_ratio(json, "share", uses->available, share_of(uses, use));
	json_ratio(json, "per_second", true, port_use_rate(use));
	json_number(json, "seconds_left", (struct number){ ends, seconds });
	json_end_object(json);
}

static void print_json(const struct port_uses *uses)
{
	struct json json = { 0 };
	size_t i;

	document_head(&json, uses->scope);
	json_number(&json, "first_port", (struct number){ uses->available, uses->first });
	json_number(&json, "last_port", (struct number){ uses->available, uses->last });
	json_number(&json, "available", (struct number){ uses->available, uses->available });
	json_begin_array(&json, "destinations");
	for (i = 0; i < uses->count; i++)
		json_use(&json, uses, &uses->use[i]);
	json_end_array(&json);
	json_end_object(&json);
}

int ports_main(const struct options *options)
{
	struct recording recording;
	struct port_uses uses;

	capture_readings(&recording, options->input, options->interval_ns, true);
	port_uses_read(&uses, &recording);
	recording_close(&recording);
	if (options->json)
		print_json(&uses);
	else
		print_table(&uses);
	port_uses_free(&uses);
	return EXIT_SUCCESS;
}
