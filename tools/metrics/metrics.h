/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's numbers as metrics, for Prometheus and what reads its formats. */
#ifndef TCPSTATE_TOOLS_METRICS_H
#define TCPSTATE_TOOLS_METRICS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "tools/metrics/exposition.h"
#include "tools/recording/index.h"
#include "tools/text/dwell.h"
#include "tools/text/summary.h"

struct listeners;

/* Each port adds series to the database: a mistyped list must not add thousands. */
enum { METRICS_PORTS_MAX = 64 };

/**
 * struct metrics_request - what is asked for
 * @input: a saved text, or NULL for /proc
 * @netns: name of this process' network namespace, a label of every sample; NULL for none
 * @format: format of the text
 * @port: ports whose listeners' queues are written
 * @ports: how many; 0 to write no queues
 * @drift: compare with a dump of all sockets, which takes time in proportion to their number
 * @compat: write node_exporter's metric of TCP states as well
 */
struct metrics_request {
	const char *input;
	const char *netns;
	enum exposition_format format;
	uint16_t port[METRICS_PORTS_MAX];
	size_t ports;
	bool drift;
	bool compat;
};

/**
 * metrics_add_ports() - parse a list of ports like "443,8080"
 * @request: the ports are added here, each once
 * @list: the list
 *
 * Return: NULL, or a message that names what is wrong with the list.
 */
const char *metrics_add_ports(struct metrics_request *request, const char *list);

/**
 * metrics_write() - read once and write all metrics
 * @request: what is asked for
 * @out: where to write
 *
 * Ends the program with a message if there is nothing to read. What is not measured is left
 * out: dwell times in a network namespace other than the initial one, queues of ports without
 * a listener, a drift while sockets keep changing their states.
 */
void metrics_write(const struct metrics_request *request, FILE *out);

/* The parts of metrics_write(), each in a file of its own. */

/**
 * metrics_dwell() - write histograms of dwell times, a bucket for each power of two
 * @exposition: the text
 * @dwell: the dwell times
 * @created_ns: since when they count
 */
void metrics_dwell(struct exposition *exposition, const struct dwell_text *dwell,
		   struct number created_ns);

/**
 * metrics_listeners() - write the queues of listeners, summed by port
 * @exposition: the text
 * @request: which ports
 * @listeners: all listeners
 */
void metrics_listeners(struct exposition *exposition, const struct metrics_request *request,
		       const struct listeners *listeners);

/**
 * metrics_drift() - write the module's counts minus those of a dump of all sockets
 * @exposition: the text
 */
void metrics_drift(struct exposition *exposition);

/**
 * metrics_loaded_ns() - when counting began
 * @summary: the reading
 * @input: the recording that the reading is from; NULL if it is from /proc
 *
 * Return: nanoseconds of Unix time; not known for a saved text without its time.
 */
struct number metrics_loaded_ns(const struct summary *summary, const struct recording *input);

#endif
