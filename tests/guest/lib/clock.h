/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock that the times in /proc are of. */
#ifndef TCPSTATE_TESTS_GUEST_CLOCK_H
#define TCPSTATE_TESTS_GUEST_CLOCK_H

#include <stdint.h>
#include <time.h>

#define US_NS	((uint64_t)1000)
#define MS_NS	(1000 * US_NS)
#define S_NS	(1000 * MS_NS)

/*
 * When something happened that cannot be seen itself: not before @begin_ns, not
 * after @end_ns.
 */
struct moment {
	uint64_t begin_ns;
	uint64_t end_ns;
};

static inline uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * S_NS + now.tv_nsec;
}

static inline struct moment begin_moment(void)
{
	return (struct moment){ .begin_ns = now_ns() };
}

static inline struct moment end_moment(struct moment moment)
{
	moment.end_ns = now_ns();
	return moment;
}

/* The least and the most that may have passed between two moments. */
static inline struct moment between(struct moment earlier, struct moment later)
{
	return (struct moment){
		.begin_ns = later.begin_ns > earlier.end_ns ? later.begin_ns - earlier.end_ns : 0,
		.end_ns = later.end_ns - earlier.begin_ns,
	};
}

#endif
