// SPDX-License-Identifier: GPL-2.0-only
/* From where on a figure is a finding. */

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/analysis/health.h"
#include "tools/clock.h"
#include "tools/failure.h"
#include "tools/output/duration.h"
#include "tools/why/thresholds.h"

enum kind { AGE, SHARE, COUNT };

/* Ages of a state are those from which on show and top call it trouble. */
static const struct {
	const char *name;
	enum kind kind;
	uint64_t usual;
	const char *state;
} known[THRESHOLDS] = {
	[ACCEPT_QUEUE_SHARE] = { "accept-queue-share", SHARE, 90, NULL },
	[ACCEPT_AGE] = { "accept-age", AGE, 10 * SECOND_NS, NULL },
	[CLOSE_WAIT_AGE] = { "close-wait-age", AGE, 0, "CLOSE_WAIT" },
	[CLOSE_WAIT_COUNT] = { "close-wait-count", COUNT, 5, NULL },
	[DATA_STUCK_AGE] = { "data-stuck-age", AGE, 3 * SECOND_NS, NULL },
	[DATA_STUCK_COUNT] = { "data-stuck-count", COUNT, 1, NULL },
	[DATA_STUCK_SHARE] = { "data-stuck-share", SHARE, 1, NULL },
	[FIN_WAIT2_AGE] = { "fin-wait2-age", AGE, 0, "FIN_WAIT2" },
	[ORPHANS_SHARE] = { "orphans-share", SHARE, 50, NULL },
	[PORTS_SHARE] = { "ports-share", SHARE, 80, NULL },
	[PORTS_SECONDS] = { "ports-seconds", AGE, 60 * SECOND_NS, NULL },
	[REFUSED_COUNT] = { "refused-count", COUNT, 5, NULL },
	[SYN_QUEUE_SHARE] = { "syn-queue-share", SHARE, 90, NULL },
	[SYN_RECV_AGE] = { "syn-recv-age", AGE, 0, "SYN_RECV" },
	[SYN_RECV_COUNT] = { "syn-recv-count", COUNT, 16, NULL },
	[SYN_SENT_AGE] = { "syn-sent-age", AGE, 0, "SYN_SENT" },
	[SYN_SENT_COUNT] = { "syn-sent-count", COUNT, 1, NULL },
	[TEARDOWN_AGE] = { "teardown-age", AGE, 0, "LAST_ACK" },
	[TEARDOWN_COUNT] = { "teardown-count", COUNT, 3, NULL },
	[TEARDOWN_SHARE] = { "teardown-share", SHARE, 10, NULL },
};

static void refuse(const char *what, const char *word)
{
	size_t i;

	fprintf(stderr, "tcpstate: %s '%s': use one of", what, word);
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

static void parse_threshold(struct thresholds *thresholds, const char *word)
{
	static const char *const wanted[] = {
		[AGE] = "invalid span of time, it must be like 90s:",
		[SHARE] = "invalid percentage, it must be from 1 to 100:",
		[COUNT] = "invalid number, it must be at least 1:",
	};
	size_t length = strcspn(word, "="), i;

	if (!word[length])
		usage_error("invalid threshold, it must be NAME=VALUE:", word);
	for (i = 0; i < THRESHOLDS; i++)
		if (strlen(known[i].name) == length && !strncmp(known[i].name, word, length))
			break;
	if (i == THRESHOLDS)
		refuse("no threshold", word);
	if (!parse(known[i].kind, word + length + 1, &thresholds->value[i]))
		usage_error(wanted[known[i].kind], word);
}

void thresholds_parse(struct thresholds *thresholds, const char *const *set, size_t count)
{
	size_t i;

	for (i = 0; i < THRESHOLDS; i++)
		thresholds->value[i] = known[i].state ? state_max_age_ns(known[i].state) :
							known[i].usual;
	for (i = 0; i < count; i++)
		parse_threshold(thresholds, set[i]);
}
