/* SPDX-License-Identifier: GPL-2.0-only */
/* All state of tcpstate-exporter: one struct, passed down from main(). */
#ifndef TCPSTATE_TOOLS_EXPORTER_EXPORTER_H
#define TCPSTATE_TOOLS_EXPORTER_EXPORTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/exporter/clients.h"
#include "tools/exporter/documents.h"
#include "tools/exporter/loop.h"
#include "tools/metrics/metrics.h"

struct MHD_Daemon;

enum { ACCEPTORS_MAX = 16 };

/* A listening socket. */
struct acceptor {
	struct watch watch;
	struct exporter *exporter;
};

/**
 * struct exporter - the program
 * @request: which metrics are asked for; the format is the client's choice
 * @listen: addresses of the command line
 * @addresses: how many
 * @acceptor: listening sockets
 * @acceptors: how many
 * @http: the HTTP server
 * @http_watch: of the server's connections
 * @clients: the connected clients
 * @documents: what they are sent
 * @signals: watches for the signals that end the program
 * @loop: waits for all watches
 * @last_sweep_ms: when clients and readings that take too long were last looked for
 * @ending: the program is ending, no client is let in
 */
struct exporter {
	struct metrics_request request;
	const char *listen[ACCEPTORS_MAX];
	size_t addresses;
	struct acceptor acceptor[ACCEPTORS_MAX];
	size_t acceptors;
	struct MHD_Daemon *http;
	struct watch http_watch;
	struct clients clients;
	struct documents documents;
	struct watch signals;
	struct loop loop;
	uint64_t last_sweep_ms;
	bool ending;
};

#endif
