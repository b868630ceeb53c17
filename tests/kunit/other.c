// SPDX-License-Identifier: GPL-2.0-only
/* Sends somebody else to another CPU. */

#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/kthread.h>

#include "tests/kunit/other.h"

static int act(void *other_)
{
	struct other *other = other_;

	while (!smp_load_acquire(&other->may_begin))
		cond_resched();
	other->act(other->test, other->test->priv);
	complete(&other->done);
	return 0;
}

void other_send(struct kunit *test, struct other *other)
{
	struct task_struct *task;
	unsigned int cpu = cpumask_first(cpu_online_mask);

	KUNIT_ASSERT_GT_MSG(test, num_online_cpus(), 1u, "this test needs two CPUs");
	init_completion(&other->done);
	migrate_disable();
	if (cpu == smp_processor_id())
		cpu = cpumask_next(cpu, cpu_online_mask);
	task = kthread_create(act, other, "tcpstate_other");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	kthread_bind(task, cpu);
	wake_up_process(task);
}

void other_join(struct other *other)
{
	migrate_enable();
	wait_for_completion(&other->done);
}
