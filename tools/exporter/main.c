// SPDX-License-Identifier: GPL-2.0-only
/* tcpstate-exporter: serves the module's numbers to Prometheus, and a page to browsers. */

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/exporter/exporter.h"
#include "tools/exporter/listen.h"
#include "tools/exporter/notify.h"
#include "tools/exporter/options.h"
#include "tools/exporter/privileges.h"
#include "tools/exporter/serve.h"

/* Files that are not of clients: those of the program itself, and of readings. */
enum { OWN_FILES = 64 };

/* How many clients are accepted before others get their turn. */
enum { ACCEPT_AT_ONCE = 32 };

/* How long the program waits for begun requests when it ends. */
enum { ENDING_MS = 2000 };

static void accept_clients(struct watch *watch)
{
	/* The watch is the first member of struct acceptor. */
	struct acceptor *acceptor = (struct acceptor *)watch;
	int file, i;

	for (i = 0; i < ACCEPT_AT_ONCE; i++) {
		file = accept4(watch->file, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (file < 0)
			return;
		serve_client(acceptor->exporter, file);
	}
}

static void add_acceptor(struct exporter *exporter, int file)
{
	struct acceptor *acceptor = &exporter->acceptor[exporter->acceptors++];

	*acceptor = (struct acceptor){
		.watch = { .file = file, .ready = accept_clients },
		.exporter = exporter,
	};
	loop_add(&exporter->loop, &acceptor->watch);
}

static void open_acceptors(struct exporter *exporter)
{
	int inherited[ACCEPTORS_MAX];
	size_t count, i;

	count = listen_inherited(inherited, ACCEPTORS_MAX);
	if (count + exporter->addresses > ACCEPTORS_MAX)
		errx(1, "too many sockets: at most %d can be served", ACCEPTORS_MAX);
	for (i = 0; i < count; i++)
		add_acceptor(exporter, inherited[i]);
	for (i = 0; i < exporter->addresses; i++)
		add_acceptor(exporter, listen_on(exporter->listen[i]));
	if (!exporter->acceptors)
		add_acceptor(exporter, listen_on(LISTEN_DEFAULT));
}

static void close_acceptors(struct exporter *exporter)
{
	while (exporter->acceptors) {
		exporter->acceptors--;
		loop_remove(&exporter->loop, &exporter->acceptor[exporter->acceptors].watch);
		close(exporter->acceptor[exporter->acceptors].watch.file);
	}
}

static void signalled(struct watch *watch)
{
	struct exporter *exporter = (struct exporter *)((char *)watch -
							offsetof(struct exporter, signals));
	struct signalfd_siginfo info;

	if (read(watch->file, &info, sizeof(info)) == sizeof(info))
		exporter->ending = true;
}

static void watch_signals(struct exporter *exporter)
{
	sigset_t signals;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	exporter->signals = (struct watch){
		.file = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK),
		.ready = signalled,
	};
	if (exporter->signals.file < 0)
		err(1, "cannot wait for signals");
	loop_add(&exporter->loop, &exporter->signals);
}

static void serve(struct exporter *exporter)
{
	uint64_t last_watchdog_ms = 0;

	while (!exporter->ending) {
		loop_turn(&exporter->loop, serve_timeout_ms(exporter));
		serve_turn(exporter);
		if (loop_now_ms() - last_watchdog_ms < 1000)
			continue;
		last_watchdog_ms = loop_now_ms();
		notify_manager("WATCHDOG=1");
	}
}

/* Requests that have begun are answered, new clients are not let in. */
static void end(struct exporter *exporter)
{
	uint64_t since_ms = loop_now_ms();

	notify_manager("STOPPING=1");
	close_acceptors(exporter);
	while (exporter->clients.asking && loop_now_ms() - since_ms < ENDING_MS) {
		loop_turn(&exporter->loop, serve_timeout_ms(exporter));
		serve_turn(exporter);
	}
	serve_end(exporter);
	close(exporter->signals.file);
	close(exporter->loop.epoll);
}

int main(int argc, char **argv)
{
	static struct exporter exporter;

	exporter_options_read(&exporter, argc, argv);
	privileges_allow_files(CLIENTS_MAX + CLIENTS_LEAVING + OWN_FILES);
	loop_init(&exporter.loop);
	watch_signals(&exporter);
	documents_init(&exporter.documents, &exporter.loop, &exporter.request);
	serve_start(&exporter);
	open_acceptors(&exporter);
	privileges_drop();
	notify_manager("READY=1");
	serve(&exporter);
	end(&exporter);
	return 0;
}
