/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who is connected, since when, and who has to go. A slow or hostile client costs its own
 * connection: when there is no more room, the one goes that has been silent for longest,
 * not the newcomer.
 */
#ifndef TCPSTATE_TOOLS_EXPORTER_CLIENTS_H
#define TCPSTATE_TOOLS_EXPORTER_CLIENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * More than a host's Prometheus and their browsers are; few enough for the usual limit of
 * 1,024 files.
 */
enum { CLIENTS_MAX = 512 };

/* Who was told to go while waiting for a reading is there until it has ended. */
enum { CLIENTS_LEAVING = 64 };

/* How long a request with its answer may take, and how long a known client may stay away. */
enum { REQUEST_MS = 10000, IDLE_MS = 120000 };

/**
 * struct client - a connection
 * @file: its socket
 * @since_ms: it was accepted, has asked, or was answered, whatever came last
 * @asked: the first line of its request has come, its answer is not sent yet
 * @waiting: for a reading, not for the network: it is not its fault
 * @served: it was answered before
 * @leaving: it was told to go
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

/* By since_ms, the longest ago first. */
struct clients {
	struct client *first;
	struct client *last;
	size_t count;
	size_t asking;
};

/**
 * clients_add() - somebody has connected
 * @clients: all
 * @file: the socket
 *
 * Return: the client, until clients_remove(); NULL if there is no memory.
 */
struct client *clients_add(struct clients *clients, int file);

void clients_remove(struct clients *clients, struct client *client);

/* The first line of its request has come. */
void clients_asked(struct clients *clients, struct client *client);

/* It has its answer, or its request has failed. */
void clients_answered(struct clients *clients, struct client *client);

/**
 * clients_make_room() - tell somebody to go if all places are taken
 * @clients: all
 *
 * Who goes leaves when the server has seen it: see MHD_run().
 *
 * Return: false if too many were told already and are still there.
 */
bool clients_make_room(struct clients *clients);

/* Tell those to go who took too long. */
void clients_evict_late(struct clients *clients, uint64_t now_ms);

#endif
