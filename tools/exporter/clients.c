// SPDX-License-Identifier: GPL-2.0-only
/* Keeps the list of connected clients, and evicts the silent ones. */

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tools/exporter/clients.h"
#include "tools/exporter/loop.h"

static void append(struct clients *clients, struct client *client)
{
	client->before = clients->last;
	client->after = NULL;
	if (clients->last)
		clients->last->after = client;
	else
		clients->first = client;
	clients->last = client;
	clients->count++;
}

static void unlink_client(struct clients *clients, struct client *client)
{
	if (client->before)
		client->before->after = client->after;
	else
		clients->first = client->after;
	if (client->after)
		client->after->before = client->before;
	else
		clients->last = client->before;
	clients->count--;
}

struct client *clients_add(struct clients *clients, int file)
{
	struct client *client = calloc(1, sizeof(*client));

	if (!client)
		return NULL;
	client->file = file;
	client->since_ms = loop_now_ms();
	append(clients, client);
	return client;
}

void clients_remove(struct clients *clients, struct client *client)
{
	clients->asking -= client->asked;
	unlink_client(clients, client);
	free(client);
}

static void renew(struct clients *clients, struct client *client)
{
	client->since_ms = loop_now_ms();
	unlink_client(clients, client);
	append(clients, client);
}

void clients_asked(struct clients *clients, struct client *client)
{
	clients->asking += !client->asked;
	client->asked = true;
	renew(clients, client);
}

void clients_answered(struct clients *clients, struct client *client)
{
	clients->asking -= client->asked;
	client->asked = false;
	client->waiting = false;
	client->served = true;
	renew(clients, client);
}

/* No message if the client has asked: it could end up in the middle of the answer. */
static void evict(struct client *client)
{
	static const char text[] =
		"HTTP/1.1 408 Request Timeout\r\n"
		"Content-Type: text/plain\r\n"
		"Content-Length: 50\r\n"
		"Connection: close\r\n\r\n"
		"the request took too long, and other clients wait\n";

	if (!client->asked)
		send(client->file, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL);
	/* The server notices the end of the connection and cleans up. */
	shutdown(client->file, SHUT_RDWR);
	client->leaving = true;
}

static struct client *longest(const struct clients *clients, bool served, bool waiting)
{
	struct client *client;

	for (client = clients->first; client; client = client->after)
		if (!client->leaving && client->waiting == waiting && client->served == served)
			return client;
	return NULL;
}

bool clients_make_room(struct clients *clients)
{
	struct client *client;

	if (clients->count < CLIENTS_MAX)
		return true;
	if (clients->count >= CLIENTS_MAX + CLIENTS_LEAVING)
		return false;
	client = longest(clients, false, false);
	if (!client)
		client = longest(clients, true, false);
	/* All clients wait for a reading: those that were served before have had their share. */
	if (!client)
		client = longest(clients, true, true);
	if (!client)
		client = longest(clients, false, true);
	if (client)
		evict(client);
	return client != NULL;
}

void clients_evict_late(struct clients *clients, uint64_t now_ms)
{
	struct client *client;
	uint64_t patience_ms;

	for (client = clients->first; client; client = client->after) {
		patience_ms = client->served && !client->asked ? IDLE_MS : REQUEST_MS;
		if (!client->leaving && now_ms - client->since_ms > patience_ms)
			evict(client);
	}
}
