// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tries to open files for writing that must not be, as nobody, whom the mode stops, and as
 * root, whom no mode stops: EACCES for both.
 *
 * usage: refused_write FILE...		(as root)
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOBODY = 65534 };

static int check_opening(const char *path, int flags, const char *who)
{
	int fd = open(path, flags | O_CLOEXEC), error = fd < 0 ? errno : 0;

	if (fd >= 0)
		close(fd);
	if (error == EACCES)
		return 0;
	fprintf(stderr, "refused_write: %s: %s got '%s', expected EACCES\n", path, who,
		strerror(error));
	return 1;
}

static int check(const char *path, const char *who)
{
	return check_opening(path, O_WRONLY, who) | check_opening(path, O_RDWR, who);
}

static int check_as_nobody(const char *path)
{
	int status = 1;
	pid_t child = fork();

	if (!child) {
		if (setresgid(NOBODY, NOBODY, NOBODY) || setresuid(NOBODY, NOBODY, NOBODY)) {
			perror("refused_write: this test needs root");
			_exit(1);
		}
		_exit(check(path, "nobody"));
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		perror("refused_write: fork");
	return status != 0;
}

int main(int argc, char **argv)
{
	int i, failed = argc < 2;

	for (i = 1; i < argc; i++)
		failed |= check_as_nobody(argv[i]) | check(argv[i], "root");
	return failed;
}
