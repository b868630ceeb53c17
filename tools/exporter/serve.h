/* SPDX-License-Identifier: GPL-2.0-only */
/* The exporter as a server of HTTP. */
#ifndef TCPSTATE_TOOLS_EXPORTER_SERVE_H
#define TCPSTATE_TOOLS_EXPORTER_SERVE_H

#include "tools/exporter/exporter.h"

/* Begin to serve; nobody is let in yet. Ends the program with a message if that is not possible. */
void serve_start(struct exporter *exporter);

/**
 * serve_client() - let somebody in
 * @exporter: the program
 * @file: the socket, which does not block; closed by and by
 */
void serve_client(struct exporter *exporter, int file);

/* What came in or has to go out, and who took too long; belongs after every turn of the loop. */
void serve_turn(struct exporter *exporter);

/* Return: milliseconds until serve_turn() has something to do even if nothing comes. */
int serve_timeout_ms(struct exporter *exporter);

/* Close all connections. */
void serve_end(struct exporter *exporter);

#endif
