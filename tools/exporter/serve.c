// SPDX-License-Identifier: GPL-2.0-only
/* The HTTP server: routes requests, and sends the documents. */

#include <err.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/exporter/answers.h"
#include "tools/exporter/negotiate.h"
#include "tools/exporter/page.h"
#include "tools/exporter/serve.h"

/* Memory of a connection, for a request with all headers. Those of a browser take 2 KiB. */
enum { REQUEST_BYTES = 16384 };

enum { CONNECTIONS_MAX = CLIENTS_MAX + CLIENTS_LEAVING + 1 };

enum { SWEEP_MS = 1000 };

static struct client *client_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info;

	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info ? info->socket_context : NULL;
}

static const char *header_of(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result send_document(struct MHD_Connection *connection,
				     const struct document *document)
{
	struct MHD_Response *answer = document->plain;

	if (document->gzip &&
	    accepts_gzip(header_of(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING)))
		answer = document->gzip;
	return MHD_queue_response(connection, document->status, answer);
}

static enum MHD_Result begin_document(struct exporter *exporter, struct MHD_Connection *connection,
				      enum document_kind kind, struct waiter *waiter)
{
	struct client *client = client_of(connection);

	if (!documents_await(&exporter->documents, kind, waiter))
		return send_document(connection, waiter->document);
	if (client)
		client->waiting = true;
	return MHD_YES;
}

static enum MHD_Result begin_metrics(struct exporter *exporter, struct MHD_Connection *connection,
				     struct waiter *waiter)
{
	enum document_kind kind = DOCUMENT_PROMETHEUS;

	if (wants_openmetrics(header_of(connection, MHD_HTTP_HEADER_ACCEPT)))
		kind = DOCUMENT_OPENMETRICS;
	return begin_document(exporter, connection, kind, waiter);
}

static enum MHD_Result send_text(struct MHD_Connection *connection, unsigned int status,
				 const char *text)
{
	return answer_fixed(connection, status, "text/plain; charset=utf-8", text) ? MHD_YES :
										     MHD_NO;
}

static enum MHD_Result route(struct exporter *exporter, struct MHD_Connection *connection,
			     const char *path, struct waiter *waiter)
{
	if (!strcmp(path, "/metrics"))
		return begin_metrics(exporter, connection, waiter);
	if (!strcmp(path, "/"))
		return begin_document(exporter, connection, DOCUMENT_PAGE, waiter);
	if (!strcmp(path, "/live"))
		return begin_document(exporter, connection, DOCUMENT_LIVE, waiter);
	if (!strcmp(path, "/healthz"))
		return send_text(connection, MHD_HTTP_OK, "ok\n");
	if (!strcmp(path, "/page.js"))
		return answer_fixed(connection, MHD_HTTP_OK, "text/javascript; charset=utf-8",
				    page_script) ? MHD_YES : MHD_NO;
	return send_text(connection, MHD_HTTP_NOT_FOUND, "not found; try /, /metrics, /healthz\n");
}

/* Called for the headers. A response now would close the connection, as a body may follow. */
static enum MHD_Result begin(struct MHD_Connection *connection, const char *method, void **state)
{
	struct waiter *waiter;

	if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0)
		return send_text(connection, MHD_HTTP_METHOD_NOT_ALLOWED,
				 "only GET and HEAD: there is nothing to change here\n");
	waiter = calloc(1, sizeof(*waiter));
	if (!waiter)
		return MHD_NO;
	waiter->connection = connection;
	*state = waiter;
	return MHD_YES;
}

/* Called for the headers, each piece of a body, its end, and again when the document is there. */
static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *path,
			      const char *method, const char *version, const char *body,
			      size_t *body_length, void **state)
{
	struct client *client = client_of(connection);
	struct waiter *waiter = *state;

	(void)version;
	(void)body;
	if (!waiter)
		return begin(connection, method, state);
	if (*body_length) {
		*body_length = 0;
		return MHD_YES;
	}
	if (!waiter->document)
		return route(cls, connection, path, waiter);
	if (client)
		client->waiting = false;
	return send_document(connection, waiter->document);
}

static void *note_asked(void *cls, const char *path, struct MHD_Connection *connection)
{
	struct exporter *exporter = cls;
	struct client *client = client_of(connection);

	(void)path;
	if (client)
		clients_asked(&exporter->clients, client);
	return NULL;
}

static void note_answered(void *cls, struct MHD_Connection *connection, void **state,
			  enum MHD_RequestTerminationCode code)
{
	struct exporter *exporter = cls;
	struct client *client = client_of(connection);
	struct waiter *waiter = *state;

	(void)code;
	if (waiter)
		documents_release(waiter->document);
	free(waiter);
	*state = NULL;
	if (client)
		clients_answered(&exporter->clients, client);
}

static void note_connection(void *cls, struct MHD_Connection *connection, void **context,
			    enum MHD_ConnectionNotificationCode code)
{
	struct exporter *exporter = cls;
	const union MHD_ConnectionInfo *info;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
		*context = clients_add(&exporter->clients, info->connect_fd);
	} else if (*context) {
		clients_remove(&exporter->clients, *context);
		*context = NULL;
	}
}

/* Nothing to do: serve_turn() follows every turn of the loop. */
static void http_ready(struct watch *watch)
{
	(void)watch;
}

void serve_start(struct exporter *exporter)
{
	const union MHD_DaemonInfo *info;

	exporter->http = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
		handle, exporter,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned int)CONNECTIONS_MAX,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)REQUEST_BYTES,
		MHD_OPTION_URI_LOG_CALLBACK, note_asked, exporter,
		MHD_OPTION_NOTIFY_COMPLETED, note_answered, exporter,
		MHD_OPTION_NOTIFY_CONNECTION, note_connection, exporter,
		MHD_OPTION_END);
	if (!exporter->http)
		err(1, "cannot start to serve");
	info = MHD_get_daemon_info(exporter->http, MHD_DAEMON_INFO_EPOLL_FD);
	exporter->http_watch = (struct watch){ .file = info->epoll_fd, .ready = http_ready };
	loop_add(&exporter->loop, &exporter->http_watch);
}

static void reject_busy(int file)
{
	static const char text[] =
		"HTTP/1.1 503 Service Unavailable\r\n"
		"Content-Type: text/plain\r\n"
		"Content-Length: 32\r\n"
		"Retry-After: 1\r\n"
		"Connection: close\r\n\r\n"
		"too many connections, try again\n";

	send(file, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL);
	close(file);
}

void serve_client(struct exporter *exporter, int file)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);

	if (!clients_make_room(&exporter->clients) ||
	    getpeername(file, (struct sockaddr *)&address, &length)) {
		reject_busy(file);
		return;
	}
	if (exporter->clients.count >= CLIENTS_MAX)
		MHD_run(exporter->http);
	MHD_add_connection(exporter->http, file, (struct sockaddr *)&address, length);
}

void serve_turn(struct exporter *exporter)
{
	uint64_t now_ms = loop_now_ms();

	if (now_ms - exporter->last_sweep_ms >= SWEEP_MS) {
		exporter->last_sweep_ms = now_ms;
		clients_evict_late(&exporter->clients, now_ms);
		documents_expire(&exporter->documents, now_ms);
	}
	MHD_run(exporter->http);
}

int serve_timeout_ms(struct exporter *exporter)
{
	MHD_UNSIGNED_LONG_LONG timeout_ms;

	if (MHD_get_timeout(exporter->http, &timeout_ms) == MHD_YES && timeout_ms < SWEEP_MS)
		return timeout_ms;
	return SWEEP_MS;
}

void serve_end(struct exporter *exporter)
{
	documents_end(&exporter->documents);
	/* Sends the waiters, which were resumed, their documents. */
	MHD_run(exporter->http);
	loop_remove(&exporter->loop, &exporter->http_watch);
	MHD_stop_daemon(exporter->http);
}
