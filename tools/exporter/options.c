// SPDX-License-Identifier: GPL-2.0-only
/* The command line of tcpstate-exporter. */

#include <err.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "procfs/abi.h"
#include "tools/exporter/listen.h"
#include "tools/exporter/options.h"

static const char help[] =
	"usage: tcpstate-exporter [OPTIONS]\n\n"
	"Serves what the kernel module tcpstate counts: /metrics for Prometheus, / for people,\n"
	"/healthz for liveness probes.\n\n"
	"  -l, --listen ADDRESS:PORT     where to, several times if need be; " LISTEN_DEFAULT "\n"
	"                                unless given or passed by systemd; IPv6 as [::1]:9941\n"
	"  -f, --input FILE              serve a saved copy instead of /proc\n"
	"  -P, --ports LIST              with the queues of listeners of these ports: 443,8080\n"
	"  -Y, --verify                  add the difference to a dump of all sockets, which takes\n"
	"                                as long as there are many\n"
	"  -C, --compat-node-exporter    add node_tcp_connection_states\n"
	"  -V, --version                 print the version\n"
	"  -h, --help                    print this\n";

static const struct option names[] = {
	{ "listen", required_argument, NULL, 'l' },
	{ "input", required_argument, NULL, 'f' },
	{ "ports", required_argument, NULL, 'P' },
	{ "verify", no_argument, NULL, 'Y' },
	{ "compat-node-exporter", no_argument, NULL, 'C' },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static void parse_ports(struct exporter *exporter, const char *list)
{
	const char *wrong = metrics_add_ports(&exporter->request, list);

	if (wrong)
		errx(2, "%s, unlike '%s'", wrong, list);
}

static void apply_option(struct exporter *exporter, int letter)
{
	switch (letter) {
	case 'l':
		if (exporter->addresses == ACCEPTORS_MAX)
			errx(2, "at most %d addresses to listen on", ACCEPTORS_MAX);
		exporter->listen[exporter->addresses++] = optarg;
		break;
	case 'f':
		exporter->request.input = optarg;
		break;
	case 'P':
		parse_ports(exporter, optarg);
		break;
	case 'Y':
		exporter->request.drift = true;
		break;
	case 'C':
		exporter->request.compat = true;
		break;
	case 'V':
		puts("tcpstate-exporter " TCPSTATE_VERSION);
		exit(0);
	case 'h':
		fputs(help, stdout);
		exit(0);
	default:
		fputs("see tcpstate-exporter --help\n", stderr);
		exit(2);
	}
}

void exporter_options_read(struct exporter *exporter, int argc, char **argv)
{
	int letter;

	while ((letter = getopt_long(argc, argv, "l:f:P:YCVh", names, NULL)) != -1)
		apply_option(exporter, letter);
	if (optind < argc)
		errx(2, "unknown option '%s': see tcpstate-exporter --help", argv[optind]);
	if (exporter->request.drift && exporter->request.input)
		errx(2, "--verify compares with the sockets of now, which --input has none of");
}
