// SPDX-License-Identifier: GPL-2.0-only
/* Queues of listeners as metrics, for the ports that are asked for. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tools/metrics/metrics.h"

enum { SYN_QUEUE, ACCEPT_QUEUE, BACKLOG, QUEUES };

static const struct {
	const char *column;
	struct metric_family family;
} queues[QUEUES] = {
	[SYN_QUEUE] = { TCPSTATE_COL_SYN_QUEUE,
		{ "tcpstate_listener_syn_queue", METRIC_GAUGE, NULL,
		  "Requests of the port's listeners that wait for the last ACK of the handshake." } },
	[ACCEPT_QUEUE] = { TCPSTATE_COL_ACCEPT_QUEUE,
		{ "tcpstate_listener_accept_queue", METRIC_GAUGE, NULL,
		  "Connections of the port's listeners that wait for accept()." } },
	[BACKLOG] = { TCPSTATE_COL_BACKLOG,
		{ "tcpstate_listener_backlog", METRIC_GAUGE, NULL,
		  "The most connections that the port's listeners let wait for accept()." } },
};

/* Of one port: sums over its listeners. A port without any stays not known. */
struct port_queues {
	struct number queue[QUEUES];
};

const char *metrics_add_ports(struct metrics_request *request, const char *list)
{
	unsigned long port;
	size_t i;
	char *end;

	for (;; list = end + 1) {
		port = strtoul(list, &end, 10);
		if (*list < '0' || *list > '9' || !port || port > 65535)
			return "a port is a number from 1 to 65535, several are separated by commas";
		for (i = 0; i < request->ports && request->port[i] != port; i++)
			;
		if (i == METRICS_PORTS_MAX)
			return "more than 64 ports";
		request->port[i] = port;
		if (i == request->ports)
			request->ports++;
		if (!*end)
			return NULL;
		if (*end != ',')
			return "a port is a number from 1 to 65535, several are separated by commas";
	}
}

/* "ADDRESS:PORT", the address of IPv6 in brackets. */
static unsigned long port_of(const struct report *report)
{
	const char *colon = strrchr(report_text(report, TCPSTATE_COL_LOCAL), ':');
	unsigned long port;
	char *end = NULL;

	port = colon ? strtoul(colon + 1, &end, 10) : 0;
	if (!end || *end)
		report_fail(report, "'%.60s' should be ADDRESS:PORT",
			    report_text(report, TCPSTATE_COL_LOCAL));
	return port;
}

static void add_listener(struct port_queues *port, const struct report *report)
{
	struct number number;
	size_t i;

	for (i = 0; i < QUEUES; i++) {
		number = report_number(report, queues[i].column);
		if (!number.known)
			continue;
		port->queue[i].known = true;
		port->queue[i].value += number.value;
	}
}

static void read_queues(const struct metrics_request *request, const char *path,
			struct port_queues *ports)
{
	struct report report;
	unsigned long port;
	size_t i;

	report_open(&report, path, TCPSTATE_PROC_LISTENERS);
	while (report_next(&report)) {
		if (strcmp(report.keyword, TCPSTATE_KW_LISTENER) != 0)
			continue;
		port = port_of(&report);
		for (i = 0; i < request->ports; i++)
			if (request->port[i] == port)
				add_listener(&ports[i], &report);
	}
	report_close(&report);
}

void metrics_listeners(struct exposition *exposition, const struct metrics_request *request,
		       const char *path)
{
	struct port_queues ports[METRICS_PORTS_MAX] = { 0 };
	char port[8];
	size_t i, j;

	read_queues(request, path, ports);
	for (i = 0; i < QUEUES; i++) {
		exposition_family(exposition, queues[i].family);
		for (j = 0; j < request->ports; j++) {
			snprintf(port, sizeof(port), "%u", request->port[j]);
			exposition_number(exposition, (struct label[]){
				{ .name = "port", .value = port }, { 0 } }, ports[j].queue[i]);
		}
	}
}
