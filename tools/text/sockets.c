// SPDX-License-Identifier: GPL-2.0-only
/* Reads /proc/net/tcpstate_sockets or a copy of it. */

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "procfs/abi.h"
#include "tools/failure.h"
#include "tools/text/sockets.h"

enum { STATE, SINCE, AGE_NS, LOCAL, REMOTE, RXQ, TXQ, UID, INODE };

static const struct report_column columns[SOCKETS_TEXT_COLUMNS] = {
	[STATE] = { TCPSTATE_COL_STATE, false },
	[SINCE] = { TCPSTATE_COL_SINCE, false },
	[AGE_NS] = { TCPSTATE_COL_AGE_NS, false },
	[LOCAL] = { TCPSTATE_COL_LOCAL, false },
	[REMOTE] = { TCPSTATE_COL_REMOTE, false },
	[RXQ] = { TCPSTATE_COL_RXQ, false },
	[TXQ] = { TCPSTATE_COL_TXQ, false },
	[UID] = { TCPSTATE_COL_UID, false },
	[INODE] = { TCPSTATE_COL_INODE, false },
};

static void find_places(struct sockets_text *text)
{
	if (text->learned == text->report.learned && text->learned)
		return;
	report_find_places(&text->report, columns, SOCKETS_TEXT_COLUMNS, text->place);
	text->learned = text->report.learned;
}

/* Sockets of a state follow each other often. Return: the state's place, or the end. */
static size_t find_state(const struct sockets_text *text, const char *word, size_t length)
{
	size_t i = text->last_state, looked;

	for (looked = 0; looked < text->states; looked++) {
		if (!strncmp(text->state[i].name, word, length) && !text->state[i].name[length])
			return i;
		i = i + 1 < text->states ? i + 1 : 0;
	}
	return text->states;
}

static size_t learn_state(struct sockets_text *text, const char *word)
{
	char *name;

	if (text->states == SOCKETS_TEXT_STATES)
		report_fail(&text->report, "more than %d states: not a text of tcpstate",
			    SOCKETS_TEXT_STATES);
	name = xstrdup(word);
	text->state[text->states].name = name;
	text->state[text->states].wanted = !text->wants_state ||
					   text->wants_state(text->data, name);
	return text->states++;
}

/* A reader of some states needs only the state of most lines. */
static bool line_filter(void *data, const char *line)
{
	static const char keyword[] = TCPSTATE_KW_SOCKET " ";
	struct sockets_text *text = data;
	size_t length = sizeof(keyword) - 1, state;

	if (!text->wants_state || text->learned != text->report.learned || text->place[STATE] ||
	    strncmp(line, keyword, length) != 0)
		return true;
	for (line += length; *line == ' '; line++)
		;
	for (length = 0; line[length] > ' '; length++)
		;
	state = find_state(text, line, length);
	if (state == text->states)
		return true;
	text->last_state = state;
	return text->state[state].wanted;
}

void sockets_text_begin(struct sockets_text *text, const struct report *report)
{
	*text = (struct sockets_text){ .report = *report };
	text->report.line_filter = line_filter;
	text->report.data = text;
}

enum socket_since socket_since_read(const struct report *report, const char *word)
{
	if (!strcmp(word, TCPSTATE_SINCE_EXACT))
		return SOCKET_SINCE_EXACT;
	if (!strcmp(word, TCPSTATE_SINCE_ATLEAST))
		return SOCKET_SINCE_ATLEAST;
	if (!strcmp(word, TCPSTATE_SINCE_UNKNOWN))
		return SOCKET_SINCE_UNKNOWN;
	report_fail(report, "'%.40s' should be " TCPSTATE_SINCE_EXACT ", " TCPSTATE_SINCE_ATLEAST
		    " or " TCPSTATE_SINCE_UNKNOWN, word);
}

const char *socket_since_name(enum socket_since since)
{
	switch (since) {
	case SOCKET_SINCE_EXACT:
		return TCPSTATE_SINCE_EXACT;
	case SOCKET_SINCE_ATLEAST:
		return TCPSTATE_SINCE_ATLEAST;
	default:
		return TCPSTATE_SINCE_UNKNOWN;
	}
}

static int read_port(const char *text)
{
	unsigned int port = 0;
	const char *c;

	if (!strcmp(text, "*"))
		return SOCKET_PORT_ANY;
	for (c = text; *c >= '0' && *c <= '9' && c < text + 5; c++)
		port = 10 * port + *c - '0';
	return c > text && !*c && port <= UINT16_MAX ? (int)port : -2;
}

static bool read_ipv4(const char *text, size_t length, uint8_t *address)
{
	const char *c = text, *end = text + length, *first;
	unsigned int octet, i;

	for (i = 0; i < 4; i++) {
		octet = 0;
		for (first = c; c < end && *c >= '0' && *c <= '9' && c < first + 3; c++)
			octet = 10 * octet + *c - '0';
		if (c == first || octet > UINT8_MAX || (i < 3 && (c == end || *c != '.')))
			return false;
		address[i] = octet;
		c += i < 3;
	}
	return c == end;
}

static bool read_ipv6(const char *text, size_t length, uint8_t *address)
{
	char copy[INET6_ADDRSTRLEN];

	if (length < 3 || text[0] != '[' || text[length - 1] != ']' ||
	    length - 2 >= sizeof(copy))
		return false;
	memcpy(copy, text + 1, length - 2);
	copy[length - 2] = '\0';
	return inet_pton(AF_INET6, copy, address) == 1;
}

/* All bytes are set, so that two ends may be compared as bytes. */
struct socket_end socket_end_read(const struct report *report, const char *word)
{
	const char *colon = strrchr(word, ':');
	struct socket_end end = { .text = word };
	bool good = false;

	if (colon) {
		end.port = read_port(colon + 1);
		end.family = *word == '[' ? AF_INET6 : AF_INET;
		good = end.port >= SOCKET_PORT_ANY &&
		       (end.family == AF_INET ? read_ipv4(word, colon - word, end.address) :
						read_ipv6(word, colon - word, end.address));
	}
	if (!good)
		report_fail(report, "'%.60s' should be an address and a port", word);
	return end;
}

/* Return: false for a socket that is not wanted. */
static bool read_row(struct sockets_text *text, struct socket_row *row)
{
	const char *word[SOCKETS_TEXT_COLUMNS];
	const struct report *report = &text->report;
	size_t i, state;

	find_places(text);
	for (i = 0; i < SOCKETS_TEXT_COLUMNS; i++)
		word[i] = report_field(report, text->place[i]);
	state = find_state(text, word[STATE], strlen(word[STATE]));
	if (state == text->states)
		state = learn_state(text, word[STATE]);
	text->last_state = state;
	row->state = text->state[state].name;
	if (!text->state[state].wanted)
		return false;
	row->since = socket_since_read(report, word[SINCE]);
	row->age_ns = report_parse_number(report, word[AGE_NS]);
	row->local = socket_end_read(report, word[LOCAL]);
	row->remote = socket_end_read(report, word[REMOTE]);
	row->rxq = report_parse_number(report, word[RXQ]);
	row->txq = report_parse_number(report, word[TXQ]);
	row->uid = report_parse_number(report, word[UID]);
	row->inode = report_parse_number(report, word[INODE]);
	return true;
}

bool sockets_text_next(struct sockets_text *text, struct socket_row *row)
{
	while (report_next(&text->report))
		if (!strcmp(text->report.keyword, TCPSTATE_KW_SOCKET) && read_row(text, row))
			return true;
	report_require_columns(&text->report, TCPSTATE_KW_SOCKET);
	return false;
}

void socket_row_copy(struct socket_row *copy, const struct socket_row *row)
{
	*copy = *row;
	copy->local.text = xstrdup(row->local.text);
	copy->remote.text = xstrdup(row->remote.text);
}

void socket_row_drop(struct socket_row *copy)
{
	free((char *)copy->local.text);
	free((char *)copy->remote.text);
}

void sockets_text_close(struct sockets_text *text)
{
	while (text->states)
		free(text->state[--text->states].name);
	report_close(&text->report);
}
