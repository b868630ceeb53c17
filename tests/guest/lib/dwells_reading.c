// SPDX-License-Identifier: GPL-2.0-only
/* Parses /proc/tcpstate_dwell; computes the bounds of its buckets from the prose of procfs/ABI. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "procfs/abi.h"
#include "tests/guest/lib/dwells.h"
#include "tests/guest/lib/scenario_exit.h"

enum { LINE = 8192, WORD = 32, FIRST_POWER = 10, LAST_POWER = 46 };

/* Inclusive; those of the last bucket are endless. */
static const uint64_t *bounds(void)
{
	static uint64_t bound[DWELL_BUCKETS];
	unsigned int power, quarter, i = 0;

	if (bound[0])
		return bound;
	bound[i++] = 1ull << FIRST_POWER;
	for (power = FIRST_POWER; power < LAST_POWER; power++)
		for (quarter = 1; quarter <= 4; quarter++)
			bound[i++] = (1ull << power) + quarter * (1ull << power) / 4;
	bound[i] = UINT64_MAX;
	return bound;
}

unsigned int dwell_bucket(uint64_t ns)
{
	unsigned int bucket = 0;

	while (bounds()[bucket] < ns)
		bucket++;
	return bucket;
}

uint64_t dwell_bucket_begin_ns(unsigned int bucket)
{
	return bucket ? bounds()[bucket - 1] + 1 : 0;
}

static void parse_bucket(struct dwell_arc *arc, const char *word, unsigned int *last)
{
	uint64_t bound, count;
	unsigned int bucket;
	char *end;

	if (!strncmp(word, TCPSTATE_BUCKET_INF ":", 4)) {
		bound = UINT64_MAX;
		end = strchr(word, ':');
	} else {
		bound = strtoull(word, &end, 10);
	}
	if (*end != ':' || !(count = strtoull(end + 1, &end, 10)) || *end)
		fail("%s: a bucket '%s'", arc->name, word);
	bucket = dwell_bucket(bound);
	if (bounds()[bucket] != bound)
		fail("%s: %" PRIu64 " is no bound of a bucket", arc->name, bound);
	if (bucket + 1 <= *last)
		fail("%s: the buckets are not in order at '%s'", arc->name, word);
	*last = bucket + 1;
	arc->bucket[bucket] = count;
}

static bool is_sound(const struct dwell_arc *arc, bool tell)
{
	uint64_t count = 0, least_ns = 0;
	unsigned int i, last = 0;
	bool sound;

	for (i = 0; i < DWELL_BUCKETS; i++) {
		count += arc->bucket[i];
		least_ns += arc->bucket[i] * dwell_bucket_begin_ns(i);
		if (arc->bucket[i])
			last = i;
	}
	sound = count == arc->count && arc->sum_ns >= least_ns &&
		arc->sum_ns <= count * arc->max_ns && dwell_bucket(arc->max_ns) == last;
	if (!sound && tell)
		note("%s: count %" PRIu64 ", sum_ns %" PRIu64 " and max_ns %" PRIu64
		     " do not go with the buckets, which hold %" PRIu64, arc->name, arc->count,
		     arc->sum_ns, arc->max_ns, count);
	return sound;
}

bool dwells_sound(const struct dwells *dwells, bool tell)
{
	bool sound = true;
	unsigned int i;

	for (i = 0; i < dwells->count; i++)
		sound &= is_sound(&dwells->arc[i], tell);
	return sound;
}

static void parse_arc(struct dwell_arc *arc, char *line)
{
	char from[WORD], to[WORD], *word, *rest = NULL;
	unsigned int last = 0;
	int length;

	memset(arc, 0, sizeof(*arc));
	if (sscanf(line, TCPSTATE_KW_DWELL " %31s %31s %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
		   "%n", from, to, &arc->count, &arc->unmeasured, &arc->sum_ns, &arc->max_ns,
		   &length) != 6)
		fail("a line '%s'", line);
	if ((size_t)snprintf(arc->name, sizeof(arc->name), "%s>%s", from, to) >= sizeof(arc->name))
		fail("'%s' is longer than any state", from);
	line += length;
	for (word = strtok_r(line, " \n", &rest); word; word = strtok_r(NULL, " \n", &rest))
		parse_bucket(arc, word, &last);
}

void dwells_take(struct dwells *dwells)
{
	FILE *file = fopen("/proc/" TCPSTATE_PROC_DWELL, "r");
	static char line[LINE];

	must(file, "/proc/" TCPSTATE_PROC_DWELL);
	dwells->count = 0;
	if (!fgets(line, sizeof(line), file) || strcmp(line, TCPSTATE_PROC_DWELL " 1 host\n"))
		fail("the dwells begin with '%s'", line);
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '#')
			continue;
		if (dwells->count == DWELL_ARCS)
			fail("more than %d arcs have dwells", DWELL_ARCS);
		parse_arc(&dwells->arc[dwells->count++], line);
	}
	must(!ferror(file), "/proc/" TCPSTATE_PROC_DWELL);
	fclose(file);
}
