// SPDX-License-Identifier: GPL-2.0-only
/* From where on a figure is a finding. */

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/duration.h"
#include "tools/options.h"
#include "tools/why/thresholds.h"

#define SECOND_NS UINT64_C(1000000000)

enum kind { AGE, SHARE, COUNT };

/*
 * A SYN, or a SYN-ACK, is sent again after 1 s and after 3 s: beyond 3 s two of them are lost,
 * beyond 5 s three. A FIN is sent again after a few round trips, at the latest after seconds.
 * A minute is what programs are given to close after their peer, and peers after us.
 */
static const struct {
	const char *name;
	enum kind kind;
	uint64_t usual;
} known[THRESHOLDS] = {
	[ACCEPT_QUEUE_SHARE] = { "accept-queue-share", SHARE, 90 },
	[ACCEPT_AGE] = { "accept-age", AGE, 10 * SECOND_NS },
	[CLOSE_WAIT_AGE] = { "close-wait-age", AGE, 60 * SECOND_NS },
	[CLOSE_WAIT_COUNT] = { "close-wait-count", COUNT, 5 },
	[DATA_STUCK_AGE] = { "data-stuck-age", AGE, 3 * SECOND_NS },
	[DATA_STUCK_COUNT] = { "data-stuck-count", COUNT, 1 },
	[DATA_STUCK_SHARE] = { "data-stuck-share", SHARE, 1 },
	[FIN_WAIT2_AGE] = { "fin-wait2-age", AGE, 60 * SECOND_NS },
	[ORPHANS_SHARE] = { "orphans-share", SHARE, 50 },
	[PORTS_SHARE] = { "ports-share", SHARE, 80 },
	[PORTS_SECONDS] = { "ports-seconds", AGE, 60 * SECOND_NS },
	[REFUSED_COUNT] = { "refused-count", COUNT, 5 },
	[SYN_QUEUE_SHARE] = { "syn-queue-share", SHARE, 90 },
	[SYN_RECV_AGE] = { "syn-recv-age", AGE, 3 * SECOND_NS },
	[SYN_RECV_COUNT] = { "syn-recv-count", COUNT, 16 },
	[SYN_SENT_AGE] = { "syn-sent-age", AGE, 5 * SECOND_NS },
	[SYN_SENT_COUNT] = { "syn-sent-count", COUNT, 1 },
	[TEARDOWN_AGE] = { "teardown-age", AGE, 10 * SECOND_NS },
	[TEARDOWN_COUNT] = { "teardown-count", COUNT, 3 },
	[TEARDOWN_SHARE] = { "teardown-share", SHARE, 10 },
};

static void refuse(const char *what, const char *word)
{
	size_t i;

	fprintf(stderr, "tcpstate: %s '%s': known are", what, word);
	for (i = 0; i < THRESHOLDS; i++)
		fprintf(stderr, "%s %s", i ? "," : "", known[i].name);
	fputc('\n', stderr);
	exit(usage_status);
}

static bool parse_count(const char *text, uint64_t *count)
{
	char *end;

	errno = 0;
	*count = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end && !errno && *count;
}

static bool parse_share(const char *text, uint64_t *share)
{
	char *end;

	*share = strtoull(text, &end, 10);
	end += *end == '%';
	return *text >= '0' && *text <= '9' && !*end && *share && *share <= 100;
}

static bool parse(enum kind kind, const char *text, uint64_t *value)
{
	switch (kind) {
	case AGE:
		return duration_parse(text, value);
	case SHARE:
		return parse_share(text, value);
	default:
		return parse_count(text, value);
	}
}

static void understand(struct thresholds *thresholds, const char *word)
{
	static const char *const wanted[] = {
		[AGE] = "no span of time, like 90s, is in",
		[SHARE] = "no percentage from 1 to 100 is in",
		[COUNT] = "no number above 0 is in",
	};
	size_t length = strcspn(word, "="), i;

	if (!word[length])
		usage_error("a threshold is NAME=VALUE, not", word);
	for (i = 0; i < THRESHOLDS; i++)
		if (strlen(known[i].name) == length && !strncmp(known[i].name, word, length))
			break;
	if (i == THRESHOLDS)
		refuse("no threshold", word);
	if (!parse(known[i].kind, word + length + 1, &thresholds->value[i]))
		usage_error(wanted[known[i].kind], word);
}

void thresholds_understand(struct thresholds *thresholds, const char *const *set, size_t count)
{
	size_t i;

	for (i = 0; i < THRESHOLDS; i++)
		thresholds->value[i] = known[i].usual;
	for (i = 0; i < count; i++)
		understand(thresholds, set[i]);
}
