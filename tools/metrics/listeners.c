// SPDX-License-Identifier: GPL-2.0-only
/* Queues of listeners as metrics, for the ports that were asked for. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tools/metrics/metrics.h"
#include "tools/text/listeners.h"

enum { SYN_QUEUE, ACCEPT_QUEUE, BACKLOG, QUEUES };

static const struct metric_family queues[QUEUES] = {
	[SYN_QUEUE] = { "tcpstate_listener_syn_queue", METRIC_GAUGE, NULL,
		"Requests of the port's listeners that wait for the last ACK of the handshake." },
	[ACCEPT_QUEUE] = { "tcpstate_listener_accept_queue", METRIC_GAUGE, NULL,
		"Connections of the port's listeners that wait for accept()." },
	[BACKLOG] = { "tcpstate_listener_backlog", METRIC_GAUGE, NULL,
		"The most connections that the port's listeners let wait for accept()." },
};

/* Sums over the listeners of one port; not known if the port has none. */
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

static void add_queue(struct number *sum, struct number queue)
{
	if (!queue.known)
		return;
	sum->known = true;
	sum->value += queue.value;
}

static void add_listener(struct port_queues *port, const struct listener *listener)
{
	add_queue(&port->queue[SYN_QUEUE], listener->syn_queue);
	add_queue(&port->queue[ACCEPT_QUEUE], listener->accept_queue);
	add_queue(&port->queue[BACKLOG], listener->backlog);
}

static void add_queues(const struct metrics_request *request, const struct listeners *listeners,
		       struct port_queues *ports)
{
	size_t i, j;

	for (i = 0; i < listeners->count; i++)
		for (j = 0; j < request->ports; j++)
			if (request->port[j] == listeners->listener[i].local.port)
				add_listener(&ports[j], &listeners->listener[i]);
}

void metrics_listeners(struct exposition *exposition, const struct metrics_request *request,
		       const struct listeners *listeners)
{
	struct port_queues ports[METRICS_PORTS_MAX] = { 0 };
	char port[8];
	size_t i, j;

	add_queues(request, listeners, ports);
	for (i = 0; i < QUEUES; i++) {
		exposition_family(exposition, queues[i]);
		for (j = 0; j < request->ports; j++) {
			snprintf(port, sizeof(port), "%u", request->port[j]);
			exposition_number(exposition, (struct label[]){
				{ .name = "port", .value = port }, { 0 } }, ports[j].queue[i]);
		}
	}
}
