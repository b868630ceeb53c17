/* SPDX-License-Identifier: GPL-2.0-only */
/* The command line of tcpstate-exporter. */
#ifndef TCPSTATE_TOOLS_EXPORTER_OPTIONS_H
#define TCPSTATE_TOOLS_EXPORTER_OPTIONS_H

#include "tools/exporter/exporter.h"

/* Parses the command line, or ends the program with a message and status 2. */
void exporter_options_read(struct exporter *exporter, int argc, char **argv);

#endif
