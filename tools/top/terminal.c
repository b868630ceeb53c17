// SPDX-License-Identifier: GPL-2.0-only
/* Takes the whole terminal for top, and restores it afterwards. */

#include <curses.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <time.h>
#include <unistd.h>

#include "tools/command.h"
#include "tools/failure.h"
#include "tools/output/colour.h"
#include "tools/top/terminal.h"

#define SECOND_NS UINT64_C(1000000000)

/* Time for the other bytes of a key that begins with Escape; too short to be noticed. */
enum { ESCAPE_MS = 50 };

static volatile sig_atomic_t ending_signal;

/* A program has one terminal. */
static struct {
	SCREEN *screen;
	/* Never drawn. Reading keys from stdscr would refresh the screen. */
	WINDOW *keys;
	sigset_t outside;
	int standard_error;
	int messages;
} terminal = { .standard_error = -1, .messages = -1 };

static void note_signal(int signal)
{
	ending_signal = signal;
}

static bool can_place_cursor(void)
{
	const char *sequence = tigetstr("cup");
	bool can = sequence && sequence != (char *)-1;

	/* newterm() sets up its own. */
	del_curterm(cur_term);
	return can;
}

bool top_terminal_usable(void)
{
	const char *name = getenv("TERM");
	int problem;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return false;
	if (!name || !*name || !strcmp(name, "dumb"))
		return false;
	if (setupterm(name, STDOUT_FILENO, &problem) == OK)
		return can_place_cursor();
	/* The problem is 0 both for an unknown terminal and for a "generic" one. */
	if (problem < 0)
		errx(failure_status, "missing terminal database: install ncurses-base, or use TERM=dumb tcpstate top");
	errx(failure_status, "unknown terminal '%s': set TERM to a known one, or use TERM=dumb tcpstate top", name);
}

static void catch_signals(void)
{
	static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction action = { .sa_handler = note_signal }, before;
	sigset_t blocked;
	size_t i;

	sigemptyset(&blocked);
	for (i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
		sigaction(ending[i], NULL, &before);
		if (before.sa_handler == SIG_IGN)
			continue;
		sigaction(ending[i], &action, NULL);
		sigaddset(&blocked, ending[i]);
	}
	/* Delivered within ppoll() only, so that none is lost between a check and the wait. */
	sigaddset(&blocked, SIGWINCH);
	sigprocmask(SIG_BLOCK, &blocked, &terminal.outside);
}

/* A message on the screen would be overwritten by the next frame: keep it for later. */
static void divert_messages(void)
{
	if (!isatty(STDERR_FILENO))
		return;
	terminal.messages = memfd_create("tcpstate", MFD_CLOEXEC);
	terminal.standard_error = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (terminal.messages < 0 || terminal.standard_error < 0)
		err(failure_status, "cannot keep messages");
	dup2(terminal.messages, STDERR_FILENO);
}

static void print_messages(void)
{
	char buffer[4096];
	ssize_t length;

	if (terminal.messages < 0)
		return;
	dup2(terminal.standard_error, STDERR_FILENO);
	lseek(terminal.messages, 0, SEEK_SET);
	while ((length = read(terminal.messages, buffer, sizeof(buffer))) > 0)
		if (write(STDERR_FILENO, buffer, length) < 0)
			break;
	close(terminal.messages);
	close(terminal.standard_error);
	terminal.messages = -1;
}

void top_terminal_open(void)
{
	/* Ask the terminal for its size: these variables may be outdated. */
	unsetenv("LINES");
	unsetenv("COLUMNS");
	set_escdelay(ESCAPE_MS);
	catch_signals();
	terminal.screen = newterm(NULL, stdout, stdin);
	if (!terminal.screen)
		errx(failure_status, "cannot use the terminal '%s': use TERM=dumb tcpstate top", getenv("TERM"));
	divert_messages();
	atexit(top_terminal_close);
	cbreak();
	noecho();
	nonl();
	terminal.keys = newpad(1, 1);
	if (!terminal.keys)
		out_of_memory();
	keypad(terminal.keys, TRUE);
	nodelay(terminal.keys, TRUE);
	if (colour_wanted() && has_colors()) {
		start_color();
		use_default_colors();
		init_pair(TOP_TERMINAL_RED, COLOR_RED, -1);
		init_pair(TOP_TERMINAL_CYAN, COLOR_CYAN, -1);
	}
}

void top_terminal_close(void)
{
	if (!terminal.screen)
		return;
	/* For terminals that do not bring back the screen from before. */
	erase();
	refresh();
	endwin();
	delwin(terminal.keys);
	delscreen(terminal.screen);
	terminal.screen = NULL;
	print_messages();
}

uint64_t top_terminal_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * SECOND_NS + now.tv_nsec;
}

bool top_terminal_wait(uint64_t moment_ns)
{
	struct pollfd keys = { .fd = STDIN_FILENO, .events = POLLIN };
	uint64_t now_ns = top_terminal_now_ns();
	uint64_t left_ns = moment_ns > now_ns ? moment_ns - now_ns : 0;
	struct timespec left = { left_ns / SECOND_NS, left_ns % SECOND_NS };
	int ready;

	ready = ppoll(&keys, 1, moment_ns == TOP_TERMINAL_FOREVER ? NULL : &left,
		      &terminal.outside);
	if (ready < 0 && errno != EINTR)
		err(failure_status, "cannot wait for keys");
	return !ending_signal && !(ready > 0 && keys.revents & (POLLHUP | POLLERR | POLLNVAL));
}

int top_terminal_key(void)
{
	return wgetch(terminal.keys);
}

void top_terminal_reraise(void)
{
	if (!ending_signal)
		return;
	top_terminal_close();
	signal(ending_signal, SIG_DFL);
	raise(ending_signal);
	sigprocmask(SIG_SETMASK, &terminal.outside, NULL);
}

bool top_terminal_is_ascii(void)
{
	const char *name = getenv("TERM");

	/* The font of the kernel's console has only the highest of the bars. */
	return strcmp(nl_langinfo(CODESET), "UTF-8") || (name && !strcmp(name, "linux"));
}
