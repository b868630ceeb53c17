/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Keeps the list of connected clients, and evicts the silent ones. A slow or hostile client
 * costs its own connection only: when there is no more room, the client that has been silent
 * for longest is evicted, and the new one is let in.
 */
#ifndef TCPSTATE_TOOLS_EXPORTER_CLIENTS_H
#define TCPSTATE_TOOLS_EXPORTER_CLIENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More than the Prometheus and browsers of a host, within the usual limit of 1,024 files. */
enum { CLIENTS_MAX = 512 };

/* Evicted clients that wait for a reading stay connected until it has ended. */
enum { CLIENTS_LEAVING = 64 };

/* How long a request with its answer may take, and how long a served client may be silent. */
enum { REQUEST_MS = 10000, IDLE_MS = 120000 };

/**
 * struct client - a connection
 * @before: the one that is silent for longer
 * @after: the one that is silent for less long
 * @file: its socket
 * @since_ms: when it was accepted, asked or was answered, whichever was last
 * @asked: the first line of a request has come, its answer is not sent yet
 * @waiting: it waits for a reading, so that its silence is not its fault
 * @served: it was answered before
 * @leaving: it was evicted
 */
struct client {
	struct client *before;
	struct client *after;
	int file;
	uint64_t since_ms;
	bool asked;
	bool waiting;
	bool served;
	bool leaving;
};

/* All clients, sorted by since_ms; asking is how many have asked. */
struct clients {
	struct client *first;
	struct client *last;
	size_t count;
	size_t asking;
};

/**
 * clients_add() - add a client that has connected
 * @clients: all clients
 * @file: its socket
 *
 * Return: the client, until clients_remove(); NULL if there is no memory.
 */
struct client *clients_add(struct clients *clients, int file);

void clients_remove(struct clients *clients, struct client *client);

/* Notes that the first line of a request has come. */
void clients_asked(struct clients *clients, struct client *client);

/* Notes that the request was answered, or has failed. */
void clients_answered(struct clients *clients, struct client *client);

/**
 * clients_make_room() - evict a client if there is no room for another
 * @clients: all clients
 *
 * The evicted one is removed when MHD_run() notices the end of its connection.
 *
 * Return: false if there is no room and too many evicted clients are still connected.
 */
bool clients_make_room(struct clients *clients);

/* Evicts clients that took too long. */
void clients_evict_late(struct clients *clients, uint64_t now_ms);

#endif
