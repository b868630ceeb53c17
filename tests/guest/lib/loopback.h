/* SPDX-License-Identifier: GPL-2.0-only */
/* Real TCP sockets on loopback, and the means to make them do what a test needs. */
#ifndef TCPSTATE_TESTS_GUEST_LOOPBACK_H
#define TCPSTATE_TESTS_GUEST_LOOPBACK_H

#include <stdbool.h>
#include <sys/socket.h>

/* MAPPED: IPv6 sockets with IPv4 addresses (::ffff:127.0.0.1). */
enum family { IPV4, IPV6, MAPPED, FAMILIES };

struct address {
	struct sockaddr_storage storage;
	socklen_t length;
};

/* A connection and its listener, which stays open. */
struct pair {
	int listener;
	int client;
	int server;
};

/*
 * The arcs of one connection that is made, and that ends as usual: ORDERLY_CLOSE
 * is FIRST_FIN and what the second one does to a side that is still open, or to
 * its minisock.
 */
#define HANDSHAKE		"CLOSE>SYN_SENT SYN_SENT>ESTABLISHED " \
				"LISTEN>SYN_RECV SYN_RECV>ESTABLISHED "
#define FIRST_FIN		"ESTABLISHED>FIN_WAIT1 FIN_WAIT1>FIN_WAIT2 " \
				"ESTABLISHED>CLOSE_WAIT "
#define SECOND_FIN		"FIN_WAIT2>TIME_WAIT CLOSE_WAIT>LAST_ACK LAST_ACK>CLOSE "
#define SECOND_FIN_OF_PARKED	"PARKED>TIME_WAIT CLOSE_WAIT>LAST_ACK LAST_ACK>CLOSE "
#define ORDERLY_CLOSE		FIRST_FIN SECOND_FIN

/* Each of these fails the scenario when a system call does. */

struct address loopback_address(enum family family, unsigned int port);

struct address local_address(int fd);

/* A TCP socket that may share its port with TIME_WAIT. */
int new_socket(enum family family);

/* One that is bound to a free loopback port. */
int new_bound(enum family family);

/* One that listens on a free loopback port. */
int new_listener(enum family family);

/* Binds to an address that a socket already has or had. */
void bind_to(int fd, const struct address *address);

/* Connects, waiting for the answer. */
void connect_to(int fd, const struct address *address);

/* Sends the SYN and comes back. */
void begin_connect(int fd, const struct address *address);

/* Dissolves the association with connect(AF_UNSPEC). */
void disconnect(int fd);

int accept_from(int listener);

/* Listens, connects and accepts, and expects the arcs of that. */
struct pair open_pair(enum family family);

/* Closes the listener of a pair and expects that. */
void close_listener(int listener);

/* From here on the socket drops whatever arrives, as if the path were cut. */
void drop_input(int fd);

/* It hears again: retransmissions get through. */
void accept_input(int fd);

/* close() will send a RST. */
void reset_on_close(int fd);

void send_byte(int fd);

/* Waits until there is something to read: data or the other side's end. */
void wait_readable(int fd);

void close_write(int fd);

void close_socket(int fd);

/*
 * Closes one side, then the other one when it has the FIN: ORDERLY_CLOSE. What
 * the first one is in between is not certain: if the ACK comes while close()
 * still owns the socket, it stays a full one in FIN_WAIT2 instead of a minisock
 * (tcp_rcv_state_process(), "Bad case").
 */
void close_in_turn(int first, int second);

/*
 * Shuts a connection's side down and closes it then: the way to be certain of
 * its minisock. Expects the arcs, among them a self loop.
 */
void park(int fd);

/* An option of a level as an int. */
void set_option(int fd, int level, int option, int value);

/* Writes a number below /proc/sys, in the process's own network namespace. */
void set_sysctl(const char *name, const char *value);

#endif
