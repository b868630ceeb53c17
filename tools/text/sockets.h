/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The contents of /proc/net/tcpstate_sockets, one socket at a time: there may be more
 * than one wants in memory.
 */
#ifndef TCPSTATE_TOOLS_TEXT_SOCKETS_H
#define TCPSTATE_TOOLS_TEXT_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/text/report.h"

enum socket_since {
	SOCKET_SINCE_EXACT,
	SOCKET_SINCE_ATLEAST,
	SOCKET_SINCE_UNKNOWN,
};

/* A listener's remote port, "*". */
enum { SOCKET_PORT_ANY = -1 };

/**
 * struct socket_end - an address and a port
 * @family: AF_INET or AF_INET6
 * @address: 4 or 16 bytes in network order
 * @port: the port, or SOCKET_PORT_ANY
 * @text: as in the file, like "192.0.2.1:80" and "[::]:*"; as long-lived as the record
 */
struct socket_end {
	int family;
	uint8_t address[16];
	int port;
	const char *text;
};

/**
 * socket_end_read() - an end, as the files write it
 * @report: the text, for the message
 * @word: of it
 *
 * Return: the end, whose text is @word. Ends the program if it is none.
 */
struct socket_end socket_end_read(const struct report *report, const char *word);

/**
 * socket_since_read() - how well an age is known, as the files write it
 * @report: the text, for the message
 * @word: of it
 *
 * Return: how well. Ends the program if the word is another.
 */
enum socket_since socket_since_read(const struct report *report, const char *word);

/* Return: the word. */
const char *socket_since_name(enum socket_since since);

/**
 * struct socket_row - one socket
 * @state: its name, as in the file; lives as long as the text and is the same pointer for
 *	all sockets of the state
 * @since: how well the age is known
 * @age_ns: time in the state; not known if since is unknown
 * @local: its end
 * @remote: the other one
 * @rxq: bytes waiting to be read, for a listener connections waiting for accept()
 * @txq: bytes waiting to be acknowledged, for a listener its backlog
 * @uid: of the owner; not known for minisocks and requests
 * @inode: of its file; likewise, and 0 if no file has it any more
 */
struct socket_row {
	const char *state;
	enum socket_since since;
	struct number age_ns;
	struct socket_end local;
	struct socket_end remote;
	struct number rxq;
	struct number txq;
	struct number uid;
	struct number inode;
};

enum { SOCKETS_TEXT_COLUMNS = 9, SOCKETS_TEXT_STATES = 64 };

/**
 * struct sockets_text - a text that is being read
 * @report: of which the scope and the line are of interest to the caller
 * @wants_state: optional; set after the begin by a caller that wants some states only: the
 *	others' lines are passed over, which is several times as fast as reading them
 * @data: for it
 */
struct sockets_text {
	struct report report;
	bool (*wants_state)(const void *data, const char *state);
	const void *data;

	unsigned long learned;
	size_t place[SOCKETS_TEXT_COLUMNS];
	struct {
		char *name;
		bool wanted;
	} state[SOCKETS_TEXT_STATES];
	size_t states;
	size_t last_state;
};

/**
 * sockets_text_begin() - begin to read the list
 * @text: overwritten; must stay where it is until it is closed
 * @report: the text, TCPSTATE_PROC_SOCKETS, at its begin; is @text's own from now on
 */
void sockets_text_begin(struct sockets_text *text, const struct report *report);

/**
 * sockets_text_next() - go on to the next socket
 * @text: the list
 * @row: gets the socket
 *
 * Ends the program with a message at a line that cannot be read.
 *
 * Return: false at the end.
 */
bool sockets_text_next(struct sockets_text *text, struct socket_row *row);

/* Makes COPY one that outlives the text, but for the name of its state. */
void socket_row_copy(struct socket_row *copy, const struct socket_row *row);

/* Frees what socket_row_copy() has made. */
void socket_row_drop(struct socket_row *copy);

void sockets_text_close(struct sockets_text *text);

#endif
