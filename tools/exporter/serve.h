/* SPDX-License-Identifier: GPL-2.0-only */
/* The HTTP server: routes requests, and sends the documents. */
#ifndef TCPSTATE_TOOLS_EXPORTER_SERVE_H
#define TCPSTATE_TOOLS_EXPORTER_SERVE_H

#include "tools/exporter/exporter.h"

/* Starts the server, without clients yet. Ends the program with a message if it cannot. */
void serve_start(struct exporter *exporter);

/**
 * serve_client() - let a client in
 * @exporter: the program
 * @file: its non-blocking socket; belongs to the server from here on
 */
void serve_client(struct exporter *exporter, int file);

/* Receives and sends what is ready, and evicts late clients. Has to follow every loop_turn(). */
void serve_turn(struct exporter *exporter);

/* Return: milliseconds until serve_turn() has something to do, even without an event. */
int serve_timeout_ms(struct exporter *exporter);

/* Closes all connections and stops the server. */
void serve_end(struct exporter *exporter);

#endif
