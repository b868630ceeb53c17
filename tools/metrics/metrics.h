/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's numbers as metrics, for Prometheus and what speaks its formats. */
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

/* No host's listeners may become thousands of series by a slip of the pen. */
enum { METRICS_PORTS_MAX = 64 };

/**
 * struct metrics_request - what is asked for
 * @input: a saved text, or NULL for /proc
 * @netns: the name of the network namespace that this process is in, for a label of every
 *	sample; or NULL
 * @format: of the answer
 * @port: of listeners whose queues are asked for
 * @ports: how many; without any there is nothing of listeners
 * @drift: compare with a dump of all sockets, which takes as long as there are many
 * @compat: node_exporter's metric of TCP states as well
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
 * metrics_add_ports() - understand a list like "443,8080"
 * @request: gets the ports; one that is there already is not added again
 * @list: the list
 *
 * Return: NULL, or what is wrong with the list.
 */
const char *metrics_add_ports(struct metrics_request *request, const char *list);

/**
 * metrics_write() - read once and write all metrics
 * @request: what is asked for
 * @out: where to
 *
 * Ends the program with a message if there is nothing to read. What is not measured is left
 * out: dwell times in a network namespace other than the initial one, queues of ports on
 * which nobody listens, a drift while sockets keep changing their states.
 */
void metrics_write(const struct metrics_request *request, FILE *out);

/* What metrics_write() is made of, a family or more each, in files of their own. */

/**
 * metrics_dwell() - histograms of dwell times, folded to one bucket for each power of two
 * @exposition: the text
 * @dwell: of which
 * @created_ns: since when they count
 */
void metrics_dwell(struct exposition *exposition, const struct dwell_text *dwell,
		   struct number created_ns);

/**
 * metrics_listeners() - queues of the listeners of some ports, added up by port
 * @exposition: the text
 * @request: which ports
 * @listeners: of which
 */
void metrics_listeners(struct exposition *exposition, const struct metrics_request *request,
		       const struct listeners *listeners);

/**
 * metrics_drift() - what the module counts less what a dump of all sockets counts
 * @exposition: the text
 */
void metrics_drift(struct exposition *exposition);

/**
 * metrics_loaded_ns() - when counting began
 * @summary: of which
 * @input: the recording that it is from; NULL if it was read right now
 *
 * Return: nanoseconds of Unix time; not known for a saved text that does not say when it was saved.
 */
struct number metrics_loaded_ns(const struct summary *summary, const struct recording *input);

#endif
