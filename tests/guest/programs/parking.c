// SPDX-License-Identifier: GPL-2.0-only
/*
 * Leaves minisocks in FIN_WAIT2 in a network namespace of its own, prints 'ready', and stays
 * until SIGTERM: with its process the namespace ends, the minisocks still in it.
 */

#include <arpa/inet.h>
#include <getopt.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/spoof.h"
#include "tests/guest/lib/unprivileged.h"
#include "tests/guest/lib/scenario_exit.h"

enum { NOBODY = 1000, FIRST_PORT = 10000, PORTS = 2000, SERVER_PORT = 9, FIRST_SEQ = 1 };

static void usage(FILE *stream)
{
	fputs("usage: parking [-us] [-e ENTRIES] COUNT\n"
	      "Parks COUNT minisocks in FIN_WAIT2, prints 'ready', and stays until SIGTERM.\n"
	      "  -u          as an unprivileged user, in a user namespace of its own\n"
	      "  -s          without a server: in a long chain its packets would be dear\n"
	      "  -e ENTRIES  with a table of established sockets of its own, of so many buckets\n",
	      stream);
}

/* A four-tuple for each: 127.1.0.0 and up, so that no port has to be searched for. */
static struct address client_address(unsigned int i)
{
	struct address address = loopback_address(IPV4, FIRST_PORT + i % PORTS);
	struct sockaddr_in *in = (struct sockaddr_in *)&address.storage;

	in->sin_addr.s_addr = htonl((INADDR_LOOPBACK | 1 << 16) + i / PORTS);
	return address;
}

/* The server's end vanishes under repair: nothing is sent that would end the minisock. */
static void leave_parked(int listener, const struct address *server, unsigned int i)
{
	struct address address = client_address(i);
	int client = new_socket(IPV4), accepted;
	char end;

	bind_to(client, &address);
	connect_to(client, server);
	accepted = accept_from(listener);
	close_write(client);
	/* Takes the FIN, and acknowledges it now: only then close() leaves a minisock. */
	must(!recv(accepted, &end, sizeof(end), 0), "recv, expected the end");
	set_option(accepted, IPPROTO_TCP, TCP_QUICKACK, 1);
	close_socket(client);
	set_option(accepted, IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_ON);
	close_socket(accepted);
}

/* The only walk over the chain is that of connect(), which looks for a twin. */
static void leave_parked_alone(int spoof, unsigned int i)
{
	struct address address = client_address(i);
	struct sockaddr_in silent = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(SILENT_NETWORK + 1),
		.sin_port = htons(SERVER_PORT),
	};
	const struct sockaddr_in *own = (const struct sockaddr_in *)&address.storage;
	int client = new_socket(IPV4);

	bind_to(client, &address);
	set_option(client, IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_ON);
	set_option(client, IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE);
	set_option(client, IPPROTO_TCP, TCP_QUEUE_SEQ, FIRST_SEQ);
	set_option(client, IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_RECV_QUEUE);
	set_option(client, IPPROTO_TCP, TCP_QUEUE_SEQ, FIRST_SEQ);
	must(!connect(client, (struct sockaddr *)&silent, sizeof(silent)), "connect");
	set_option(client, IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_OFF_NO_WP);
	/* Opens the window, and then takes the FIN that fits into it. */
	send_ack(spoof, &silent, own, FIRST_SEQ, FIRST_SEQ);
	close_socket(client);
	send_ack(spoof, &silent, own, FIRST_SEQ, FIRST_SEQ + 1);
}

static void park_with_server(unsigned int count)
{
	int listener = new_listener(IPV4);
	struct address server = local_address(listener);
	unsigned int i;

	for (i = 0; i < count; i++)
		leave_parked(listener, &server, i);
}

static void park_alone(unsigned int count)
{
	int spoof = spoofing_socket();
	unsigned int i;

	add_silent_network();
	for (i = 0; i < count; i++)
		leave_parked_alone(spoof, i);
	close(spoof);
}

int main(int argc, char **argv)
{
	const char *entries = NULL;
	bool unprivileged = false, alone = false;
	unsigned int count;
	int option;
	sigset_t term;

	while ((option = getopt(argc, argv, "use:")) != -1) {
		switch (option) {
		case 'u':
			unprivileged = true;
			break;
		case 's':
			alone = true;
			break;
		case 'e':
			entries = optarg;
			break;
		default:
			usage(stderr);
			return 2;
		}
	}
	count = optind == argc - 1 ? strtoul(argv[optind], NULL, 10) : 0;
	if (!count) {
		usage(stderr);
		return 2;
	}
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, NULL);

	if (unprivileged) {
		become(NOBODY);
		enter_own_users(NOBODY);
	} else {
		must(!unshare(CLONE_NEWNET), "unshare");
	}
	/* It is the parent that says how many buckets a child has. */
	if (entries) {
		set_sysctl("net/ipv4/tcp_child_ehash_entries", entries);
		must(!unshare(CLONE_NEWNET), "unshare");
	}
	set_loopback_up();
	set_sysctl("net/ipv4/tcp_max_tw_buckets", "1000000");
	if (alone)
		park_alone(count);
	else
		park_with_server(count);
	puts("ready");
	fflush(stdout);
	sigwait(&term, &option);
	return PASSED;
}
