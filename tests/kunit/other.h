/* SPDX-License-Identifier: GPL-2.0-only */
/* Somebody else, on another CPU: whoever holds a lock does not wait for its own. */
#ifndef TCPSTATE_TESTS_KUNIT_OTHER_H
#define TCPSTATE_TESTS_KUNIT_OTHER_H

#include <linux/completion.h>

#include "tests/kunit/world.h"

/**
 * struct other - somebody else, who does what needs a lock
 * @test: whose world it works on
 * @act: what it does
 * @may_begin: to be set by smp_store_release() once the lock is held
 * @done: completed when it is through
 */
struct other {
	struct kunit *test;
	void (*act)(struct kunit *test, struct world *world);
	bool may_begin;
	struct completion done;
};

/**
 * other_send() - have it wait for its beginning on another CPU, and stay on this one
 * @test: fails where there is one CPU only
 * @other: with @test and @act
 */
void other_send(struct kunit *test, struct other *other);

/**
 * other_join() - wait until it is through
 * @other: which was sent, and has begun
 */
void other_join(struct other *other);

#endif
