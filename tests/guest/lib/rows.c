// SPDX-License-Identifier: GPL-2.0-only
/* Parses the list of sockets in /proc; sorts and compares lists. */

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tests/guest/lib/rows.h"
#include "tests/guest/lib/scenario_exit.h"

enum { WORD = 64, ENOUGH = 65536 };

/* By this order, which later versions may only append to. */
static const char head_line[] = "# socket state since age_ns local remote rxq txq uid inode";

static uint64_t number_of(const char *text)
{
	uint64_t number;
	char *end;

	errno = 0;
	number = strtoull(text, &end, 10);
	if (errno || *end || text[0] < '0' || text[0] > '9')
		fail("'%s' is not a number", text);
	return number;
}

void end_parse(struct end *end, const char *text)
{
	const char *colon = strrchr(text, ':');
	char address[WORD];
	size_t length;

	memset(end, 0, sizeof(*end));
	if (!colon || (length = colon - text) >= sizeof(address))
		fail("'%s' is not ADDRESS:PORT", text);
	memcpy(address, text, length);
	address[length] = '\0';
	end->port = strcmp(colon + 1, "*") ? (int)number_of(colon + 1) : ANY_PORT;
	end->family = AF_INET;
	if (inet_pton(AF_INET, address, end->address) == 1)
		return;
	end->family = AF_INET6;
	/* So ss calls an IPv6 socket that takes IPv4 too. */
	if (!strcmp(address, "*"))
		return;
	if (length > 2 && address[0] == '[' && address[length - 1] == ']') {
		address[length - 1] = '\0';
		if (inet_pton(AF_INET6, address + 1, end->address) == 1)
			return;
	}
	fail("'%s' is no address of ss or /proc", text);
}

struct row *rows_add(struct rows *rows)
{
	if (rows->count == rows->room) {
		rows->room = rows->room ? 2 * rows->room : 256;
		rows->row = realloc(rows->row, rows->room * sizeof(*rows->row));
		must(rows->row, "realloc");
	}
	memset(&rows->row[rows->count], 0, sizeof(*rows->row));
	return &rows->row[rows->count++];
}

static void parse_age(struct row *row, const char *since, const char *age_ns)
{
	snprintf(row->since, sizeof(row->since), "%s", since);
	row->known = strcmp(age_ns, TCPSTATE_NOT_KNOWN) != 0;
	if (row->known != (strcmp(since, TCPSTATE_SINCE_UNKNOWN) != 0))
		fail("an age '%s' that is '%s'", age_ns, since);
	if (row->known)
		row->age_ns = number_of(age_ns);
}

static void parse_owner(struct row *row, char words[4][WORD])
{
	unsigned int i, unknown = 0;

	for (i = 0; i < 4; i++)
		unknown += !strcmp(words[i], TCPSTATE_NOT_KNOWN);
	if (unknown && unknown != 4)
		fail("queues, uid and inode are '%s %s %s %s'", words[0], words[1], words[2],
		     words[3]);
	row->owned = !unknown;
	if (unknown)
		return;
	row->rxq = number_of(words[0]);
	row->txq = number_of(words[1]);
	row->uid = number_of(words[2]);
	row->inode = number_of(words[3]);
}

static void parse_row(struct row *row, const char *line)
{
	char state[WORD], since[WORD], age_ns[WORD], local[WORD], remote[WORD], owner[4][WORD];

	if (sscanf(line, "socket %63s %63s %63s %63s %63s %63s %63s %63s %63s", state, since,
		   age_ns, local, remote, owner[0], owner[1], owner[2], owner[3]) != 9)
		fail("a row with too few columns: '%s'", line);
	if (strlen(state) >= ROW_STATE || strlen(since) >= ROW_SINCE)
		fail("a row '%s'", line);
	strcpy(row->state, state);
	parse_age(row, since, age_ns);
	end_parse(&row->local, local);
	end_parse(&row->remote, remote);
	parse_owner(row, owner);
}

static void check_head(const char *first, const char *second)
{
	char squeezed[sizeof(head_line)] = "", word[WORD];
	unsigned int version;
	int length;

	if (!first ||
	    sscanf(first, TCPSTATE_PROC_SOCKETS " %u netns:%63[0-9]", &version, word) != 2)
		fail("the list begins with '%s'", first ? first : "");
	if (version != TCPSTATE_ABI_VERSION)
		fail("the list is version %u, these tests read %d", version, TCPSTATE_ABI_VERSION);
	while (second && sscanf(second, "%63s%n", word, &length) == 1 &&
	       strlen(squeezed) + strlen(word) + 2 <= sizeof(squeezed)) {
		if (*squeezed)
			strcat(squeezed, " ");
		strcat(squeezed, word);
		second += length;
	}
	if (strcmp(squeezed, head_line))
		fail("the columns begin with '%s'", squeezed);
}

void rows_parse(struct rows *rows, char *text)
{
	char *rest = NULL, *first, *second, *line;

	rows->count = 0;
	if (!*text || text[strlen(text) - 1] != '\n')
		fail("the list does not end with a whole line");
	first = strtok_r(text, "\n", &rest);
	second = strtok_r(NULL, "\n", &rest);
	check_head(first, second);
	while ((line = strtok_r(NULL, "\n", &rest)))
		parse_row(rows_add(rows), line);
}

void rows_take(struct rows *rows, const char *path)
{
	size_t used = 0, room = ENOUGH;
	char *text = malloc(room);
	FILE *file = fopen(path, "r");

	must(file, path);
	must(text, "malloc");
	for (;;) {
		used += fread(text + used, 1, room - used - 1, file);
		if (used < room - 1)
			break;
		room *= 2;
		text = realloc(text, room);
		must(text, "realloc");
	}
	must(!ferror(file), path);
	fclose(file);
	text[used] = '\0';
	rows_parse(rows, text);
	free(text);
}

const struct row *rows_of_inode(const struct rows *rows, uint64_t inode)
{
	const struct row *found = NULL;
	unsigned int i;

	for (i = 0; i < rows->count; i++) {
		if (!rows->row[i].owned || rows->row[i].inode != inode)
			continue;
		if (found)
			fail("inode %" PRIu64 " is listed twice", inode);
		found = &rows->row[i];
	}
	if (!found)
		fail("inode %" PRIu64 " is not listed", inode);
	return found;
}

const struct row *rows_of_ends(const struct rows *rows, const struct end *local,
			       const struct end *remote)
{
	unsigned int i;

	for (i = 0; i < rows->count; i++)
		if (!memcmp(&rows->row[i].local, local, sizeof(*local)) &&
		    !memcmp(&rows->row[i].remote, remote, sizeof(*remote)))
			return &rows->row[i];
	return NULL;
}

/* Below 0, 0, above 0; of all but the age. */
static int order(const void *one, const void *other)
{
	const struct row *a = one, *b = other;
	int difference = strcmp(a->state, b->state);

	if (!difference)
		difference = memcmp(&a->local, &b->local, sizeof(a->local));
	if (!difference)
		difference = memcmp(&a->remote, &b->remote, sizeof(a->remote));
	if (!difference)
		difference = (a->inode > b->inode) - (a->inode < b->inode);
	if (!difference)
		difference = (a->uid > b->uid) - (a->uid < b->uid);
	if (!difference)
		difference = (a->rxq > b->rxq) - (a->rxq < b->rxq);
	if (!difference)
		difference = (a->txq > b->txq) - (a->txq < b->txq);
	return difference;
}

void rows_sort(struct rows *rows)
{
	qsort(rows->row, rows->count, sizeof(*rows->row), order);
}

static void print_row(const char *name, const struct row *row)
{
	char local[INET6_ADDRSTRLEN], remote[INET6_ADDRSTRLEN];

	inet_ntop(row->local.family, row->local.address, local, sizeof(local));
	inet_ntop(row->remote.family, row->remote.address, remote, sizeof(remote));
	note("only %s: %s %s %d %s %d rxq %" PRIu64 " txq %" PRIu64 " uid %" PRIu64 " inode %"
	     PRIu64, name, row->state, local, row->local.port, remote, row->remote.port, row->rxq,
	     row->txq, row->uid, row->inode);
}

unsigned int rows_compare(const struct rows *one, const struct rows *other, bool tell,
			  const char *name_one, const char *name_other)
{
	unsigned int i = 0, j = 0, differences = 0;
	int difference;

	while (i < one->count || j < other->count) {
		difference = i == one->count ? 1 : j == other->count ? -1 :
			     order(&one->row[i], &other->row[j]);
		if (difference && tell)
			print_row(difference < 0 ? name_one : name_other,
				  difference < 0 ? &one->row[i] : &other->row[j]);
		differences += difference != 0;
		i += difference <= 0;
		j += difference >= 0;
	}
	return differences;
}
