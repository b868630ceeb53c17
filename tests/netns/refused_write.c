// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tries to write to files that must not take it, as nobody, whom the mode stops,
 * and as root, whom no mode stops: EACCES or EPERM for both.
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

/* Returns what stopped the write, 0 for nothing. */
static int try_to_write(const char *path)
{
	int fd = open(path, O_WRONLY), error = 0;

	if (fd < 0)
		return errno;
	if (write(fd, "0\n", 2) < 0)
		error = errno;
	close(fd);
	return error;
}

static int check(const char *path, const char *who)
{
	int error = try_to_write(path);

	if (error == EACCES || error == EPERM)
		return 0;
	fprintf(stderr, "refused_write: %s: %s got '%s', expected EACCES or EPERM\n", path, who,
		strerror(error));
	return 1;
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
