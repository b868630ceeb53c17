// SPDX-License-Identifier: GPL-2.0-only
/* Fuzzes what users type: filters, arcs between states, spans of time. */

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/fuzz/survive.h"
#include "tools/filter/filter.h"
#include "tools/output/duration.h"
#include "tools/states/arc.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

enum { WORDS_MAX = 64 };

struct typed {
	char *word[WORDS_MAX];
	size_t words;
};

static const struct owner owners[] = {
	{ 11, 812, 3, "java" }, { 11, 813, 3, "a b" },
};

static const struct socket_row rows[] = {
	{
		.state = "LISTEN", .since = SOCKET_SINCE_ATLEAST, .age_ns = { true, 5000000000 },
		.local = { AF_INET, { 192, 0, 2, 1 }, 443, "192.0.2.1:443" },
		.remote = { AF_INET, { 0 }, SOCKET_PORT_ANY, "0.0.0.0:*" },
		.rxq = { true, 3 }, .txq = { true, 511 }, .uid = { true, 33 },
		.inode = { true, 11 },
	},
	{
		.state = "TIME_WAIT", .since = SOCKET_SINCE_UNKNOWN,
		.local = { AF_INET6, { 0x20, 1, 0xd, 0xb8 }, 65535, "[2001:db8::]:65535" },
		.remote = { AF_INET6, { [10] = 0xff, [11] = 0xff, [12] = 192 }, 0,
			    "[::ffff:192.0.0.0]:0" },
	},
	{
		.state = "LATER", .since = SOCKET_SINCE_EXACT, .age_ns = { true, UINT64_MAX },
		.local = { AF_INET6, { 0 }, 1, "[::]:1" },
		.remote = { AF_INET, { 255, 255, 255, 255 }, 1, "255.255.255.255:1" },
		.rxq = { true, UINT64_MAX }, .txq = { true, 0 }, .uid = { true, 0 },
		.inode = { true, 0 },
	},
};

static void use_filter(const struct filter *filter)
{
	size_t i, held;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (held = 0; held <= 2; held += 2)
			/* What is passed over by its state must not be among the chosen. */
			if (filter_matches(filter, &rows[i], held ? owners : NULL, held) &&
			    !filter_wants_state(filter, rows[i].state))
				abort();
	filter_needs_owners(filter);
}

static void understand(void *data)
{
	const struct typed *typed = data;
	char error[FILTER_ERROR_MAX];
	struct filter *filter;
	struct arc arc;
	uint64_t ns;

	filter = filter_parse(typed->word, typed->words, error);
	if (!filter == !*error || strchr(error, '\n') || !memchr(error, '\0', sizeof(error)))
		abort();
	if (filter) {
		use_filter(filter);
		filter_free(filter);
	}
	if (arc_from_words(typed->word, typed->words, &arc) && !arc.from)
		abort();
	if (typed->words)
		duration_parse(typed->word[0], &ns);
}

/* A NUL ends a word. */
int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
	struct typed typed = { .words = 0 };
	char *text = malloc(size + 1), *c;

	if (!text)
		abort();
	memcpy(text, input, size);
	text[size] = '\0';
	for (c = text; c < text + size && typed.words < WORDS_MAX; c += strlen(c) + 1)
		typed.word[typed.words++] = c;
	survive(understand, &typed);
	free(text);
	return 0;
}
