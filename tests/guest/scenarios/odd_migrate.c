// SPDX-License-Identifier: GPL-2.0-only
/* Listeners of one port that inherit each other's requests and children (tcp_migrate_req). */

#include <sys/socket.h>
#include <unistd.h>

#include "tests/guest/lib/holds.h"
#include "tests/guest/scenarios/odd_kind.h"
#include "tests/guest/lib/scenario_exit.h"

/* So many that each listener has some of either. */
enum { CLIENTS = 8, ROUNDS = 3 };

static int new_sharing_listener(enum family family, const struct address *address)
{
	int fd = new_socket(family);

	set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1);
	bind_to(fd, address);
	must(!listen(fd, 4 * CLIENTS), "listen");
	return fd;
}

static void migrate(enum family family)
{
	struct address address = loopback_address(family, 0);
	int listener, next, deaf[CLIENTS], i;

	if (access("/proc/sys/net/ipv4/tcp_migrate_req", F_OK))
		skip("this kernel has no tcp_migrate_req");
	set_sysctl("net/ipv4/tcp_migrate_req", "1");
	listener = new_sharing_listener(family, &address);
	address = local_address(listener);
	next = new_sharing_listener(family, &address);
	for (i = 0; i < CLIENTS; i++) {
		connect_to(new_socket(family), &address);
		deaf[i] = new_socket(family);
		drop_input(deaf[i]);
		begin_connect(deaf[i], &address);
	}
	holds("LISTEN 2 SYN_SENT 8 SYN_RECV 8 ESTABLISHED 16");
	for (i = 0; i < ROUNDS; i++) {
		close_socket(listener);
		holds("LISTEN 1 SYN_SENT 8 SYN_RECV 8 ESTABLISHED 16");
		listener = next;
		next = new_sharing_listener(family, &address);
		holds("LISTEN 2 SYN_SENT 8 SYN_RECV 8 ESTABLISHED 16");
	}
	for (i = 0; i < CLIENTS; i++)
		accept_input(deaf[i]);
	holds("LISTEN 2 ESTABLISHED 32");
	close_socket(listener);
	holds("LISTEN 1 ESTABLISHED 32");
	close_socket(next);
	holds("");
}

const struct scenario migrate_scenarios[] = {
	{ "migrate: half-open requests and children", migrate, ON_IPV4 | ON_IPV6 },
	{ 0 },
};
