// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate metrics: the numbers as OpenMetrics or in the text format of Prometheus. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/command.h"
#include "tools/failure.h"
#include "tools/metrics/metrics.h"
#include "tools/options.h"

static enum exposition_format format_of(const char *name)
{
	if (!name || !strcmp(name, "openmetrics"))
		return EXPOSITION_OPENMETRICS;
	if (!strcmp(name, "prometheus"))
		return EXPOSITION_PROMETHEUS;
	usage_error("unknown format, use openmetrics or prometheus:", name);
}

int metrics_main(const struct options *options)
{
	struct metrics_request request = {
		.input = options->input,
		.netns = options->netns,
		.format = format_of(options->format),
		.drift = options->verify,
		.compat = options->compat_node_exporter,
	};
	const char *wrong = NULL;

	if (options->ports)
		wrong = metrics_add_ports(&request, options->ports);
	if (wrong)
		usage_error(wrong, options->ports);
	if (request.drift && request.input)
		usage_error("cannot compare a saved text with sockets: drop --input or", "--verify");
	metrics_write(&request, stdout);
	return EXIT_SUCCESS;
}
