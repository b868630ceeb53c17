// SPDX-License-Identifier: GPL-2.0-only
/*
 * Becomes an unprivileged user in a network namespace of its own, holds sockets there, and
 * runs a command that must see them.
 */

#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/guest/lib/loopback.h"
#include "tests/guest/lib/row_age.h"
#include "tests/guest/lib/unprivileged.h"
#include "tests/guest/lib/scenario_exit.h"

static struct pair pair;

static void open_sockets(void)
{
	struct address address;

	pair.listener = new_listener(IPV4);
	address = local_address(pair.listener);
	pair.client = new_socket(IPV4);
	connect_to(pair.client, &address);
	pair.server = accept_from(pair.listener);
}

static void check_list(uid_t user)
{
	struct rows rows = { 0 };
	unsigned int i;

	rows_take_own(&rows);
	if (rows.count != 3)
		fail("%u sockets are listed, not the 3 of this namespace", rows.count);
	for (i = 0; i < rows.count; i++)
		if (rows.row[i].uid != user)
			fail("a socket of user %u is listed as user %" PRIu64 "'s", user,
			     rows.row[i].uid);
	row_expect(rows_of_file(&rows, pair.listener), "LISTEN", "exact",
		   (struct moment){ 0, UINT64_MAX });
	row_expect(rows_of_file(&rows, pair.client), "ESTABLISHED", "exact",
		   (struct moment){ 0, UINT64_MAX });
	row_expect(rows_of_file(&rows, pair.server), "ESTABLISHED", "exact",
		   (struct moment){ 0, UINT64_MAX });
}

static int run(char **command)
{
	pid_t process = fork();
	int status;

	must(process >= 0, "fork");
	if (!process) {
		execvp(command[0], command);
		must(false, command[0]);
	}
	must(waitpid(process, &status, 0) == process, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : FAILED;
}

int main(int argc, char **argv)
{
	bool own_users = argc > 1 && !strcmp(argv[1], "-U");
	char **arguments = argv + 1 + own_users;
	uid_t user;

	if (argc < 3 + own_users) {
		fputs("usage: unprivileged_reader [-U] UID COMMAND...\n"
		      "  -U  in a user namespace of its own, too\n", stderr);
		return 2;
	}
	user = strtoul(arguments[0], NULL, 10);
	if (own_users) {
		become(user);
		enter_own_users(user);
		set_loopback_up();
	} else {
		must(!unshare(CLONE_NEWNET), "unshare(CLONE_NEWNET)");
		set_loopback_up();
		become(user);
	}
	open_sockets();
	check_list(getuid());
	return run(arguments + 1);
}
