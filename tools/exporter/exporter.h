/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of tcpstate-exporter know of each other: one struct, passed down from main(). */
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

/* A socket that clients come to. */
struct acceptor {
	struct watch watch;
	struct exporter *exporter;
};

/**
 * struct exporter - the program
 * @request: what metrics are asked for; the format is the client's choice
 * @listen: addresses of the command line
 * @addresses: how many
 * @acceptor: sockets that clients come to
 * @acceptors: how many
 * @http: serves them
 * @http_watch: tells when it has something to do
 * @clients: that are connected
 * @documents: what they are answered with
 * @signals: tells that the program is to end
 * @last_sweep_ms: when it was last looked who took too long
 * @ending: it is ending: nobody new is let in
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
